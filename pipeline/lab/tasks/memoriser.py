"""The state memoriser: A xᵏ Y a and B xᵏ Y b. The network must keep the letter over the x's."""

from collections.abc import Iterable

from pipeline.lab.tasks.task import Item, Task

LONGEST = 10  # x's learned
LETTERS = "AB"


def string(letter: str, k: int) -> Item:
    """The string of a letter and a number of x's.

    >>> string("B", 2).text
    'BxxYb'
    """
    return Item(letter + "x" * k + "Y", letter.lower())


def strings(numbers: Iterable[int]) -> list[Item]:
    """Both letters, with each number of x's."""
    return [string(letter, k) for k in numbers for letter in LETTERS]


TASK = Task(
    name="memoriser",
    title="State memoriser: A xᵏ Y a, B xᵏ Y b",
    characters="ABxYab",
    layers=1,
    units=20,
    training=tuple(strings(range(1, LONGEST + 1))),
    steps=1500,
)
