"""The network one character at a time, many lanes at once, with units held at chosen values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.network.weights import NetworkWeights

Array = np.ndarray
State = tuple[Array, Array]  # h and c, each float32 [rows, units]
Held = dict[tuple[int, str], tuple[Array, Array, Array]]  # (layer, signal) → rows, units, values


@dataclass(frozen=True)
class Hold:
    """One unit held at a value for a whole tweet.

    Held in `c` the change lasts: it is what the next step remembers, and h follows from it. Held in `h`
    only what others read at each step is replaced; the unit's own memory goes on.
    """

    layer: int  # from 1
    signal: str  # "c" or "h"
    unit: int
    value: float


@dataclass(frozen=True)
class Lanes:
    """A network made ready for stepping: σ(x) = (1 + tanh(x/2)) / 2, so gate columns are halved once.

    Attributes:
        pushes: float32 [vocabulary, 4·units], layer 1's input product and bias for each character.
        kernels, biases: of the layers above the first.
        recurrents: of all layers.
        dense: float32 [units, vocabulary]; dense_bias: float32 [vocabulary].
    """

    pushes: Array
    kernels: tuple[Array, ...]
    biases: tuple[Array, ...]
    recurrents: tuple[Array, ...]
    dense: Array
    dense_bias: Array

    @classmethod
    def of(cls, weights: NetworkWeights) -> "Lanes":
        first, *above = weights.layers
        scales = [_gate_scale(layer.units) for layer in weights.layers]
        return cls(
            pushes=(weights.embedding @ first.kernel + first.bias) * scales[0],
            kernels=tuple(layer.kernel * scale for layer, scale in zip(above, scales[1:], strict=True)),
            biases=tuple(layer.bias * scale for layer, scale in zip(above, scales[1:], strict=True)),
            recurrents=tuple(
                layer.recurrent * scale for layer, scale in zip(weights.layers, scales, strict=True)
            ),
            dense=weights.dense,
            dense_bias=weights.dense_bias,
        )

    @property
    def layers(self) -> int:
        return len(self.recurrents)

    def zero(self, rows: Sequence[int]) -> list[State]:
        """The zero state of each layer, for so many rows in each."""
        sizes = [(count, recurrent.shape[0]) for count, recurrent in zip(rows, self.recurrents, strict=True)]
        return [(np.zeros(size, np.float32), np.zeros(size, np.float32)) for size in sizes]


def _gate_scale(units: int) -> Array:
    """½ for the columns of i, f and o, 1 for those of the candidate: float32 [4·units]."""
    return np.repeat(np.array([0.5, 0.5, 1, 0.5], dtype=np.float32), units)


def held(holds: Sequence[Hold | None], rows: int) -> Held:
    """Holds as arrays: hold k applies to rows k·rows … (k + 1)·rows − 1; None holds nothing there."""
    found: Held = {}
    for key in sorted({(hold.layer, hold.signal) for hold in holds if hold}):
        chosen = [(n, hold) for n, hold in enumerate(holds) if hold and (hold.layer, hold.signal) == key]
        start = np.array([n * rows for n, _ in chosen])
        found[key] = (
            (start[:, None] + np.arange(rows)).ravel(),
            np.repeat([hold.unit for _, hold in chosen], rows),
            np.repeat(np.array([hold.value for _, hold in chosen], dtype=np.float32), rows),
        )
    return found


def advance(lanes: Lanes, characters: Array, states: list[State], holding: Held) -> Array:
    """Read one character in every lane; `states` are overwritten; the logits of the next come back.

    A layer may have several rows for each one of the layer below (row k·n + b is copy k of row b of n), so
    that many holds share the work below them.

    Args:
        characters: int [rows of layer 1].
        states: of each layer, a multiple of the rows of the layer below.
        holding: from `held`; rows count copies.

    Returns:
        float32 [rows of the last layer, vocabulary].
    """
    pushed = lanes.pushes[characters]
    for layer in range(1, lanes.layers + 1):
        if layer > 1:
            pushed = states[layer - 2][0] @ lanes.kernels[layer - 2]
            pushed += lanes.biases[layer - 2]
        _step(lanes.recurrents[layer - 1], pushed, states[layer - 1], layer, holding)
    logits: Array = states[-1][0] @ lanes.dense
    logits += lanes.dense_bias
    return logits


def _step(recurrent: Array, pushed: Array, state: State, layer: int, holding: Held) -> None:
    """One LSTM step of one layer with its holds, in place; each row of `pushed` serves its copies."""
    h, c = state
    units = recurrent.shape[0]
    z = h @ recurrent
    copies = z.reshape(-1, *pushed.shape)
    copies += pushed
    np.tanh(z, out=z)
    i, f, g, o = (z[:, k * units : (k + 1) * units] for k in range(4))
    for gate in (i, f, o):
        gate += 1
    f *= c
    i *= g
    np.add(f, i, out=c)
    c *= 0.5
    _hold(c, holding.get((layer, "c")))
    np.tanh(c, out=h)
    o *= 0.5
    h *= o
    _hold(h, holding.get((layer, "h")))


def _hold(values: Array, fixed: tuple[Array, Array, Array] | None) -> None:
    if fixed is not None:
        rows, units, value = fixed
        values[rows, units] = value
