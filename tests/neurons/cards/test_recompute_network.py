"""The network that is run again has the trace's values."""

import numpy as np
import pytest
from networks import network_of

from pipeline.neurons.cards import recompute_network


@pytest.mark.parametrize("activations", ["standard", "hard"])
@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn", "peephole", "coupled"])
def test_every_cell_is_that_of_the_trace(cell: str, activations: str) -> None:
    """All signals of one layer of random weights over random inputs; the trace is the other side here."""
    from pipeline.network.trace import forward

    random = np.random.default_rng(0)
    network = network_of(cell, activations, layers=1, units=5, size=9, scale=0.7)
    (weights,) = network.layers
    rows = random.integers(0, 9, (12, 3)).astype(np.int32)
    (run,) = forward(network, rows)
    arrays = [weights.kernel, weights.recurrent, weights.bias]
    if weights.peephole is not None:
        arrays.append(weights.peephole)
    given = [np.asarray(one, np.float64) for one in arrays]
    found = recompute_network.layer(cell, activations, given, network.embedding[rows].astype(np.float64))
    assert set(found) == set(run.values)
    for name, value in run.values.items():
        assert found[name] == pytest.approx(value, abs=1e-5)
