"""The copy machine: wXw over {a, b, c}. The network reads a word and X, and must print the word."""

from itertools import product

import numpy as np

from pipeline.lab.tasks.task import Item, Task

LETTERS = "abc"
LENGTH = 3  # of Chen's words
LONGEST = 10  # of the longer ones


def string(word: str) -> Item:
    """The string of a word."""
    return Item(word + "X", word)


def words(length: int) -> list[str]:
    """All words of a length."""
    return ["".join(letters) for letters in product(LETTERS, repeat=length)]


def drawn(random: np.random.Generator, length: int, count: int) -> list[str]:
    """Random words of one length."""
    letters = random.integers(0, len(LETTERS), (count, length))
    return ["".join(LETTERS[letter] for letter in word) for word in letters]


def long_words(seed: int, each: int) -> list[str]:
    """Random words of lengths 1 to LONGEST, `each` of every length."""
    random = np.random.default_rng(seed)
    return [word for length in range(1, LONGEST + 1) for word in drawn(random, length, each)]


TASK = Task(
    name="copying",
    title="Copy machine: wXw, three letters",
    characters="abcX",
    layers=2,
    units=20,
    training=tuple(map(string, words(LENGTH))),
    steps=1500,
)
LONG = Task(
    name="copying-long",
    title="Copy machine: wXw, one to ten letters",
    characters="abcX",
    layers=2,
    units=64,
    training=tuple(map(string, long_words(0, 3000))),
    steps=2500,
    batch=64,
    seeds=3,
)
