"""Steps that are taken: all gates at once are each gate by itself, and scaling changes no value."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from networks import KINDS, network_of

from pipeline.network.cells import ACTIVATIONS, CELLS
from pipeline.network.computed import Computed, at_once, driven, scaled

UNITS = 4


@settings(deadline=None)
@given(
    st.sampled_from(["lstm", "rnn", "coupled"]),
    arrays(np.float64, (3, 4 * UNITS), elements=st.floats(-40, 40, width=32)),
)
def test_all_gates_at_once_are_each_gate_by_itself(cell: str, z: np.ndarray) -> None:
    """One tanh over all columns gives what the activation of each block gives, to the bit."""
    kind = CELLS[cell]
    z = z[:, : len(kind.blocks) * UNITS]
    activate = at_once(network_of(cell).layers[0], np.float64)
    assert activate is not None
    out = np.empty_like(z)
    activate(z, out)
    for name, values in kind.split(z).items():
        act = ACTIVATIONS["standard"].gate if name in kind.gates else ACTIVATIONS["standard"].tanh
        np.testing.assert_array_equal(kind.split(out)[name], act(values, np.empty_like(values)))


@pytest.mark.parametrize(("cell", "activations"), KINDS)
def test_only_plain_standard_cells_are_computed_at_once(cell: str, activations: str) -> None:
    """Where a gate waits for another signal, or the activation is another, the shortcut is not taken."""
    layer = network_of(cell, activations).layers[0]
    assert (at_once(layer) is not None) == (activations == "standard" and cell in ("lstm", "rnn", "coupled"))


@pytest.mark.parametrize(("cell", "activations"), KINDS)
def test_scaling_halves_the_gates_of_standard_cells_alone(cell: str, activations: str) -> None:
    """Pre-activations of gates are halved exactly, all others stay; σ of the whole is then σ itself."""
    layer = network_of(cell, activations).layers[0]
    x = np.random.default_rng(0).normal(size=(6, 5)).astype(np.float32)
    plain, half = (CELLS[cell].split(driven(one, x)) for one in (layer, scaled(layer)))
    for name, values in plain.items():
        factor = 0.5 if activations == "standard" and name in CELLS[cell].gates else 1.0
        np.testing.assert_array_equal(half[name], values * np.float32(factor))
        if factor == 0.5:
            gate = Computed(layer).gate(name, half[name])
            np.testing.assert_allclose(gate, 1 / (1 + np.exp(-values.astype(float))), atol=1e-6)


def test_held_rows_are_overwritten_and_no_others() -> None:
    """Rows count all axes but the last, also of a view into a wider array."""
    wide = np.zeros((2, 3, 2 * UNITS), np.float32)
    held = {"c": (np.array([1, 5]), np.array([0, 3]), np.array([7.0, 8.0]))}
    value = Computed(network_of().layers[0], held).state("c", wide[..., UNITS:])
    assert (value[0, 1, 0], value[1, 2, 3]) == (7, 8)
    assert wide.sum() == 15
