"""The numpy forward pass against Keras, and its proof."""

import numpy as np
import pytest

from pipeline.core.errors import UserError
from pipeline.network.trace import SIGNALS, check, trace
from pipeline.network.weights import LayerWeights, NetworkWeights

UNITS, VOCABULARY, EMBEDDING = 7, 11, 5


def network(seed: int = 0, scale: float = 0.6) -> NetworkWeights:
    random = np.random.default_rng(seed)

    def draw(*shape: int) -> np.ndarray:
        return random.normal(0, scale, shape).astype(np.float32)

    layers = tuple(
        LayerWeights(draw(width, 4 * UNITS), draw(UNITS, 4 * UNITS), draw(4 * UNITS))
        for width in (EMBEDDING, UNITS)
    )
    return NetworkWeights(draw(VOCABULARY, EMBEDDING), layers, draw(UNITS, VOCABULARY), draw(VOCABULARY))


def tweets(lengths: list[int], seed: int = 1) -> list[np.ndarray]:
    random = np.random.default_rng(seed)
    return [random.integers(3, VOCABULARY, n).astype(np.int32) for n in lengths]


def test_hidden_and_cell_states_are_those_of_keras() -> None:
    """Every h of both layers, and the last c, equal a Keras LSTM with the same weights to 1e-5."""
    keras = pytest.importorskip("keras")
    weights, ids = network(), tweets([9, 9, 9])
    traced = trace(weights, ids)
    below = weights.embedding[np.array([[0, *one] for one in ids])]
    for layer, signals in zip(weights.layers, traced, strict=True):
        lstm = keras.layers.LSTM(UNITS, return_sequences=True, return_state=True)
        lstm.build(below.shape)
        lstm.set_weights([layer.kernel, layer.recurrent, layer.bias])
        below, _, cell = (np.asarray(part) for part in lstm(below))
        assert np.abs(signals["h"] - below).max() < 1e-5
        assert np.abs(signals["c"][:, -1] - cell).max() < 1e-5


def test_gates_are_the_textbook_formulas() -> None:
    """Gates and candidate equal σ and tanh of x·W + h·R + b written out step by step."""
    weights, ids = network(3), tweets([6])
    signals = trace(weights, ids)[0]
    layer, h = weights.layers[0], np.zeros(UNITS)
    for t, character in enumerate([0, *ids[0]]):
        z = weights.embedding[character] @ layer.kernel + h @ layer.recurrent + layer.bias
        i, f, g, o = np.split(z, 4)
        for name, value in zip("ifo", (i, f, o), strict=True):
            assert np.allclose(signals[name][0, t], 1 / (1 + np.exp(-value)), atol=1e-6)
        assert np.allclose(signals["g"][0, t], np.tanh(g), atol=1e-6)
        h = signals["h"][0, t]


def test_a_tweet_in_a_ragged_batch_is_traced_as_if_alone() -> None:
    """Padding and neighbours change nothing: each tweet's own positions are the same in any batch."""
    weights, ids = network(), tweets([4, 0, 13, 1])
    together = trace(weights, ids)
    for row, one in enumerate(ids):
        for batch, alone in zip(together, trace(weights, [one]), strict=True):
            for name in SIGNALS:
                assert np.allclose(batch[name][row, : len(one) + 1], alone[name][0], atol=1e-6)


def test_the_proof_holds_and_is_exact_for_large_states() -> None:
    """Traces of mild and of violent networks pass the check with a residual far below the limit."""
    assert check(trace(network(), tweets([5, 40]))) < 1e-6
    assert check(trace(network(scale=6.0), tweets([200]))) < 1e-5


@pytest.mark.parametrize("name", SIGNALS)
def test_a_falsified_signal_is_refused_with_its_residual(name: str) -> None:
    """Changing one value of any signal, or shifting gates by a step, breaks the proof."""
    traced = trace(network(), tweets([12]))
    traced[1][name] = traced[1][name].copy()
    traced[1][name][0, 5, 2] += 0.5
    with pytest.raises(UserError, match="layer 2 breaks the LSTM's equations by"):
        check(traced)


def test_a_trace_with_nan_is_refused() -> None:
    """A value that is no number does not slip through a comparison."""
    traced = trace(network(), tweets([3]))
    traced[0]["c"] = np.full_like(traced[0]["c"], np.nan)
    with pytest.raises(UserError, match="layer 1"):
        check(traced)
