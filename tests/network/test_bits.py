"""The cost of characters under holds, against a textbook LSTM in float64, one tweet at a time."""

import numpy as np
import pandas as pd

from pipeline.network.activations import Concatenation, positions
from pipeline.network.address import Address
from pipeline.network.bits import bits
from pipeline.network.step import Holds
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import BOS, EOS, Vocabulary


def textbook_bits(weights: NetworkWeights, row: np.ndarray, holds: Holds) -> np.ndarray:
    """The equations as written, a step, a layer and a hold at a time."""

    def sigmoid(x: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-x))

    state = [(np.zeros(n), np.zeros(n)) for n in weights.units]
    costs = []
    for read, target in zip([BOS, *row], [*row, EOS], strict=True):
        x = weights.embedding[read].astype(np.float64)
        for number, layer in enumerate(weights.layers, 1):
            h, c = state[number - 1]
            i, f, g, o = np.split(x @ layer.kernel + h @ layer.recurrent + layer.bias, 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            for address, value in holds.items():
                if (address.layer, address.signal) == (number, "c"):
                    c[address.unit] = value
            h = sigmoid(o) * np.tanh(c)
            for address, value in holds.items():
                if (address.layer, address.signal) == (number, "h"):
                    h[address.unit] = value
            state[number - 1] = h, c
            x = h
        logits = x @ weights.dense + weights.dense_bias
        costs.append((np.log(np.exp(logits).sum()) - logits[target]) / np.log(2))
    return np.array(costs)


HOLDS: list[Holds] = [
    {},
    *({Address(layer, signal, unit): 0.7} for layer in (1, 2) for signal in "ch" for unit in (0, 4)),
    {Address(1, "c", 2): -0.3, Address(2, "h", 1): 0.9, Address(2, "h", 3): 0.1},
]


def test_bits_under_holds_are_the_textbooks(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame
) -> None:
    """All holds run together over ragged tweets cost what each costs alone in the plain equations."""
    layout = Concatenation.of(tweets.iloc[:12], vocabulary)
    costs = bits(network, layout.ids, HOLDS)
    begins = positions(layout.ids)
    for number, held in enumerate(HOLDS):
        for row, ids in enumerate(layout.ids):
            expected = textbook_bits(network, ids, held)
            np.testing.assert_allclose(costs[number, begins[row] : begins[row + 1]], expected, atol=2e-5)


def test_many_holds_are_split_without_a_trace(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame
) -> None:
    """More holds than run together give what each gives by itself, and progress adds up."""
    layout = Concatenation.of(tweets.iloc[:60], vocabulary)
    holds = [{Address(1 + n % 2, "ch"[n // 2 % 2], n % 5): 0.1 * n} for n in range(40)]
    told: list[int] = []
    costs = bits(network, layout.ids, holds, told.append)
    assert sum(told) == 40 * positions(layout.ids)[-1]
    for number in (0, 17, 39):
        np.testing.assert_allclose(costs[number], bits(network, layout.ids, [holds[number]])[0], atol=1e-5)
