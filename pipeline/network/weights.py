"""A trained network as plain arrays: read from the artefacts and checked, without Keras."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace, read_json, sha256
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray


@dataclass(frozen=True)
class LayerWeights:
    """One LSTM layer; gates lie in Keras's order i, f, c(andidate), o along the last axis.

    Attributes:
        kernel: float32 [inputs, 4·units].
        recurrent: float32 [units, 4·units].
        bias: float32 [4·units].
    """

    kernel: Array
    recurrent: Array
    bias: Array

    @property
    def units(self) -> int:
        return self.recurrent.shape[0]


@dataclass(frozen=True)
class NetworkWeights:
    """Embedding → LSTM layers → dense: everything that the network is.

    Attributes:
        embedding: float32 [vocabulary, embedding].
        layers: from the first (layer 1 in addresses) up.
        dense: float32 [units, vocabulary].
        dense_bias: float32 [vocabulary].
    """

    embedding: Array
    layers: tuple[LayerWeights, ...]
    dense: Array
    dense_bias: Array

    @property
    def units(self) -> tuple[int, ...]:
        return tuple(layer.units for layer in self.layers)


def checked_card(workspace: Workspace) -> dict[str, Any]:
    """`model.json`, when the weights beside it and the vocabulary are those that it describes.

    Raises:
        UserError: a file is missing, altered, or belongs to another vocabulary.
    """
    card: dict[str, Any] = read_json(workspace.need(workspace.model, "train"))
    weights = workspace.need(workspace.weights, "train")
    if sha256(weights) != card.get("weights_sha256"):
        raise UserError(f"{weights} is not the file that {workspace.model} describes: run `make train` again")
    if Vocabulary.load(workspace.vocabulary).sha256 != card.get("vocabulary_sha256"):
        raise UserError(f"{workspace.vocabulary} changed since the model was trained: run `make train` again")
    return card


def load_weights(workspace: Workspace) -> tuple[NetworkWeights, dict[str, Any]]:
    """The network of a workspace and its `model.json`, checked as by `checked_card`."""
    card = checked_card(workspace)
    return read_weights(workspace.weights), card


def read_weights(path: Path) -> NetworkWeights:
    """Arrays from a Keras `.weights.h5` file of our network (layers named as in `network.build`)."""
    try:
        with h5py.File(path, "r") as file:
            layers = file["layers"]

            def read(group: str, number: int) -> Array:
                return np.asarray(layers[f"{group}/vars/{number}"], dtype=np.float32)

            names = sorted(name for name in layers if name.startswith("lstm"))
            return NetworkWeights(
                embedding=read("embedding", 0),
                layers=tuple(LayerWeights(*(read(f"{name}/cell", k) for k in range(3))) for name in names),
                dense=read("dense", 0),
                dense_bias=read("dense", 1),
            )
    except (OSError, KeyError) as error:
        raise UserError(f"{path} is not a weights file of this program: {error}") from error
