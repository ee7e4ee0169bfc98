"""A few letters read by a network from a file, for the tests of networks of other programs."""

import json
from pathlib import Path

import numpy as np

from pipeline.network.exchange.arrays import named
from pipeline.network.exchange.foreign import fitted
from pipeline.network.exchange.read import read
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights

Array = np.ndarray

LETTERS = "abcdefgh"
IDS = np.array([0, 5, 2, 2, 7, 1, 3, 6, 4])


def vocabulary(folder: Path) -> Path:
    """The letters as a JSON list."""
    (folder / "letters.json").write_text(json.dumps(list(LETTERS)))
    return folder / "letters.json"


def ours(file: Path, folder: Path) -> tuple[list[Array], Array, int]:
    """Hidden states of each layer and log-probabilities of the letters, by this program, from a file."""
    network, known = fitted(read(file, vocabulary(folder)))
    traced = trace(network, [known.encode("".join(LETTERS[k] for k in IDS))])
    states = [layer["h"][0, 1:] for layer in traced]
    logits = (states[-1] @ network.dense + network.dense_bias).astype(np.float64)
    logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return states, logits[:, 3:], len(known.characters)


def log_softmax(logits: Array) -> Array:
    """Natural logarithms of the softmax over the last axis."""
    logits = logits.astype(np.float64)
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def equal(one: NetworkWeights, other: NetworkWeights) -> None:
    """Every array is the same, bit for bit, and so are the kinds of cells."""
    for name, array in named(one).items():
        np.testing.assert_array_equal(array, named(other)[name], err_msg=name)
    assert [layer.cell for layer in one.layers] == [layer.cell for layer in other.layers]
