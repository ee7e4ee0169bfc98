"""The selective counter: a's with X's between, Y, and as many b's as there were a's."""

from collections.abc import Sequence

import numpy as np

from pipeline.lab.tasks.task import Item, Task

LONGEST = 10  # a's learned
BEYOND = 20  # a's judged
GAPS = (0.7, 0.2, 0.1)  # chances of no, one and two X's after an a
STRINGS = 500


def string(gaps: Sequence[int]) -> Item:
    """A string from the number of X's after each a.

    >>> string([0, 2]).text
    'aaXXYbb'
    """
    return Item("".join("a" + "X" * gap for gap in gaps) + "Y", "b" * len(gaps))


def plain(n: int) -> Item:
    """n a's, an X after every second."""
    return string([k % 2 for k in range(n)])


def drawn(random: np.random.Generator, longest: int, count: int) -> list[Item]:
    """Different strings of 1 to `longest` a's, as many of each number as there are different ones."""
    found: dict[str, Item] = {}
    for number in range(count):
        n = 1 + number % longest
        item = string(random.choice(len(GAPS), n, p=GAPS).tolist())
        found[item.text] = item
    return list(found.values())


def held_out(longest: int = BEYOND, each: int = 10) -> list[Item]:
    """Strings that were not learned, up to `each` of every number of a's from 3 on."""
    learned = {item.text for item in TASK.training}
    random = np.random.default_rng(1)
    items = [
        item
        for item in drawn(random, longest, 6 * each * longest)
        if item.text not in learned and len(item.answer) > 2
    ]
    chosen = [[item for item in items if len(item.answer) == n][:each] for n in range(3, longest + 1)]
    return [item for group in chosen for item in group]


TASK = Task(
    name="selective",
    title="Selective counter: a's with X's between, Y, bⁿ",
    characters="aXYb",
    layers=1,
    units=20,
    training=tuple(drawn(np.random.default_rng(0), LONGEST, STRINGS)),
    steps=2000,
    batch=40,
)
