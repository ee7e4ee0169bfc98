"""A network as another program has it, and the same network as this program runs it.

This program's sequences begin with BOS. A network that does not know such a character must not be moved by
it: BOS gets a dimension of its own in the embedding, by which layer 1 keeps its zero state. What keeps the
layers above still is one more unit in each layer, which is 0 from the first character on. All signals and
bits of the network's own units are then what the other program computes.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from jaxtyping import Float

from pipeline.core.errors import UserError
from pipeline.network.cells import CELLS
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.text.vocabulary import BOS, EOS, SPECIALS, UNK, Vocabulary

Array = np.ndarray

NAMES = {
    BOS: {"<bos>", "<s>", "<start>", "<sos>", "bos", "[bos]"},
    EOS: {"<eos>", "</s>", "<end>", "eos", "[eos]"},
    UNK: {"<unk>", "<oov>", "[unk]", "unk"},
}
SHUT = 1e4  # a pre-activation at which σ and tanh are 0 or ±1 in float32
NEVER = -20.0  # the logit of a special that the network does not know: 2 in 10⁹ beside a logit of 0
PRIVATE = 0xE000  # characters of private use stand for tokens that are not one character
# Of BOS in a layer of each kind: the block that it shuts or opens, so that the state stays 0.
KEEPS = {"lstm": ("i", -SHUT), "peephole": ("i", -SHUT), "coupled": ("f", SHUT), "gru": ("z", SHUT)}
# Biases of the unit that is on at BOS alone, by block.
PULSE = {
    "lstm": {"i": SHUT, "f": -SHUT, "o": SHUT},
    "peephole": {"i": SHUT, "f": -SHUT, "o": SHUT},
    "coupled": {"f": -SHUT, "o": SHUT},
    "gru": {"z": -SHUT},
    "rnn": {},
}


@dataclass(frozen=True)
class Foreign:
    """A network of another program; columns of kernels are in the order of our cell's blocks.

    Attributes:
        tokens: what each of its ids stands for: a character, or the name of a special; empty where the file
            does not say.
        embedding: [ids, width]; None where the first layer reads one-hot vectors.
        layers: from the first up.
        dense, dense_bias: [units, ids] and [ids].
        source: what the file is, in words.
    """

    tokens: tuple[str, ...]
    embedding: Float[Array, "ids width"] | None
    layers: tuple[LayerWeights, ...]
    dense: Float[Array, "units ids"]
    dense_bias: Float[Array, " ids"]
    source: str = field(default="", compare=False)


def fitted(foreign: Foreign) -> tuple[NetworkWeights, Vocabulary]:
    """The network as this program runs it, and its vocabulary.

    Raises:
        UserError: its arrays do not fit each other, or the file does not say what its ids stand for.
    """
    places, vocabulary = _places(foreign)
    embedding = np.eye(len(foreign.tokens)) if foreign.embedding is None else foreign.embedding
    _check(foreign, embedding)
    rows = np.zeros((vocabulary.size, embedding.shape[1]), np.float32)
    dense = np.zeros((len(foreign.dense), vocabulary.size), np.float32)
    bias = np.full(vocabulary.size, NEVER, np.float32)
    for theirs, ours in enumerate(places):
        rows[ours], dense[:, ours], bias[ours] = (
            embedding[theirs],
            foreign.dense[:, theirs],
            foreign.dense_bias[theirs],
        )
    if BOS in places:
        return NetworkWeights(rows, foreign.layers, dense, bias), vocabulary
    mark = np.zeros((vocabulary.size, 1), np.float32)
    mark[BOS] = 1
    layers = _silenced(foreign.layers)
    dense = np.pad(dense, ((0, layers[-1].units - len(dense)), (0, 0)))
    return NetworkWeights(np.hstack([rows, mark]), layers, dense, bias), vocabulary


def _places(foreign: Foreign) -> tuple[list[int], Vocabulary]:
    """Our id of each of its ids."""
    if not foreign.tokens:
        raise UserError(
            "the file does not say which character each id stands for: give --vocabulary FILE, a JSON list "
            "of characters in the order of ids, or an object character → id"
        )
    specials = {name: special for special, names in NAMES.items() for name in names}
    characters: list[str] = []
    places: list[int] = []
    for number, token in enumerate(foreign.tokens):
        if token.lower() in specials and specials[token.lower()] not in places:
            places.append(specials[token.lower()])
            continue
        places.append(len(SPECIALS) + len(characters))
        characters.append(token if len(token) == 1 else chr(PRIVATE + number))
    return places, Vocabulary(tuple(characters))


def _check(foreign: Foreign, embedding: Array) -> None:
    for number, layer in enumerate(foreign.layers, 1):
        _check_layer(number, layer)
    widths = [embedding.shape[1], *(layer.units for layer in foreign.layers)]
    inputs = [*(len(layer.kernel) for layer in foreign.layers), len(foreign.dense)]
    count = len(foreign.tokens)
    if widths != inputs or {len(embedding), foreign.dense.shape[1], len(foreign.dense_bias)} != {count}:
        raise UserError(
            f"the network does not fit its vocabulary of {count} entries or itself: layers give {widths} "
            f"values and take {inputs}, the embedding has {len(embedding)} ids, "
            f"the output {foreign.dense.shape[1]}"
        )


def _check_layer(number: int, layer: LayerWeights) -> None:
    """Refuse arrays that are not of the cell; a GRU without a second bias is of other equations than ours."""
    columns = len(CELLS[layer.cell].blocks) * layer.units
    bias = (2, columns) if layer.cell == "gru" else (columns,)
    peephole = (3, layer.units) if layer.cell == "peephole" else None
    seen = None if layer.peephole is None else layer.peephole.shape
    found = (layer.kernel.shape[1:], layer.recurrent.shape, layer.bias.shape, seen)
    if found == ((columns,), (layer.units, columns), bias, peephole):
        return
    if layer.cell == "gru" and layer.bias.shape in ((columns,), (1, columns)):
        raise UserError(
            f"layer {number}: a GRU with one bias resets its state before the recurrent product (Keras's "
            "reset_after=False), which this program cannot run; one that resets after it has a bias of "
            f"[2, {columns}]: of the input and of the recurrent product"
        )
    raise UserError(
        f"layer {number}: a kernel of {layer.kernel.shape}, a recurrent kernel of {layer.recurrent.shape} "
        f"and a bias of {layer.bias.shape} are not those of a {layer.cell} with {layer.units} units"
    )


def _silenced(layers: tuple[LayerWeights, ...]) -> tuple[LayerWeights, ...]:
    """The layers with an input that says BOS and keeps them at zero, and the unit that passes it on.

    Where there are several, all become of one size: addresses need that. Units beyond that one are 0 always.
    """
    if len(layers) == 1:
        return (_listening(layers[0], 0),)
    size = max(layer.units for layer in layers) + 1
    more = [0, *(size - layer.units - 1 for layer in layers[:-1])]  # dead inputs of each
    return tuple(_passing(_listening(layer, dead), size) for layer, dead in zip(layers, more, strict=True))


def _listening(layer: LayerWeights, dead: int) -> LayerWeights:
    """One more input, after the others: it is 1 (or more than ½) at BOS, and the state then stays 0."""
    if layer.cell in KEEPS:
        name, value = KEEPS[layer.cell]
        row = _columns(layer, {name: 2 * value})
    else:
        row = -layer.bias
    rows = [layer.kernel, row[None], np.zeros((dead, len(row)))]
    return replace(layer, kernel=np.vstack(rows).astype(np.float32))


def _passing(layer: LayerWeights, size: int) -> LayerWeights:
    """More units, after the others: the first is on at BOS and 0 ever after, the rest are 0 always."""
    cell, units = CELLS[layer.cell], layer.units

    def widened(array: Array, fill: dict[str, float], row: int | None = None) -> Array:
        """More columns in every block; in a row (or all), the first of them takes the values of `fill`."""
        blocks = array.reshape(*array.shape[:-1], len(cell.blocks), units)
        new = np.zeros((*blocks.shape[:-1], size - units), np.float32)
        for name, value in fill.items():
            new[slice(None) if row is None else row, ..., cell.blocks.index(name), 0] = value
        return np.concatenate([blocks, new], -1).reshape(*array.shape[:-1], -1).astype(np.float32)

    content = "g" if "g" in cell.blocks else "h"
    bos = np.flatnonzero(np.any(layer.kernel != 0, axis=1))[-1]  # the last input that is not dead
    recurrent = widened(layer.recurrent, {})
    pulse = PULSE[layer.cell]
    return replace(
        layer,
        kernel=widened(layer.kernel, {content: SHUT}, int(bos)),
        recurrent=np.vstack([recurrent, np.zeros((size - units, recurrent.shape[1]), np.float32)]),
        bias=widened(layer.bias, pulse, 0) if layer.bias.ndim == 2 else widened(layer.bias[None], pulse)[0],
        peephole=None if layer.peephole is None else np.pad(layer.peephole, ((0, 0), (0, size - units))),
    )


def _columns(layer: LayerWeights, values: dict[str, float]) -> Array:
    """A row of a kernel with a value for some blocks, 0 elsewhere."""
    blocks = CELLS[layer.cell].blocks
    return np.repeat([values.get(name, 0.0) for name in blocks], layer.units).astype(np.float32)
