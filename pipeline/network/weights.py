"""A trained network as plain arrays: read from the artefacts and checked, without Keras."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from jaxtyping import Float

from pipeline.core.errors import UserError
from pipeline.core.files import Damaged, read_json, reading, sha256
from pipeline.core.workspace import Workspace
from pipeline.network.address import Shape
from pipeline.network.cells import CELLS
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray

CARD = {"weights_sha256", "vocabulary_sha256"}  # what a `model.json` has at least


@dataclass(frozen=True)
class LayerWeights:
    """One recurrent layer, as Keras keeps it: the columns of a kernel are the cell's blocks, side by side.

    Attributes:
        kernel: [inputs, blocks·units].
        recurrent: [units, blocks·units].
        bias: [blocks·units]; of a GRU [2, blocks·units], with the input's product and the recurrent one.
        cell: a name of `cells.CELLS`.
        activations: a name of `cells.ACTIVATIONS`.
        peephole: [3, units], what i, f and o see of the cell state; of the peephole cell alone.
    """

    kernel: Float[Array, "inputs columns"]
    recurrent: Float[Array, "units columns"]
    bias: Float[Array, "... columns"]
    cell: str = "lstm"
    activations: str = "standard"
    peephole: Float[Array, "3 units"] | None = None

    @property
    def units(self) -> int:
        return self.recurrent.shape[0]

    @property
    def biases(self) -> tuple[Array, Array | None]:
        """The bias of the input's product, and that of the recurrent one where the cell has both."""
        return (self.bias[0], self.bias[1]) if self.bias.ndim == 2 else (self.bias, None)


@dataclass(frozen=True)
class NetworkWeights:
    """Embedding → recurrent layers of one kind of cell → dense: everything that the network is.

    Attributes:
        embedding: [vocabulary, embedding].
        layers: from the first (layer 1 in addresses) up.
        dense: [units, vocabulary].
        dense_bias: [vocabulary].
    """

    embedding: Float[Array, "vocabulary embedding"]
    layers: tuple[LayerWeights, ...]
    dense: Float[Array, "units vocabulary"]
    dense_bias: Float[Array, " vocabulary"]

    @property
    def units(self) -> tuple[int, ...]:
        return tuple(layer.units for layer in self.layers)

    @property
    def shape(self) -> Shape:
        """Which addresses there are."""
        return tuple((CELLS[layer.cell].signals, layer.units) for layer in self.layers)


def read_card(path: Path) -> dict[str, Any]:
    """A `model.json`.

    Raises:
        Damaged: it is something else.
    """
    card = read_json(path)
    if missing := CARD - set(card):
        raise Damaged(f"{path} is damaged (it has no {min(missing)}): run `make train` again")
    return card


def checked_card(workspace: Workspace) -> dict[str, Any]:
    """`model.json`, when the weights beside it and the vocabulary are those that it describes.

    Raises:
        UserError: a file is missing, altered, or belongs to another vocabulary.
    """
    card = read_card(workspace.need(workspace.model, "train"))
    weights = workspace.need(workspace.weights, "train")
    if sha256(weights) != card.get("weights_sha256"):
        raise UserError(f"{weights} is not the file that {workspace.model} describes: run `make train` again")
    vocabulary = Vocabulary.load(workspace.need(workspace.vocabulary, "corpus"))
    if vocabulary.sha256 != card.get("vocabulary_sha256"):
        raise UserError(f"{workspace.vocabulary} changed since the model was trained: run `make train` again")
    return card


def load_weights(workspace: Workspace) -> tuple[NetworkWeights, dict[str, Any]]:
    """The network of a workspace and its `model.json`, checked as by `checked_card`."""
    card = checked_card(workspace)
    return read_weights(workspace.weights, *kind(card)), card


def kind(card: dict[str, Any]) -> tuple[str, str]:
    """The cell and the activations that a `model.json` names; before it did, all were standard LSTMs."""
    return card.get("cell", "lstm"), card.get("activations", "standard")


def read_weights(path: Path, cell: str = "lstm", activations: str = "standard") -> NetworkWeights:
    """Arrays from a Keras `.weights.h5` file of our network, whose recurrent layers hold such cells.

    Raises:
        Damaged: it is something else, or of another network, or a weight is not finite.
    """
    with reading(path, "a weights file of this program"), h5py.File(path, "r") as file:
        layers = file["layers"]

        def read(group: str, number: int) -> Array:
            array = np.asarray(layers[f"{group}/vars/{number}"], dtype=np.float32)
            if not np.isfinite(array).all():
                raise ValueError(f"weights of {group} are not finite")
            return array

        def layer(name: str) -> LayerWeights:
            kernel, recurrent, bias, *peephole = (
                read(f"{name}/cell", k) for k in range(len(layers[f"{name}/cell/vars"]))
            )
            columns = len(CELLS[cell].blocks) * len(recurrent)
            if {kernel.shape[-1], recurrent.shape[-1], bias.shape[-1]} != {columns}:
                raise ValueError(f"{name} does not hold the weights of {cell} cells")
            return LayerWeights(kernel, recurrent, bias, cell, activations, *peephole)

        return NetworkWeights(
            embedding=read("embedding", 0),
            layers=tuple(layer(name) for name in sorted(name for name in layers if "cell" in layers[name])),
            dense=read("dense", 0),
            dense_bias=read("dense", 1),
        )
