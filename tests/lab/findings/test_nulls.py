"""Shuffled copies: the same numbers elsewhere, and a measure that beats them once in a hundred by chance."""

import built
import numpy as np

from pipeline.lab.findings import nulls


def test_a_shuffle_keeps_every_number_and_the_embedding() -> None:
    """Sorted, each array is the same; where the numbers stand differs, by the seed alone."""
    network = built.noisy(built.copier())
    one, again, other = (nulls.shuffled(network, seed) for seed in (1, 1, 2))
    assert one.embedding is network.embedding
    for layer, mixed in zip(network.layers, one.layers, strict=True):
        for name in ("kernel", "recurrent", "bias"):
            before, after = getattr(layer, name), getattr(mixed, name)
            assert (np.sort(before, axis=None) == np.sort(after, axis=None)).all()
            assert (before != after).any()
    assert (one.dense == again.dense).all()
    assert (one.dense != other.dense).any()


def test_scores_are_those_of_the_copies() -> None:
    """One row a copy; a value beats them only above the greatest."""
    network = built.noisy(built.counting())

    def measure(weights: built.NetworkWeights) -> tuple[float, float]:
        return float(weights.dense[0, 0]), 1.0

    found = nulls.scores(network, measure)
    assert found.shape == (nulls.SHUFFLES, 2)
    assert found[3, 0] == nulls.shuffled(network, nulls.FIRST + 3).dense[0, 0]
    assert not nulls.beats(1.0, found[:, 1])
    assert nulls.beats(1.01, found[:, 1])
