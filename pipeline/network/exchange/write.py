"""A network of ours for other programs: PyTorch's names or ours in safetensors, and Keras's weights file."""

import json
from pathlib import Path

import h5py
import numpy as np
from safetensors.numpy import save_file

from pipeline.core.files import atomic
from pipeline.network.exchange.arrays import named
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray

TORCH = {"lstm": "lstm", "gru": "gru", "rnn": "rnn"}
KERAS = {"lstm": "lstm", "gru": "gru", "rnn": "simple_rnn", "peephole": "lstm", "coupled": "lstm"}
GRU = [1, 0, 2]  # their blocks r z n among our z r g


def tokens(vocabulary: Vocabulary) -> list[str]:
    """What each id stands for."""
    return ["<bos>", "<eos>", "<unk>", *vocabulary.characters]


def safetensors(weights: NetworkWeights, vocabulary: Vocabulary, path: Path) -> None:
    """Write the network as a PyTorch state dict where PyTorch has such cells, else by our own names.

    The file's metadata hold the vocabulary, and the kind of cell.
    """
    first = weights.layers[0]
    plain = first.cell in TORCH and first.activations == "standard"
    about = {
        "cell": first.cell,
        "activations": first.activations,
        "vocabulary": json.dumps(tokens(vocabulary)),
    }
    arrays = torch_names(weights) if plain else named(weights)
    with atomic(path) as temporary:
        save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, temporary, about)


def torch_names(weights: NetworkWeights) -> dict[str, Array]:
    """The arrays as in the state dict of a module with `embedding`, `lstm` (`gru`, `rnn`) and `linear`.

    Layers of different sizes are modules of their own: lstm1, lstm2, ….
    """
    alike = len(set(weights.units)) == 1
    found = {"embedding.weight": weights.embedding}
    for number, layer in enumerate(weights.layers):
        name = TORCH[layer.cell] + ("" if alike else str(number + 1))
        end = f"_l{number if alike else 0}"
        kernel, recurrent = layer.kernel.T, layer.recurrent.T
        first, second = layer.biases
        second = np.zeros_like(first) if second is None else second
        if layer.cell == "gru":
            order = np.concatenate([np.arange(layer.units) + block * layer.units for block in GRU])
            kernel, recurrent, first, second = (a[order] for a in (kernel, recurrent, first, second))
        found |= {f"{name}.weight_ih{end}": kernel, f"{name}.weight_hh{end}": recurrent}
        found |= {f"{name}.bias_ih{end}": first, f"{name}.bias_hh{end}": second}
    return {**found, "linear.weight": weights.dense.T, "linear.bias": weights.dense_bias}


def keras_weights(weights: NetworkWeights, path: Path) -> None:
    """Write a `.weights.h5` as Keras lays it out, which is what the stages read."""
    with atomic(path) as temporary, h5py.File(temporary, "w") as file:
        file["layers/embedding/vars/0"] = weights.embedding
        for number, layer in enumerate(weights.layers):
            name = KERAS[layer.cell] + (f"_{number}" if number else "")
            arrays = [layer.kernel, layer.recurrent, layer.bias]
            for k, array in enumerate(arrays if layer.peephole is None else [*arrays, layer.peephole]):
                file[f"layers/{name}/cell/vars/{k}"] = array
        file["layers/dense/vars/0"], file["layers/dense/vars/1"] = weights.dense, weights.dense_bias
