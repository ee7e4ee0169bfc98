"""The stepper against the traced network (itself checked against Keras) and against the equations."""

import numpy as np
import pytest

from pipeline.core.errors import UserError
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights
from pipeline.samples.writing.stepper import step, stepper, zero_state
from pipeline.text.vocabulary import BOS, Vocabulary


@pytest.mark.parametrize("signal", list("ifgoch"))
def test_a_clamped_unit_does_what_it_does_in_the_equations(network: NetworkWeights, signal: str) -> None:
    """With one unit of layer 1 held, a step follows the LSTM equations with that one value replaced."""
    value, unit = 0.37, 5
    net = stepper(network, {(1, signal, unit): value}, np.float64)
    state = [np.random.default_rng(k).normal(size=(1, 24)) * 0.3 for k in range(4)]
    _, found = step(net, np.array([4]), state)
    layer = network.layers[0]
    z = network.embedding[4] @ layer.kernel + state[0][0] @ layer.recurrent + layer.bias
    parts = dict(zip("ifgo", np.split(z.astype(float), 4), strict=True))
    parts = {name: np.tanh(x) if name == "g" else 1 / (1 + np.exp(-x)) for name, x in parts.items()}
    if signal in parts:
        parts[signal][unit] = value
    c = parts["f"] * state[1][0] + parts["i"] * parts["g"]
    if signal == "c":
        c[unit] = value
    h = parts["o"] * np.tanh(c)
    if signal == "h":
        h[unit] = value
    np.testing.assert_allclose(found[1][0], c, atol=1e-6)
    np.testing.assert_allclose(found[0][0], h, atol=1e-6)


def test_without_clamps_states_are_the_traced_ones(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """h and c of both layers equal `neurons.trace` after each character, logits its last h times dense."""
    ids = vocabulary.encode("@anna_b sees it")
    traced = trace(network, [ids])
    net = stepper(network)
    state = zero_state(net, 1)
    for time, id_ in enumerate([BOS, *ids]):
        logits, state = step(net, np.array([id_]), state)
        expected = traced[1]["h"][0, time] @ network.dense + network.dense_bias
        np.testing.assert_allclose(logits[0], expected, atol=2e-5)
        for layer in range(2):
            np.testing.assert_allclose(state[2 * layer][0], traced[layer]["h"][0, time], atol=1e-5)
            np.testing.assert_allclose(state[2 * layer + 1][0], traced[layer]["c"][0, time], atol=1e-5)


@pytest.mark.parametrize(
    "clamp", [(3, "c", 0), (0, "c", 0), (1, "x", 0), (1, "c", 24), (2, "h", -1), (1, "if", 0)]
)
def test_a_clamp_of_no_unit_is_refused(network: NetworkWeights, clamp: tuple[int, str, int]) -> None:
    """A layer, signal or unit that is not there is one clear line."""
    with pytest.raises(UserError, match="no unit"):
        stepper(network, {clamp: 1.0})


def test_a_clamp_must_be_finite(network: NetworkWeights) -> None:
    """NaN and infinity are refused: they would spread through the state."""
    with pytest.raises(UserError, match="finite"):
        stepper(network, {(1, "c", 0): float("nan")})
