"""Moments and gate shares of the calibration, against the stored traces."""

import networks
import numpy as np

from pipeline.network.batch import batches
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.scan.calibrate import calibrate

UNITS, BINS = 6, 4096


def test_moments_and_gate_shares_are_those_of_the_traces(
    weights: NetworkWeights, ids: list[np.ndarray]
) -> None:
    """Mean, deviation and the shares below .1 and above .9 equal numpy's over all characters."""
    ranker = calibrate(weights, list(batches(ids, np.arange(len(ids)), 8)), 64)
    first = np.cumsum([0, *(len(one) + 1 for one in ids[:-1])])
    stored = np.delete(networks.stored(weights, ids), first, axis=0).astype(np.float64)
    assert np.allclose(ranker.mean, stored.mean(0), atol=1e-5)
    assert np.allclose(ranker.std, stored.std(0), atol=1e-4)
    gate = np.tile(np.repeat([True, True, False, True, False, False], UNITS), 2)
    assert np.allclose(ranker.low_share[gate], (stored < 0.1).mean(0)[gate])
    assert np.allclose(ranker.high_share[gate], (stored > 0.9).mean(0)[gate])
    assert np.isnan(ranker.low_share[~gate]).all()
