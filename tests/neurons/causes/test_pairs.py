"""Matched places have read the same characters at about the same place; each tweet gives one at most."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.neurons.causes.pairs import APART, matched, one_each

POSITIONS = st.integers(0, 10_000).map(lambda seed: np.random.default_rng(seed))


@given(POSITIONS)
def test_pairs_share_what_they_say(random: np.random.Generator) -> None:
    """By brute force: no candidate with a longer context in common was near enough."""
    size = 300
    tweet = np.sort(random.integers(0, 25, size))
    since = np.arange(size) - np.searchsorted(tweet, tweet)
    two, one = random.integers(0, 30, size), random.integers(0, 4, size)
    inside = random.random(size) < 0.1
    outside = ~inside & (random.random(size) < 0.8)
    pairs = matched([two, one], since, tweet, inside, outside, 20, random)
    assert inside[pairs.inside].all()
    assert outside[pairs.outside].all()
    assert len(np.unique(tweet[pairs.inside])) == len(pairs.inside)
    assert (tweet[pairs.inside] != tweet[pairs.outside]).all()
    for a, b, shared in zip(pairs.inside, pairs.outside, pairs.shared, strict=True):
        near = outside & (np.abs(since - since[a]) <= APART)
        best = 2 if (near & (two == two[a])).any() else 1 if (near & (one == one[a])).any() else 0
        assert shared == best
        keys = {2: two, 1: one, 0: np.zeros(size)}[best]
        assert keys[a] == keys[b]
        gaps = np.abs(since - since[a])[outside & (keys == keys[a])]
        assert abs(since[a] - since[b]) == gaps.min()


def test_one_place_of_each_tweet() -> None:
    """Every tweet is drawn once, each of its places now and then."""
    tweet = np.repeat(np.arange(5), 4)
    seen = set()
    for seed in range(60):
        some = one_each(np.arange(20), tweet, 3, np.random.default_rng(seed))
        assert len(np.unique(tweet[some])) == len(some) == 3
        seen |= set(some.tolist())
    assert seen == set(range(20))


def test_nothing_outside_gives_no_pairs() -> None:
    """A concept that covers everything cannot be exchanged with anything."""
    size = 12
    keys, tweet = np.zeros(size, dtype=np.int64), np.repeat(np.arange(3), 4)
    everywhere = np.ones(size, dtype=bool)
    pairs = matched([keys], np.arange(size) % 4, tweet, everywhere, ~everywhere, 5, np.random.default_rng(0))
    assert len(pairs.inside) == len(pairs.outside) == len(pairs.shared) == 0
