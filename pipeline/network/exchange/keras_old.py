"""Keras 2's HDF5 files, read with h5py alone: of `model.save`, of `save_weights`, of textgenrnn.

The root (or the group `model_weights`) lists its layers in `layer_names`, each layer its arrays in
`weight_names`; `model_config`, where the whole model was saved, says what the layers are. textgenrnn
(github.com/minimaxir/textgenrnn) saves weights alone: `embedding`, `rnn_1`, `rnn_2`, … , then `attention`,
one column by which it averages embedding and states over all characters so far, then `output`.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import h5py
import numpy as np

from pipeline.core.errors import UserError
from pipeline.network.exchange.foreign import Foreign
from pipeline.network.weights import LayerWeights

Array = np.ndarray
Layer = tuple[str, dict[str, Array]]

SIGMOID = (2, 3)  # the version of Keras from which an LSTM's gates are σ unless it is said otherwise
CELLS = {4: "lstm", 3: "gru", 1: "rnn"}


def is_old(file: h5py.File) -> bool:
    """Whether a file is of Keras 2."""
    return "model_weights" in file or "layer_names" in file.attrs


def network(
    file: h5py.File, tokens: tuple[str, ...], activations: Callable[[dict[str, Any]], str], source: str
) -> Foreign:
    """The network of an open file.

    Args:
        activations: what a model's configuration says of them; it refuses layers that are not supported.

    Raises:
        UserError: the output reads more than the last layer (textgenrnn's attention), or a layer is another.
    """
    root = file.get("model_weights", file)
    layers = [(name, arrays) for name in _names(root, "layer_names") if (arrays := _arrays(root[name]))]
    _refuse_attention([name for name, _ in layers], layers, source)
    kind = _kind(file, activations, source)
    recurrent = [one for one in layers if any("recurrent_kernel" in name for name in one[1])]
    embedding = [one for one in layers if any("embeddings" in name for name in one[1])]
    dense = [one for one in layers if one not in recurrent and one not in embedding]
    if not recurrent or len(embedding) > 1 or len(dense) != 1:
        raise UserError(
            f"{source} has the layers {', '.join(name for name, _ in layers)}: this program runs at most one "
            "embedding, recurrent layers of one kind, and one dense"
        )
    cells = tuple(_layer(one, kind, source) for one in recurrent)
    if len({cell.cell for cell in cells}) > 1:
        raise UserError(f"{source} has cells of several kinds, which is not supported")
    matrix, bias = _part(dense[0], "kernel", source), _part(dense[0], "bias", source)
    first = _part(embedding[0], "embeddings", source) if embedding else None
    return Foreign(tokens, first, cells, matrix, bias, source)


def _names(group: Any, attribute: str) -> list[str]:
    found = group.attrs.get(attribute, [])
    return [name.decode() if isinstance(name, bytes) else str(name) for name in found]


def _arrays(group: h5py.Group) -> dict[str, Array]:
    """The arrays of a layer by the last parts of their names: `kernel`, `recurrent_kernel`, `bias`, …"""
    return {
        name.rpartition("/")[2].partition(":")[0]: np.asarray(group[name], np.float32)
        for name in _names(group, "weight_names")
    }


def _refuse_attention(names: list[str], layers: list[Layer], source: str) -> None:
    if not any("attention" in name.lower() for name in names):
        return
    cells = [arrays["recurrent_kernel"] for _, arrays in layers if "recurrent_kernel" in arrays]
    shape = f"{len(cells)} recurrent layers of {len(cells[0])} units" if cells else "no recurrent layer"
    raise UserError(
        f"{source} is a textgenrnn network ({shape}): its output reads an attention-weighted average over "
        "all characters so far, not the last state, and this program has no such layer; a network of "
        "embedding, LSTM layers and dense can be imported"
    )


def _kind(file: h5py.File, activations: Callable[[dict[str, Any]], str], source: str) -> str:
    """The activations of the recurrent layers: as the configuration says, else those of the version."""
    if "model_config" in file.attrs:
        config = file.attrs["model_config"]
        value = json.loads(config.decode() if isinstance(config, bytes) else config)
        if isinstance(value["config"], list):  # of a Sequential in early versions
            value["config"] = {"layers": value["config"]}
        kind = activations(value)
        if kind == "hard":
            raise UserError(f"{source}: the hard sigmoid of Keras 2 is not that of this program")
        return kind
    version = _version(file)
    if version < SIGMOID:
        raise UserError(
            f"{source} does not say the activations of its layers, and Keras {'.'.join(map(str, version))} "
            "had others than today: save the whole model with `model.save`"
        )
    return "standard"


def _version(file: h5py.File) -> tuple[int, ...]:
    said = file.attrs.get("keras_version", file.get("model_weights", file).attrs.get("keras_version", "0"))
    text = said.decode() if isinstance(said, bytes) else str(said)
    return tuple(int(part) for part in re.findall(r"\d+", text)[:2]) or (0,)


def _part(layer: Layer, name: str, source: str) -> Array:
    if name not in layer[1]:
        raise UserError(f"{source}: the layer {layer[0]} has no {name}")
    return layer[1][name]


def _layer(layer: Layer, activations: str, source: str) -> LayerWeights:
    kernel, recurrent, bias = (_part(layer, name, source) for name in ("kernel", "recurrent_kernel", "bias"))
    units, width = recurrent.shape
    cell = CELLS.get(width // units)
    if cell is None or bias.shape != ((2, width) if cell == "gru" else (width,)):
        raise UserError(
            f"{source}: the layer {layer[0]} (a recurrent kernel of {recurrent.shape}, a bias of "
            f"{bias.shape}) is not an LSTM, a GRU with reset_after or a SimpleRNN"
        )
    return LayerWeights(kernel, recurrent, bias, cell, activations)
