"""Derivatives of activations and of one step, against differences in float64."""

import numpy as np
import pytest

from pipeline.network.backward.slopes import BACK, SLOPES
from pipeline.network.cells import Blocks


@pytest.mark.parametrize("name", ["standard", "hard"])
def test_slopes_of_activations_by_differences(name: str) -> None:
    """From the value alone comes the derivative at its argument."""
    z, step = np.array([-3.7, -0.6, 0.2, 0.8, 3.4]), 1e-6
    gates = {"standard": lambda x: 1 / (1 + np.exp(-x)), "hard": lambda x: np.clip(x / 6 + 0.5, 0, 1)}
    for function, slope in ((gates[name], SLOPES[name].gate), (SLOPES[name].tanh, SLOPES[name].content)):
        expected = (function(z + step) - function(z - step)) / (2 * step)
        np.testing.assert_allclose(slope(function(z)), expected, atol=1e-6)


def test_a_step_of_a_plain_rnn_by_hand() -> None:
    """h = tanh z: what h owes is (1 − h²) to z, and nothing else remembers."""
    v, d = Blocks(h=np.array([0.5])), Blocks(h=np.array([2.0]))
    blocks, before = BACK["rnn"](v, Blocks(h=np.zeros(1)), d, SLOPES["standard"], Blocks())
    assert blocks["h"].tolist() == [1.5]
    assert before == {}


def test_a_coupled_cell_has_one_gate_for_both() -> None:
    """c = f·c₀ + (1 − f)·g: f owes dc·(c₀ − g)·f(1 − f), and c₀ owes dc·f."""
    v = Blocks(i=np.array([0.75]), f=np.array([0.25]), g=np.array([-1.0]), o=np.zeros(1), c=np.zeros(1))
    was, d = Blocks(c=np.array([3.0])), Blocks(h=np.zeros(1), c=np.array([2.0]))
    blocks, before = BACK["coupled"](v, was, d, SLOPES["standard"], Blocks())
    assert blocks["f"].tolist() == [2 * (3 + 1) * 0.25 * 0.75]
    assert before["c"].tolist() == [0.5]
