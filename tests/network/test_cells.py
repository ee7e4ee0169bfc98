"""The equations of each kind of cell, by numbers worked by hand, and where two kinds coincide."""

from dataclasses import replace

import numpy as np
import pytest
from networks import network_of

from pipeline.network.cells import ACTIVATIONS, CELLS
from pipeline.network.trace import trace
from pipeline.network.weights import LayerWeights, NetworkWeights


def single(cell: str, columns: list[float], recurrent: list[float], **options: object) -> NetworkWeights:
    """One layer of one unit with hard activations; character 0 (BOS) and 3 are the input 1."""
    kernel, again = (np.array([row], np.float32) for row in (columns, recurrent))
    shape = (2, len(columns)) if cell == "gru" else (len(columns),)
    layer = LayerWeights(kernel, again, np.zeros(shape, np.float32), cell, "hard", **options)  # type: ignore[arg-type]
    ones = np.ones((4, 1), np.float32)
    return NetworkWeights(ones, (layer,), np.ones((1, 4), np.float32), np.zeros(4, np.float32))


def two_steps(weights: NetworkWeights) -> dict[str, list[float]]:
    """Every signal after BOS and after one character."""
    traced = trace(weights, [np.array([3], np.int32)])[0]
    return {name: value[0, :, 0].tolist() for name, value in traced.items()}


def test_the_hard_activations_by_hand() -> None:
    """Hard sigmoid is 0 up to −3, ½ at 0, 1 from 3 on; hard tanh is cut at −1 and 1: exactly so."""
    hard, z = ACTIVATIONS["hard"], np.array([-4, -3, -1.5, 0, 1.5, 3, 9], np.float32)
    assert hard.gate(z, np.empty_like(z)).tolist() == [0, 0, 0.25, 0.5, 0.75, 1, 1]
    assert hard.tanh(z).tolist() == [-1, -1, -1, 0, 1, 1, 1]


def test_an_lstm_by_hand() -> None:
    """i = ¾, f = ½, g = ½, o = 1 at first: c = 3/8 = h; then i, f, o move with h."""
    found = two_steps(single("lstm", [1.5, 0, 0.5, 3], [0, 4, 0, 0]))
    assert found["i"] == [0.75, 0.75]
    assert found["f"] == [0.5, 0.75]  # (4 · 3/8 + 3) / 6
    assert found["g"] == [0.5, 0.5]
    assert found["c"] == [0.375, 0.375 * 0.75 + 0.375]
    assert found["h"] == found["c"]


def test_a_peephole_lstm_by_hand() -> None:
    """i and f see the cell state before, o the one after."""
    peephole = np.array([[2.0], [4.0], [-8.0]], np.float32)
    found = two_steps(single("peephole", [1.5, 0, 0.5, 3], [0, 0, 0, 0], peephole=peephole))
    assert found["i"] == [0.75, 0.875]  # (1.5 + 2 · 3/8 + 3) / 6
    assert found["f"] == [0.5, 0.75]
    assert found["c"] == [0.375, 0.375 * 0.75 + 0.875 * 0.5]
    assert found["o"] == [0.5, pytest.approx((3 - 8 * 0.71875 + 3) / 6)]
    assert found["h"][0] == 0.1875


def test_a_coupled_lstm_by_hand() -> None:
    """What is not forgotten cannot be taken in: i = 1 − f."""
    found = two_steps(single("coupled", [1.5, 0.5, 3], [0, 0, 0]))
    assert found["f"] == [0.75, 0.75]
    assert found["i"] == [0.25, 0.25]
    assert found["c"] == [0.125, 0.125 * 0.75 + 0.125]


def test_a_gru_by_hand() -> None:
    """z = ¾ keeps, r = ½ halves the recurrent product inside the candidate."""
    found = two_steps(single("gru", [1.5, 0, 0.5], [0, 0, 2]))
    assert found["z"] == [0.75, 0.75]
    assert found["r"] == [0.5, 0.5]
    assert found["g"] == [0.5, 0.625]  # ½ + ½ · 2 · 1/8
    assert found["h"] == [0.125, 0.125 * 0.75 + 0.25 * 0.625]


def test_a_plain_rnn_by_hand() -> None:
    """h = tanh(x + u·h)."""
    assert two_steps(single("rnn", [0.25], [2])) == {"h": [0.25, 0.75]}


@pytest.mark.parametrize("activations", ["standard", "hard"])
def test_a_peephole_cell_that_sees_nothing_is_an_lstm(activations: str) -> None:
    """With zero peepholes every signal is that of the LSTM with the same weights."""
    lstm = network_of("lstm", activations)
    blind = [replace(one, cell="peephole", peephole=np.zeros((3, 4), np.float32)) for one in lstm.layers]
    ids = [np.array([3, 7, 5, 10, 4], np.int32)]
    pairs = zip(trace(lstm, ids), trace(replace(lstm, layers=tuple(blind)), ids), strict=True)
    for ours, theirs in pairs:
        for name in "ifgoch":
            np.testing.assert_allclose(ours[name], theirs[name], atol=1e-6)


@pytest.mark.parametrize("activations", ["standard", "hard"])
def test_a_coupled_cell_is_an_lstm_whose_input_gate_mirrors_the_forget_gate(activations: str) -> None:
    """1 − σ(x) = σ(−x): an LSTM with the negative forget columns for its input gate does the same."""
    coupled = network_of("coupled", activations)

    def mirrored(one: LayerWeights) -> LayerWeights:
        def wide(array: np.ndarray) -> np.ndarray:
            f, g, o = np.split(array, 3, axis=-1)
            return np.concatenate([-f, f, g, o], axis=-1)

        return LayerWeights(wide(one.kernel), wide(one.recurrent), wide(one.bias), "lstm", activations)

    same = replace(coupled, layers=tuple(mirrored(one) for one in coupled.layers))
    ids = [np.array([3, 7, 5, 10, 4], np.int32)]
    for ours, theirs in zip(trace(coupled, ids), trace(same, ids), strict=True):
        for name in "ifgoch":
            np.testing.assert_allclose(ours[name], theirs[name], atol=1e-6)


def test_each_kind_says_what_it_consists_of() -> None:
    """Blocks are a run of the signals, states are signals, the memory is a state, gates lie in 0 … 1."""
    for name, cell in CELLS.items():
        assert cell.blocks in cell.signals
        assert set(cell.states) <= set(cell.signals)
        assert cell.memory in cell.states
        traced = trace(network_of(name), [np.array([3, 4, 5, 6], np.int32)])
        assert list(traced[0]) == list(cell.signals)
        for gate in cell.gates:
            assert (traced[1][gate] > 0).all()
            assert (traced[1][gate] < 1).all()
