"""The numpy forward pass against Keras, against the equations written out, and in ragged batches."""

import numpy as np
import pytest
from networks import KINDS, network_of

from pipeline.network.cells import CELLS
from pipeline.network.trace import trace

UNITS, VOCABULARY = 4, 11


def tweets(lengths: list[int], seed: int = 1) -> list[np.ndarray]:
    random = np.random.default_rng(seed)
    return [random.integers(3, VOCABULARY, n).astype(np.int32) for n in lengths]


@pytest.mark.parametrize("activations", ["standard", "hard"])
@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn"])
def test_states_are_those_of_keras(cell: str, activations: str) -> None:
    """Every h of three layers, and the last c, equal Keras's own layers with the same weights to 1e-5."""
    keras = pytest.importorskip("keras")
    weights, ids = network_of(cell, activations, layers=3), tweets([9, 9, 9])
    traced = trace(weights, ids)
    kinds = {"lstm": keras.layers.LSTM, "gru": keras.layers.GRU, "rnn": keras.layers.SimpleRNN}
    named = {"activation": "hard_tanh"} if activations == "hard" else {}
    if activations == "hard" and cell != "rnn":
        named["recurrent_activation"] = "hard_sigmoid"
    below = weights.embedding[np.array([[0, *one] for one in ids])]
    for layer, signals in zip(weights.layers, traced, strict=True):
        theirs = kinds[cell](UNITS, return_sequences=True, return_state=True, **named)
        theirs.build(below.shape)
        theirs.set_weights([layer.kernel, layer.recurrent, layer.bias])
        below, _, *last = (np.asarray(part) for part in theirs(below))
        assert np.abs(signals["h"] - below).max() < 1e-5
        if last:
            assert np.abs(signals["c"][:, -1] - last[0]).max() < 1e-5


def test_gates_are_the_textbook_formulas() -> None:
    """Gates and candidate equal σ and tanh of x·W + h·R + b written out step by step."""
    weights, ids = network_of(seed=3), tweets([6])
    signals = trace(weights, ids)[0]
    layer, h = weights.layers[0], np.zeros(UNITS)
    for t, character in enumerate([0, *ids[0]]):
        z = weights.embedding[character] @ layer.kernel + h @ layer.recurrent + layer.bias
        i, f, g, o = np.split(z, 4)
        for name, value in zip("ifo", (i, f, o), strict=True):
            assert np.allclose(signals[name][0, t], 1 / (1 + np.exp(-value)), atol=1e-6)
        assert np.allclose(signals["g"][0, t], np.tanh(g), atol=1e-6)
        h = signals["h"][0, t]


@pytest.mark.parametrize(("cell", "activations"), KINDS)
def test_a_tweet_in_a_ragged_batch_is_traced_as_if_alone(cell: str, activations: str) -> None:
    """Padding and neighbours change nothing: each tweet's own positions are the same in any batch."""
    weights, ids = network_of(cell, activations), tweets([4, 0, 13, 1])
    together = trace(weights, ids)
    for row, one in enumerate(ids):
        for batch, alone in zip(together, trace(weights, [one]), strict=True):
            for name in CELLS[cell].signals:
                assert np.allclose(batch[name][row, : len(one) + 1], alone[name][0], atol=1e-6)
