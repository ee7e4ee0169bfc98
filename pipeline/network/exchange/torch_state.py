"""PyTorch's `state_dict` of embedding → LSTM, GRU or RNN → linear, as arrays by name.

Rows of `weight_ih_l0` are gates in the order i, f, g, o (LSTM) or r, z, n (GRU); a GRU's `r` acts on the
recurrent product, as in ours. Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html and
torch.nn.GRU.html.
"""

import re
from collections.abc import Mapping

import numpy as np

from pipeline.core.errors import UserError
from pipeline.network.exchange.foreign import Foreign
from pipeline.network.weights import LayerWeights

Array = np.ndarray

NAME = re.compile(r"(.*?)(weight_ih|weight_hh|bias_ih|bias_hh)_l(\d+)(_reverse)?$")
CELLS = {4: "lstm", 3: "gru", 1: "rnn"}
GRU = [1, 0, 2]  # our blocks z r g among their r z n


def network(arrays: Mapping[str, Array], tokens: tuple[str, ...], source: str) -> Foreign:
    """The network of a state dict.

    Raises:
        UserError: it is bidirectional, projected, of several kinds of cells, or not such a network.
    """
    parts: dict[tuple[str, int], dict[str, Array]] = {}
    others: dict[str, Array] = {}
    for name, array in arrays.items():
        found = NAME.match(name)
        if "weight_hr_l" in name or (found and found[4]):
            raise UserError(
                f"{source}: {name} is of a projected or bidirectional layer, which is not supported"
            )
        if found:
            parts.setdefault((found[1], int(found[3])), {})[found[2]] = np.asarray(array, np.float32)
        else:
            others[name] = np.asarray(array, np.float32)
    if not parts:
        raise UserError(f"{source} has no recurrent layer: its arrays are {', '.join(sorted(arrays)[:6])}")
    layers = tuple(_layer(parts[key], source) for key in sorted(parts, key=_natural))
    if len({layer.cell for layer in layers}) > 1:
        raise UserError(f"{source} has cells of several kinds, which is not supported")
    embedding, dense, bias = _ends(others, layers, source)
    return Foreign(tokens, embedding, layers, dense.T.copy(), bias, source)


def _natural(key: tuple[str, int]) -> tuple[list[object], int]:
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", key[0])], key[1]


def _layer(part: Mapping[str, Array], source: str) -> LayerWeights:
    kernel, recurrent = part["weight_ih"].T, part["weight_hh"].T
    units = len(recurrent)
    cell = CELLS.get(recurrent.shape[1] // units)
    if cell is None or recurrent.shape[1] % units:
        raise UserError(f"{source}: weight_hh of {recurrent.shape[::-1]} is of no LSTM, GRU or RNN")
    zero = np.zeros(recurrent.shape[1], np.float32)
    first, second = part.get("bias_ih", zero), part.get("bias_hh", zero)
    if cell == "gru":
        order = np.concatenate([np.arange(units) + block * units for block in GRU])
        return LayerWeights(
            kernel[:, order], recurrent[:, order], np.stack([first[order], second[order]]), cell
        )
    return LayerWeights(kernel.copy(), recurrent.copy(), first + second, cell)


def _ends(
    others: Mapping[str, Array], layers: tuple[LayerWeights, ...], source: str
) -> tuple[Array | None, Array, Array]:
    """Embedding [ids, width] or None, dense [ids, units] and its bias, by their shapes and order."""
    matrices = {name: array for name, array in others.items() if array.ndim == 2}
    width, units = len(layers[0].kernel), layers[-1].units
    dense = [
        n for n, a in matrices.items() if a.shape[1] == units and f"{n.removesuffix('weight')}bias" in others
    ]
    if len(dense) != 1:
        raise UserError(
            f"{source} has {len(dense)} output layers (a weight [ids, {units}] with its bias), one is wanted"
        )
    rest = [n for n, a in matrices.items() if n != dense[0]]
    embedding = [n for n in rest if matrices[n].shape[1] == width]
    if len(rest) > 1 or (rest and not embedding):
        raise UserError(f"{source} has layers that this program does not know: {', '.join(rest)}")
    bias = others[f"{dense[0].removesuffix('weight')}bias"]
    return (matrices[embedding[0]] if embedding else None), matrices[dense[0]], bias
