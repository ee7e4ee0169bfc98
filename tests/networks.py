"""Small networks with random weights of every kind of cell, and networks as files."""

from pathlib import Path
from typing import Any

import h5py
import numpy as np

from pipeline.core.workspace import Workspace, sha256, write_json
from pipeline.network.cells import CELLS
from pipeline.network.trace import trace
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.text.vocabulary import BOS, EOS, Vocabulary

KINDS = [(cell, activations) for cell in CELLS for activations in ("standard", "hard")]


def layer_of(
    random: np.random.Generator, cell: str, activations: str, inputs: int, units: int, scale: float
) -> LayerWeights:
    """A layer with random weights; a GRU has two biases, a peephole cell its vectors."""

    def draw(*shape: int) -> np.ndarray:
        return random.normal(0, scale, shape).astype(np.float32)

    columns = len(CELLS[cell].blocks) * units
    return LayerWeights(
        draw(inputs, columns),
        draw(units, columns),
        draw(2, columns) if cell == "gru" else draw(columns),
        cell,
        activations,
        draw(3, units) if cell == "peephole" else None,
    )


def network_of(
    cell: str = "lstm",
    activations: str = "standard",
    layers: int = 2,
    units: int = 4,
    size: int = 11,
    seed: int = 0,
    scale: float = 0.6,
) -> NetworkWeights:
    """A network of such layers over `size` ids."""
    random = np.random.default_rng(seed)

    def draw(*shape: int) -> np.ndarray:
        return random.normal(0, scale, shape).astype(np.float32)

    inputs = [5, *[units] * (layers - 1)]
    stack = tuple(layer_of(random, cell, activations, n, units, scale) for n in inputs)
    return NetworkWeights(draw(size, 5), stack, draw(units, size), draw(size))


def stored(weights: NetworkWeights, ids: list[np.ndarray]) -> np.ndarray:
    """All addresses at all positions of all tweets, each traced alone: [positions, addresses]."""
    rows = [[np.concatenate(list(s.values()), axis=-1)[0] for s in trace(weights, [one])] for one in ids]
    return np.concatenate([np.concatenate(layers, axis=1) for layers in rows])


def costs_by_hand(weights: NetworkWeights, ids: np.ndarray) -> list[float]:
    """Bits of each symbol of one tweet, EOS included, by an LSTM written out step by step in float64."""
    states = [(np.zeros(n), np.zeros(n)) for n in weights.units]
    costs = []
    for before, after in zip([BOS, *ids], [*ids, EOS], strict=True):
        x = weights.embedding[before].astype(float)
        for k, layer in enumerate(weights.layers):
            h, c = states[k]
            i, f, g, o = np.split(x @ layer.kernel + h @ layer.recurrent + layer.bias, 4)
            i, f, o = (1 / (1 + np.exp(-z)) for z in (i, f, o))
            c = f * c + i * np.tanh(g)
            x = o * np.tanh(c)
            states[k] = (x, c)
        logits = x @ weights.dense + weights.dense_bias
        logits -= logits.max()
        costs.append(float(np.log2(np.exp(logits).sum()) - logits[after] / np.log(2)))
    return costs


def write_weights(path: Path, weights: NetworkWeights) -> None:
    """LSTM layers between an embedding and a dense layer, as a Keras weights file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w") as file:
        file["layers/embedding/vars/0"] = weights.embedding
        for place, layer in enumerate(weights.layers):
            name = f"lstm_{place}" if place else "lstm"
            for number, array in enumerate((layer.kernel, layer.recurrent, layer.bias)):
                file[f"layers/{name}/cell/vars/{number}"] = array
        file["layers/dense/vars/0"] = weights.dense
        file["layers/dense/vars/1"] = weights.dense_bias


def write_model(workspace: Workspace, weights: NetworkWeights, vocabulary: Vocabulary, **card: Any) -> None:
    """The weights, the vocabulary, and the card that names the digests of both."""
    write_weights(workspace.weights, weights)
    vocabulary.save(workspace.vocabulary)
    marks = {"weights_sha256": sha256(workspace.weights), "vocabulary_sha256": vocabulary.sha256}
    write_json(workspace.model, {**marks, **card})
