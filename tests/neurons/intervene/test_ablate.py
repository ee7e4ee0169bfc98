"""Held units and their cost against a textbook LSTM in float64, one tweet at a time."""

import numpy as np
import pandas as pd
import pytest

from pipeline.network.activations import Concatenation, positions
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.intervene.ablate import bits, regions
from pipeline.neurons.intervene.clamp import Hold
from pipeline.text.vocabulary import BOS, EOS, Vocabulary


def textbook_bits(weights: NetworkWeights, row: np.ndarray, hold: Hold | None) -> np.ndarray:
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
            if hold and (hold.layer, hold.signal) == (number, "c"):
                c[hold.unit] = hold.value
            h = sigmoid(o) * np.tanh(c)
            if hold and (hold.layer, hold.signal) == (number, "h"):
                h[hold.unit] = hold.value
            state[number - 1] = h, c
            x = h
        logits = x @ weights.dense + weights.dense_bias
        costs.append((np.log(np.exp(logits).sum()) - logits[target]) / np.log(2))
    return np.array(costs)


HOLDS = [None, *(Hold(layer, signal, unit, 0.7) for layer in (1, 2) for signal in "ch" for unit in (0, 4))]


def test_bits_under_holds_are_the_textbooks(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame
) -> None:
    """All holds run together over ragged tweets cost what each costs alone in the plain equations."""
    layout = Concatenation.of(tweets.iloc[:12], vocabulary)
    costs = bits(network, layout.ids, HOLDS)
    begins = positions(layout.ids)
    for number, hold in enumerate(HOLDS):
        for row, ids in enumerate(layout.ids):
            expected = textbook_bits(network, ids, hold)
            np.testing.assert_allclose(costs[number, begins[row] : begins[row + 1]], expected, atol=2e-5)


def test_many_holds_are_split_without_a_trace(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame
) -> None:
    """More holds than run together give what each gives by itself, and progress adds up."""
    layout = Concatenation.of(tweets.iloc[:60], vocabulary)
    holds = [Hold(1 + n % 2, "ch"[n // 2 % 2], n % 5, 0.1 * n) for n in range(40)]
    told: list[int] = []
    costs = bits(network, layout.ids, holds, told.append)
    assert sum(told) == 40 * positions(layout.ids)[-1]
    for number in (0, 17, 39):
        np.testing.assert_allclose(costs[number], bits(network, layout.ids, [holds[number]])[0], atol=1e-5)


def test_regions_of_a_case_worked_by_hand() -> None:
    """Two tweets of 6 and 4 characters: a span of four, one of one character, one up to the tweet's end."""
    # characters 0-5 | 6-9; with EOS the second tweet begins at 7.
    start, end, tweet = np.array([1, 6, 8]), np.array([5, 7, 10]), np.array([0, 1, 1])
    found = regions(start, end, tweet, 12)
    assert np.flatnonzero(found.inside).tolist() == [2, 3, 7]
    assert np.flatnonzero(found.edge).tolist() == [1, 4, 9, 10]
    assert np.flatnonzero(found.outside).tolist() == [0, 5, 6, 8, 11]


@pytest.mark.parametrize("size", [1, 30])
def test_regions_divide_everything(size: int) -> None:
    """Each character and EOS is in exactly one region."""
    found = regions(np.array([0]), np.array([size]), np.array([0]), size + 1)
    total = found.inside.astype(int) + found.edge + found.outside
    assert (total == 1).all()
