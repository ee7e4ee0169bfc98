"""Values in float64: the signals of the trace, and an order where float32 has only ones."""

import numpy as np
import pytest
from networks import KINDS, network_of

from pipeline.network.activations import activations
from pipeline.network.address import Address, size
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.neurons.fine import fine
from pipeline.statistics.measures import average_precision, best_threshold, f1_and_iou


@pytest.mark.parametrize(("cell", "activations_"), KINDS)
def test_fine_values_are_the_signals(cell: str, activations_: str) -> None:
    """All addresses of every kind of cell equal the float32 trace to its rounding."""
    network = network_of(cell, activations_, size=12)
    ids = [np.arange(3, 3 + n, dtype=np.int32) for n in (9, 1, 5)]
    every = [Address.from_flat(flat, network.shape) for flat in range(size(network.shape))]
    assert np.allclose(fine(network, ids, every), activations(network, ids, every), atol=1e-6)


def saturated(bias: float) -> NetworkWeights:
    """One unit whose input gate is σ(bias + the number of the character)."""
    kernel = np.zeros((6, 4), dtype=np.float32)
    kernel[:, 0] = np.arange(6)
    layer = LayerWeights(kernel, np.zeros((1, 4), np.float32), np.array([bias, 0, 0, 0], dtype=np.float32))
    dense = np.zeros((1, 6), dtype=np.float32)
    return NetworkWeights(np.eye(6, dtype=np.float32), (layer,), dense, np.zeros(6, dtype=np.float32))


def test_a_saturated_gate_keeps_its_order() -> None:
    """σ(20) to σ(25) are all 1 in float32; in float64 a threshold parts the right character."""
    weights, ids = saturated(20.0), [np.array([3, 4, 5, 4, 3], dtype=np.int32)]
    address, labels = Address(1, "i", 0), np.array([False, False, True, False, False])
    coarse = activations(weights, ids, [address])[0, 1:]
    assert (coarse == 1).all()
    scores = fine(weights, ids, [address])[0, 1:]
    assert np.array_equal(scores == scores.max(), labels)
    assert f1_and_iou(scores, labels, best_threshold(scores, labels)) == (1.0, 1.0)
    assert average_precision(scores, labels) == 1.0
    assert average_precision(coarse, labels) == 0.2
