"""Sharpening: some columns multiplied, all others as they were."""

import built
import numpy as np
import pytest

from pipeline.lab.networks.sharpening import sharpened

UNITS = 10


@pytest.mark.parametrize(("blocks", "gates"), [("ifg", (0, 1, 2)), ("f", (1,)), ("o", (3,))])
def test_only_the_named_units_and_gates_are_multiplied(blocks: str, gates: tuple[int, ...]) -> None:
    """Kernel, recurrent kernel and bias, column by column; the network given is not changed."""
    network = built.noisy(built.counting(units=UNITS))
    before = network.layers[0].kernel.copy()
    layer, was = sharpened(network, [2, 7], 4.0, blocks=blocks).layers[0], network.layers[0]
    for column in range(4 * UNITS):
        factor = 4.0 if column // UNITS in gates and column % UNITS in (2, 7) else 1.0
        assert np.array_equal(layer.kernel[:, column], factor * was.kernel[:, column])
        assert np.array_equal(layer.recurrent[:, column], factor * was.recurrent[:, column])
        assert layer.bias[column] == factor * was.bias[column]
    assert np.array_equal(was.kernel, before)
