"""Hashes: published values, Python's own whole numbers, and no two numbers with the same hash."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.hashing import GOLDEN, splitmix, stirred

WORD = 2**64


def test_splitmix_gives_the_published_numbers() -> None:
    """The first five of splitmix64 from the seed 1234567, as Vigna's reference code prints them."""
    states = np.uint64(1234567) + GOLDEN * np.arange(1, 6, dtype=np.uint64)
    assert splitmix(states).tolist() == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


@given(st.lists(st.integers(0, WORD - 1), min_size=1, max_size=20, unique=True))
def test_stirring_wraps_around_and_merges_nothing(numbers: list[int]) -> None:
    """Against whole numbers without a limit; different numbers stay different."""
    products = [number * 0x9E3779B97F4A7C15 % WORD for number in numbers]
    found = stirred(np.array(numbers, dtype=np.uint64))
    assert found.tolist() == [product ^ (product >> 29) for product in products]
    assert len(set(found.tolist())) == len(numbers)
