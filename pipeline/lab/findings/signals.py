"""What signals do over strings: shares near their ends, and values where a character is read."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from jaxtyping import Float
from scipy.stats import spearmanr

from pipeline.lab.tasks.task import Item
from pipeline.network.cells import ACTIVATIONS
from pipeline.network.trace import Trace, trace
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray

SHUT, FULL = 0.05, 0.95  # of a gate, and of |h| and tanh |c|


class Read(NamedTuple):
    """Strings and their trace.

    Attributes:
        text: the characters of each string, position by position, with a space for BOS and padding.
        signals: of each layer.
    """

    text: Array
    signals: Trace

    def at(self, character: str, signal: str, layer: int = 1) -> Float[Array, "places units"]:
        """The values of a signal wherever a character is read."""
        values: Array = self.signals[layer - 1][signal][self.text == character]
        return values

    def everywhere(self, signal: str, layer: int = 1) -> Float[Array, "places units"]:
        """The values of a signal at every character."""
        values: Array = self.signals[layer - 1][signal][self.text != " "]
        return values


def read(weights: NetworkWeights, items: Sequence[Item], vocabulary: Vocabulary) -> Read:
    """Trace some strings."""
    longest = max(len(item.text) for item in items)
    text = np.array([list(" " + item.text.ljust(longest)) for item in items])
    return Read(text, trace(weights, [vocabulary.encode(item.text) for item in items]))


def extreme(values: Array) -> float:
    """The share of |values| below .05 or above .95."""
    size = np.abs(values)
    return float(((size < SHUT) | (size > FULL)).mean())


def memory(weights: NetworkWeights, found: Read, layer: int = 1) -> Array:
    """tanh of the cell states at every character, as the network itself takes it."""
    cells = np.array(found.everywhere("c", layer))
    value: Array = ACTIVATIONS[weights.layers[layer - 1].activations].tanh(cells)
    return value


def rank_correlation(weights: NetworkWeights, found: Read, layer: int = 1) -> float:
    """The mean over units of Spearman's correlation of c with h."""
    cells, hidden = found.everywhere("c", layer), found.everywhere("h", layer)
    units = [u for u in range(cells.shape[1]) if np.ptp(cells[:, u]) > 0 and np.ptp(hidden[:, u]) > 0]
    return float(np.mean([spearmanr(cells[:, u], hidden[:, u]).statistic for u in units]))


def saturation(found: Read, layers: int) -> dict[str, float]:
    """For each gate, the share of values at one of its ends, all layers together."""
    return {
        gate: extreme(np.concatenate([found.everywhere(gate, layer + 1) for layer in range(layers)]))
        for gate in "ifo"
    }
