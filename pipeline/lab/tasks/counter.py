"""The counter: aⁿXbⁿ. The network reads the a's and the X, and must print as many b's."""

from collections.abc import Iterable

from pipeline.lab.tasks.task import Item, Task

LONGEST = 10  # learned
CHEN = 18  # the longest that Chen's network got right


def string(n: int) -> Item:
    """The string of one number."""
    return Item("a" * n + "X", "b" * n)


def strings(numbers: Iterable[int]) -> list[Item]:
    """The strings of some numbers."""
    return [string(n) for n in numbers]


TASK = Task(
    name="counter",
    title="Counter: aⁿXbⁿ",
    characters="aXb",
    layers=1,
    units=10,
    training=tuple(strings(range(1, LONGEST + 1))),
    steps=1500,
)
