"""The step against the pass (itself checked against Keras), against equations by hand, and its holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from networks import KINDS, network_of

from pipeline.core.errors import UserError
from pipeline.network.address import Address
from pipeline.network.cells import CELLS
from pipeline.network.step import HoldTable, Stepper
from pipeline.network.trace import trace
from pipeline.text.vocabulary import BOS

VOCABULARY, UNITS = 11, 4


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize(("cell", "activations"), KINDS)
def test_steps_give_what_the_pass_gives(cell: str, activations: str, shared: bool) -> None:
    """States of every layer after each character, and logits from the last h, for every kind of cell."""
    weights = network_of(cell, activations, layers=3)
    ids = np.random.default_rng(1).integers(3, VOCABULARY, 12)
    traced = trace(weights, [ids])
    net = Stepper.of(weights, shared=shared)
    states = net.zero(1)
    for time, character in enumerate([BOS, *ids]):
        logits, states = net.step(np.array([character]), states)
        expected = traced[-1]["h"][0, time] @ weights.dense + weights.dense_bias
        np.testing.assert_allclose(logits[0], expected, atol=2e-5)
        for layer, state in zip(traced, states, strict=True):
            for name in CELLS[cell].states:
                np.testing.assert_allclose(state[name][0], layer[name][0, time], atol=1e-5)


@pytest.mark.parametrize("signal", list("ifgoch"))
def test_a_held_unit_of_an_lstm_does_what_it_does_in_the_equations(signal: str) -> None:
    """With one unit of layer 1 held, a step follows the equations with that one value replaced."""
    weights, value, unit = network_of("lstm"), 0.37, 3
    net = Stepper.of(weights, np.float64)
    random = np.random.default_rng(0)
    states = [{name: random.normal(size=(1, UNITS)) * 0.3 for name in "ch"} for _ in range(2)]
    held = HoldTable.of([{Address(1, signal, unit): value}], weights.shape).rows(np.zeros(1, int))
    _, found = net.step(np.array([4]), states, held)
    layer, was = weights.layers[0], states[0]
    z = weights.embedding[4] @ layer.kernel + was["h"][0] @ layer.recurrent + layer.bias
    parts = dict(zip("ifgo", np.split(z.astype(float), 4), strict=True))
    parts = {name: np.tanh(x) if name == "g" else 1 / (1 + np.exp(-x)) for name, x in parts.items()}
    if signal in parts:
        parts[signal][unit] = value
    c = parts["f"] * was["c"][0] + parts["i"] * parts["g"]
    if signal == "c":
        c[unit] = value
    h = parts["o"] * np.tanh(c)
    if signal == "h":
        h[unit] = value
    np.testing.assert_allclose(found[0]["c"][0], c, atol=1e-6)
    np.testing.assert_allclose(found[0]["h"][0], h, atol=1e-6)


@pytest.mark.parametrize("signal", list("zrgh"))
def test_a_held_unit_of_a_gru_does_what_it_does_in_the_equations(signal: str) -> None:
    """The reset gate is held before the candidate is computed from it."""
    weights, value, unit = network_of("gru"), 0.37, 2
    net = Stepper.of(weights, np.float64)
    was = np.random.default_rng(0).normal(size=UNITS) * 0.3
    held = HoldTable.of([{Address(1, signal, unit): value}], weights.shape).rows(np.zeros(1, int))
    _, found = net.step(np.array([4]), [{"h": was[None]}, net.zero(1)[1]], held)
    layer = weights.layers[0]
    x = dict(zip("zrg", np.split(weights.embedding[4] @ layer.kernel + layer.bias[0], 3), strict=True))
    u = dict(zip("zrg", np.split(was @ layer.recurrent + layer.bias[1], 3), strict=True))
    z, r = (1 / (1 + np.exp(-(x[name] + u[name]).astype(float))) for name in "zr")
    for name, gate in (("z", z), ("r", r)):
        if name == signal:
            gate[unit] = value
    g = np.tanh(x["g"] + r * u["g"])
    if signal == "g":
        g[unit] = value
    h = z * was + (1 - z) * g
    if signal == "h":
        h[unit] = value
    np.testing.assert_allclose(found[0]["h"][0], h, atol=1e-6)


@settings(deadline=None, max_examples=40)
@given(
    kind=st.sampled_from(KINDS),
    layer=st.integers(1, 2),
    place=st.integers(0, 99),
    unit=st.integers(0, UNITS - 1),
    value=st.floats(-2, 2, width=32),
    characters=arrays(np.int64, (5, 3), elements=st.integers(0, VOCABULARY - 1)),
)
def test_holds_hold_in_their_rows_alone(
    kind: tuple[str, str], layer: int, place: int, unit: int, value: float, characters: np.ndarray
) -> None:
    """Of three copies that share the layers below, the held one keeps its value, and the others are free."""
    weights = network_of(*kind)
    states_of = CELLS[kind[0]].states
    signal = states_of[place % len(states_of)]
    net, free = Stepper.of(weights, shared=True), Stepper.of(weights, shared=True)
    table = HoldTable.of([{}, {Address(layer, signal, unit): value}, {}], weights.shape)
    held = table.rows(np.repeat(np.arange(3), 3))
    states, alone = net.zero([9 if n >= layer else 3 for n in (1, 2)]), free.zero(3)
    for read in characters:
        logits, states = net.step(read, states, held)
        expected, alone = free.step(read, alone)
        assert (states[layer - 1][signal][3:6, unit] == np.float32(value)).all()
        for copy in (0, 2):
            np.testing.assert_allclose(logits[3 * copy : 3 * copy + 3], expected, atol=1e-5)


def test_rows_of_many_sets_say_where_to_write() -> None:
    """Worked by hand: rows 0 and 2 have the second set, row 1 the first, row 3 none of c."""
    sets = [{Address(1, "c", 3): 0.5}, {Address(1, "c", 0): -1.0, Address(1, "c", 3): 2.0}, {}]
    table = HoldTable.of(sets, network_of("lstm").shape)
    rows, units, values = table.rows(np.array([1, 0, 1, 2]))[1, "c"]
    found = {(int(r), int(u)): float(v) for r, u, v in zip(rows, units, values, strict=True)}
    assert found == {(0, 0): -1, (0, 3): 2, (1, 3): 0.5, (2, 0): -1, (2, 3): 2}


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("lstm", (3, "c", 0)),
        ("lstm", (0, "c", 0)),
        ("lstm", (1, "z", 0)),
        ("lstm", (1, "c", UNITS)),
        ("lstm", (2, "h", -1)),
        ("lstm", (1, "if", 0)),
        ("gru", (1, "c", 0)),
        ("rnn", (1, "g", 0)),
    ],
)
def test_a_hold_of_no_unit_is_refused(cell: str, place: tuple[int, str, int]) -> None:
    """A layer, signal or unit that the network does not have is one clear line."""
    with pytest.raises(UserError, match="no unit"):
        HoldTable.of([{Address(*place): 1.0}], network_of(cell).shape)


def test_a_hold_must_be_finite() -> None:
    """NaN and infinity are refused: they would spread through the state."""
    with pytest.raises(UserError, match="finite"):
        HoldTable.of([{Address(1, "c", 0): float("nan")}], network_of("lstm").shape)
