"""The proof holds for what the pass computes, and for nothing that was altered."""

import numpy as np
import pytest
from networks import KINDS, network_of

from pipeline.core.errors import UserError
from pipeline.network.cells import CELLS
from pipeline.network.proof import check, prove
from pipeline.network.trace import forward, inputs, trace

VOCABULARY = 11


def tweets(lengths: list[int], seed: int = 1) -> list[np.ndarray]:
    random = np.random.default_rng(seed)
    return [random.integers(3, VOCABULARY, n).astype(np.int32) for n in lengths]


@pytest.mark.parametrize(("cell", "activations"), KINDS)
def test_every_kind_is_proven(cell: str, activations: str) -> None:
    """Traces of mild and of violent networks pass with a residual below the limit, more than 8 steps long."""
    for scale, longest, limit in ((0.6, 40, 1e-6), (3.0, 100, 1e-5)):
        weights, ids = network_of(cell, activations, scale=scale), tweets([5, longest])
        assert check(weights, ids, trace(weights, ids)) < limit
        assert prove(forward(weights, inputs(ids))) < limit


@pytest.mark.parametrize(("cell", "name"), [(cell, name) for cell in CELLS for name in CELLS[cell].signals])
@pytest.mark.parametrize("step", [0, 5, 12])
def test_a_falsified_signal_is_refused_with_its_residual(cell: str, name: str, step: int) -> None:
    """Changing one value of any signal of any cell, at any step, breaks the proof."""
    weights, ids = network_of(cell), tweets([12])
    traced = trace(weights, ids)
    traced[1][name] = traced[1][name].copy()
    traced[1][name][0, step, 2] += 0.5
    with pytest.raises(UserError, match=rf"layer 2 breaks the equations of its cell \({cell}\) by"):
        check(weights, ids, traced)


@pytest.mark.parametrize(
    ("cell", "name"), [("lstm", "f"), ("lstm", "c"), ("lstm", "h"), ("gru", "z"), ("gru", "h"), ("rnn", "h")]
)
def test_a_falsified_run_is_refused(cell: str, name: str) -> None:
    """The proof from gates alone, which the scan makes, finds an altered state or gate too."""
    runs = forward(network_of(cell), inputs(tweets([12])))
    runs[0].values[name][5, 0, 2] += 0.5
    with pytest.raises(UserError, match="layer 1"):
        prove(runs)


def test_gates_of_another_step_are_refused() -> None:
    """A trace whose gates are shifted by one step is not a trace of the network."""
    weights, ids = network_of("lstm"), tweets([12])
    traced = trace(weights, ids)
    for gate in "ifo":
        traced[0][gate] = np.roll(traced[0][gate], 1, axis=1)
    with pytest.raises(UserError, match="layer 1"):
        check(weights, ids, traced)


def test_a_trace_with_nan_is_refused() -> None:
    """A value that is not a number does not slip through a comparison."""
    weights, ids = network_of("lstm"), tweets([3])
    traced = trace(weights, ids)
    traced[0]["c"] = np.full_like(traced[0]["c"], np.nan)
    with pytest.raises(UserError, match="layer 1"):
        check(weights, ids, traced)
