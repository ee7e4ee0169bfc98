"""Keras's files, read with h5py alone: `.keras` (a zip with its configuration), `.weights.h5`, older `.h5`.

Keras keeps an LSTM's columns in the order i, f, c, o and a GRU's as z, r, h, which is ours.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from pipeline.core.errors import UserError
from pipeline.core.files import reading
from pipeline.network.exchange import keras_old
from pipeline.network.exchange.foreign import Foreign
from pipeline.network.weights import LayerWeights

Array = np.ndarray

CELLS = {4: "lstm", 3: "gru", 1: "rnn"}
KINDS = {("tanh", "sigmoid"): "standard", ("tanh", ""): "standard", ("hard_tanh", "hard_sigmoid"): "hard"}
KNOWN = {"InputLayer", "Embedding", "LSTM", "GRU", "SimpleRNN", "Dense", "Dropout", "SpatialDropout1D"}
PASSED = KNOWN | {"Activation", "TimeDistributed", "Softmax"}


def network(path: Path, tokens: tuple[str, ...]) -> Foreign:
    """The network of a `.keras` or `.weights.h5` file.

    Raises:
        UserError: it holds other layers than an embedding, LSTM, GRU or SimpleRNN and a dense output.
    """
    with reading(path, "a Keras file"):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                activations = _activations(json.loads(archive.read("config.json")), path)
                data = io.BytesIO(archive.read("model.weights.h5"))
            with h5py.File(data, "r") as file:
                return _network(file, tokens, activations, str(path))
        with h5py.File(path, "r") as file:
            if keras_old.is_old(file):
                return keras_old.network(file, tokens, lambda config: _activations(config, path), str(path))
            return _network(file, tokens, "standard", str(path))


def _activations(config: dict[str, Any], path: Path) -> str:
    """Which activations the recurrent layers have; refuses what this program cannot run."""
    found = set()
    for layer in config["config"].get("layers", []):
        name, values = layer["class_name"], layer["config"]
        if name not in PASSED:
            raise UserError(f"{path}: a layer {name} is not supported")
        if name not in ("LSTM", "GRU", "SimpleRNN"):
            continue
        if values.get("go_backwards") or values.get("reset_after") is False:
            raise UserError(f"{path}: a {name} with go_backwards or without reset_after is not supported")
        pair = (_named(values["activation"]), _named(values.get("recurrent_activation", "")))
        if pair not in KINDS:
            raise UserError(f"{path}: activations {' and '.join(filter(None, pair))} are not supported")
        found.add(KINDS[pair])
    if len(found) > 1:
        raise UserError(f"{path}: its layers have different activations, which is not supported")
    return found.pop() if found else "standard"


def _named(activation: Any) -> str:
    """The name of an activation, which Keras writes as a text or as an object."""
    return activation if isinstance(activation, str) else str(activation.get("config", ""))


def _network(file: h5py.File, tokens: tuple[str, ...], activations: str, source: str) -> Foreign:
    recurrent, embedding, dense = [], [], []
    for name, arrays in _groups(file):
        if "cell" in name:
            recurrent.append(_layer(arrays, activations, source))
        elif len(arrays) == 1:
            embedding.append(arrays[0])
        elif len(arrays) == 2 and arrays[0].ndim == 2:
            dense.append(arrays)
    if not recurrent or len(embedding) > 1 or len(dense) != 1:
        raise UserError(
            f"{source} has {len(embedding)} embeddings, {len(recurrent)} recurrent and {len(dense)} dense "
            "layers: this program runs at most one embedding, recurrent layers of one kind, and one dense"
        )
    if len({layer.cell for layer in recurrent}) > 1:
        raise UserError(f"{source} has cells of several kinds, which is not supported")
    matrix, bias = dense[0]
    return Foreign(tokens, embedding[0] if embedding else None, tuple(recurrent), matrix, bias, source)


def _groups(file: h5py.File) -> Iterator[tuple[str, list[Array]]]:
    """Every group of variables, layers in the order in which Keras numbers them (lstm, lstm_1, …)."""
    found: dict[str, list[Array]] = {}

    def visit(name: str, item: Any) -> None:
        if isinstance(item, h5py.Group) and name.endswith("vars") and "optimizer" not in name and len(item):
            found[name] = [np.asarray(item[key], np.float32) for key in sorted(item, key=int)]

    file.visititems(visit)
    yield from sorted(found.items(), key=lambda pair: _natural(pair[0]))


def _natural(name: str) -> list[Any]:
    return [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in re.split(r"(\d+)", name)]


def _layer(arrays: list[Array], activations: str, source: str) -> LayerWeights:
    if len(arrays) != 3:
        raise UserError(
            f"{source}: a recurrent layer has {len(arrays)} arrays, not kernel, recurrent kernel, bias"
        )
    kernel, recurrent, bias = arrays
    cell = CELLS.get(recurrent.shape[1] // len(recurrent))
    if cell is None or (cell == "gru") != (bias.ndim == 2):
        raise UserError(
            f"{source}: a recurrent kernel of {recurrent.shape} with a bias of {bias.shape} is of no known "
            "cell"
        )
    return LayerWeights(kernel, recurrent, bias, cell, activations)
