"""Moments and gate shares of the calibration, against the stored traces."""

import numpy as np
import pytest

from pipeline.network.batch import batches
from pipeline.network.trace import trace
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.neurons.scan.calibrate import calibrate

VOCABULARY, UNITS, TWEETS, BINS = 12, 6, 40, 4096


@pytest.fixture(scope="module")
def weights() -> NetworkWeights:
    random = np.random.default_rng(0)

    def draw(*shape: int) -> np.ndarray:
        return random.normal(0, 0.8, shape).astype(np.float32)

    layers = tuple(
        LayerWeights(draw(n, 4 * UNITS), draw(UNITS, 4 * UNITS), draw(4 * UNITS)) for n in (5, UNITS)
    )
    return NetworkWeights(draw(VOCABULARY, 5), layers, draw(UNITS, VOCABULARY), draw(VOCABULARY))


@pytest.fixture(scope="module")
def ids() -> list[np.ndarray]:
    random = np.random.default_rng(1)
    return [random.integers(3, VOCABULARY, n).astype(np.int32) for n in random.integers(1, 30, TWEETS)]


def everything(weights: NetworkWeights, ids: list[np.ndarray]) -> np.ndarray:
    """All addresses at all positions of all tweets, tweet after tweet: [positions, addresses]."""
    rows = [[np.concatenate(list(s.values()), axis=-1)[0] for s in trace(weights, [one])] for one in ids]
    return np.concatenate([np.concatenate(layers, axis=1) for layers in rows])


def test_moments_and_gate_shares_are_those_of_the_traces(
    weights: NetworkWeights, ids: list[np.ndarray]
) -> None:
    """Mean, deviation and the shares below .1 and above .9 equal numpy's over all characters."""
    ranker = calibrate(weights, list(batches(ids, np.arange(len(ids)), 8)), 64)
    first = np.cumsum([0, *(len(one) + 1 for one in ids[:-1])])
    stored = np.delete(everything(weights, ids), first, axis=0).astype(np.float64)
    assert np.allclose(ranker.mean, stored.mean(0), atol=1e-5)
    assert np.allclose(ranker.std, stored.std(0), atol=1e-4)
    gate = np.tile(np.repeat([True, True, False, True, False, False], UNITS), 2)
    assert np.allclose(ranker.low_share[gate], (stored < 0.1).mean(0)[gate])
    assert np.allclose(ranker.high_share[gate], (stored > 0.9).mean(0)[gate])
    assert np.isnan(ranker.low_share[~gate]).all()
