"""Networks in the JSON format of the 2017 LSTM explorer (github echen/lstm-explorer), read, judged, written.

The format: `name`, `chars` (one string a position) and, for layers 0 to 4, `i_gate0`, `f_gate0`,
`j_gate0` (the candidate), `o_gate0`, `cs0` (cell states), `hs0` (hidden states), each units × positions;
layers that a network does not have are empty lists.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float

from pipeline.core.errors import UserError
from pipeline.core.workspace import read_json
from pipeline.network.address import described
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray

KEYS = {"i": "i_gate", "f": "f_gate", "g": "j_gate", "o": "o_gate", "c": "cs", "h": "hs"}
LAYERS = 5  # the format has room for so many
DECIMALS = 4


@dataclass(frozen=True)
class Shown:
    """A network over one text.

    Attributes:
        name: what it is called.
        characters: one string a position.
        layers: for each layer, signal → its values.
    """

    name: str
    characters: tuple[str, ...]
    layers: tuple[dict[str, Float[Array, "positions units"]], ...]


@dataclass(frozen=True)
class Verdict:
    """Does the recurrence hold, as far as the file's rounding lets one say?

    Attributes:
        decimals: to which the file is rounded.
        cell: largest |c − (f·c before + i·g)|; the first position has no before.
        hidden: largest |h − o·tanh(c)|.
        violated: the share of equations off by more than rounding can explain.
    """

    decimals: int
    cell: float
    hidden: float
    violated: float

    @property
    def holds(self) -> bool:
        return self.violated == 0

    def __str__(self) -> str:
        if self.holds:
            return f"the recurrence holds to {self.decimals} decimals"
        return (
            f"the recurrence fails: {self.violated:.0%} of the equations are off by more than rounding, "
            f"c by up to {self.cell:.3g} and h by up to {self.hidden:.3g}; "
            "these gates are not the ones that made these states"
        )


def read(path: Path) -> Shown:
    """A network from a file of that format.

    Raises:
        UserError: the file is not JSON of this format, or its parts differ in size.
    """
    value = read_json(path)
    try:
        characters = tuple(value["chars"])
        layers = [_layer(value, number) for number in range(LAYERS) if value.get(f"hs{number}")]
        sizes = {array.shape for layer in layers for array in layer.values()}
        fits = layers and all(len(shape) == 2 and shape[0] == len(characters) for shape in sizes)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(
            f"{path} is not in the 2017 explorer's format ({error!r}): give one of its files"
        ) from error
    if not fits:
        raise UserError(f"{path}: signals do not fit its {len(characters)} characters; export the file again")
    return Shown(str(value.get("name", path.stem)), characters, tuple(layers))


def _layer(value: dict[str, Any], number: int) -> dict[str, Array]:
    return {signal: np.array(value[f"{key}{number}"], dtype=np.float64).T for signal, key in KEYS.items()}


def judge(shown: Shown) -> Verdict:
    """Test c = f·c before + i·g and h = o·tanh(c) on every unit and position of a network."""
    decimals = max(_decimals(array) for layer in shown.layers for array in layer.values())
    half = 0.5 * 10.0**-decimals + 1e-9  # by so much each number may be off
    cells, hiddens, within = [], [], []
    for layer in shown.layers:
        i, f, g, o, c, h = (layer[signal] for signal in KEYS)
        cell = np.abs(c[1:] - (f[1:] * c[:-1] + i[1:] * g[1:]))
        hidden = np.abs(h - o * np.tanh(c))
        bound = half * (1 + np.abs(c[:-1]) + np.abs(f[1:]) + np.abs(i[1:]) + np.abs(g[1:]) + 2 * half)
        cells.append(cell.max(initial=0))
        hiddens.append(hidden.max(initial=0))
        within += [*(cell <= bound).ravel(), *(hidden <= half * (2 + np.abs(o) + half)).ravel()]
    return Verdict(decimals, float(max(cells)), float(max(hiddens)), float(1 - np.mean(within)))


def _decimals(array: Array) -> int:
    """The fewest decimals (up to 8) that write every value of `array` in full."""
    return next((d for d in range(8) if np.allclose(array, array.round(d), rtol=0, atol=1e-9)), 8)


def export(weights: NetworkWeights, vocabulary: Vocabulary, text: str, name: str) -> dict[str, Any]:
    """Our network over a text in that format: every signal of every unit, to four decimals.

    The state after BOS is not part of the format, so the first position's cell cannot be checked in it.

    Raises:
        UserError: the network's cells have other signals.
    """
    if any(signals != "".join(KEYS) for signals, _ in weights.shape):
        raise UserError(f"the 2017 explorer's format is for LSTMs, not for {described(weights.shape)}")
    traced = trace(weights, [vocabulary.encode(text)])
    value: dict[str, Any] = {"name": name, "chars": list(text)}
    for number in range(LAYERS):
        for signal, key in KEYS.items():
            has = number < len(traced)
            rows = traced[number][signal][0, 1:].T.astype(np.float64) if has else np.empty((0, 0))
            value[f"{key}{number}"] = rows.round(DECIMALS).tolist()
    return value
