"""Mixtures by hand, and weights against a search over a grid."""

import numpy as np
import pytest

from pipeline.evaluation import mix


def test_a_mixture_by_hand() -> None:
    """Three quarters of the network and one of the n-gram model; the whole distribution adds up to 1."""
    network, ngram = np.array([[0.8, 0.1, 0.1]]), np.array([[0.0, 0.5, 0.5]])
    found = mix.mixed(network, ngram, np.array([[0.75]]))
    np.testing.assert_allclose(found, [[0.6, 0.2, 0.2]])
    share = np.full(24, 0.75)
    contexts = np.array([[-1, 0, 0], [0, 1, 9], [0, 1, 2]])
    share[mix.groups(contexts)] = [1.0, 0.75, 0.5]
    cost = mix.bits(network[0], ngram[0], contexts, mix.Weights(0.7, share))
    np.testing.assert_allclose(cost, -np.log2([0.8, 0.2, 0.3]))


def test_every_kind_of_context_has_its_own_group() -> None:
    """By length, by 1, 2 or more followers, by times seen in powers of two; and no number is left out."""
    contexts = [
        (length, count, kinds) for length in (-1, 0, 1) for kinds in (1, 2, 3) for count in (1, 2, 4, 8)
    ]
    assert mix.groups(np.array(contexts).T).tolist() == list(range(36))
    assert mix.groups(np.array([[1, 1], [3, 100], [9, 3]])).tolist() == [33, 35]


def drawn(useful: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Two models of 4,000 symbols; the second knows those after two characters by heart if it is useful."""
    rng = np.random.default_rng(0)
    length = rng.integers(0, 3, 4000)
    network, ngram = rng.beta(2, 4, 4000), rng.beta(2, 4, 4000)
    if useful:
        ngram = np.where(length == 2, 0.99, 0.02)
    return network, ngram, np.stack([length, 1 + 0 * length, 1 + 0 * length]), np.arange(4000) // 20


def test_one_weight_is_the_best_of_a_grid() -> None:
    """Where the context says nothing, one weight serves all, and no other is better."""
    network, ngram, contexts, tweet = drawn(useful=False)
    weights = mix.fit(network, ngram, contexts, tweet, 3)
    assert set(weights.by_group) == {weights.all}
    best = min(-np.log2(w * network + (1 - w) * ngram).sum() for w in np.linspace(0.01, 0.99, 99))
    assert mix.bits(network, ngram, contexts, weights).sum() <= best + 0.5


def test_weights_follow_the_context_where_that_pays() -> None:
    """A model that knows long contexts by heart has them almost alone, and no others."""
    network, ngram, contexts, tweet = drawn(useful=True)
    weights = mix.fit(network, ngram, contexts, tweet, 3)
    never, short, middle, long = weights.of(np.array([[-1, 0, 1, 2], [0, 1, 1, 1], [0, 1, 1, 1]]))
    assert long < 0.2 < 0.8 < min(short, middle)
    assert never == pytest.approx(weights.all)  # never seen: the weight of all
    one = min(-np.log2(w * network + (1 - w) * ngram).mean() for w in np.linspace(0.01, 0.99, 99))
    assert mix.bits(network, ngram, contexts, weights).mean() < one - 0.1


def test_without_valid_tweets_both_have_half() -> None:
    """Nothing to choose on."""
    nothing = np.empty(0)
    weights = mix.fit(nothing, nothing, np.empty((3, 0), dtype=np.int64), nothing, 2)
    assert weights.by_group.tolist() == pytest.approx([0.5] * 36)
