"""All six signals of every unit at every position, by a forward pass in plain numpy.

Signals go by the field's names: `i` input gate, `f` forget gate, `g` candidate, `o` output gate, `c` cell
state, `h` hidden state. The value at position t is the one after reading input t; position 0 reads BOS.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.core.errors import UserError
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.text.vocabulary import BOS

Array = np.ndarray
Trace = list[dict[str, Array]]

SIGNALS = "ifgoch"
TOLERANCE = 1e-5  # of the proof: float32's rounding stays well below it
PROVEN = 8  # steps at once


@dataclass(frozen=True)
class LayerRun:
    """One layer over a batch, time first: float32 [T, B, …].

    Attributes:
        preactivation: [T, B, 4·units], what gates and candidate are computed from (gates' halved, since
            σ(z) = ½ + ½·tanh(z/2)): as monotone as they are, and free of their saturation.
        gates: [T, B, 4·units], i, f, g, o.
        cell: [T, B, units].
        hidden: [T, B, units].
    """

    preactivation: Array
    gates: Array
    cell: Array
    hidden: Array

    def signals(self) -> dict[str, Array]:
        """The six signals, each [B, T, units] (views)."""
        parts = [*np.split(self.gates, 4, axis=-1), self.cell, self.hidden]
        return {name: part.transpose(1, 0, 2) for name, part in zip(SIGNALS, parts, strict=True)}


def inputs(ids: Sequence[Array]) -> Array:
    """BOS and the characters of each tweet, time first, padded with BOS: int32 [1 + longest, B]."""
    longest = max((len(one) for one in ids), default=0)
    padded = np.full((1 + longest, len(ids)), BOS, dtype=np.int32)
    for column, one in enumerate(ids):
        padded[1 : 1 + len(one), column] = one
    return padded


def _halved(layer: LayerWeights) -> LayerWeights:
    """The layer with its gates' columns halved, so that one tanh serves gates and candidate alike."""
    scale = np.full(4 * layer.units, 0.5, dtype=np.float32)
    scale[2 * layer.units : 3 * layer.units] = 1
    return LayerWeights(layer.kernel * scale, layer.recurrent * scale, layer.bias * scale)


def _recur(z: Array, recurrent: Array) -> LayerRun:
    """Run the recurrence over `z` [T, B, 4·units], the input's share of the pre-activations, in place."""
    steps, batch, width = z.shape
    units = width // 4
    i, f, g, o = (slice(k * units, (k + 1) * units) for k in range(4))
    gates = np.empty_like(z)
    cell, hidden = (np.empty((steps, batch, units), dtype=z.dtype) for _ in range(2))
    c = np.zeros((batch, units), dtype=z.dtype)
    product, fresh = np.empty_like(z[0]), np.empty_like(c)
    for t in range(steps):
        if t:
            np.matmul(hidden[t - 1], recurrent, out=product)
            z[t] += product
        a = np.tanh(z[t], out=gates[t])
        for part in (a[:, : 2 * units], a[:, o]):
            part *= 0.5
            part += 0.5
        np.multiply(a[:, f], c, out=cell[t])
        np.multiply(a[:, i], a[:, g], out=fresh)
        cell[t] += fresh
        c = cell[t]
        np.tanh(c, out=hidden[t])
        hidden[t] *= a[:, o]
    return LayerRun(z, gates, cell, hidden)


def forward(weights: NetworkWeights, padded: Array) -> list[LayerRun]:
    """The layers' runs over inputs int [T, B] from the zero state.

    Products with the input are taken outside the loop: layer 1's from a table with a row a character.
    """
    runs: list[LayerRun] = []
    for layer in map(_halved, weights.layers):
        if runs:
            z = runs[-1].hidden @ layer.kernel
            z += layer.bias
        else:
            z = (weights.embedding @ layer.kernel + layer.bias)[padded]
        runs.append(_recur(z, layer.recurrent))
    return runs


def trace(weights: NetworkWeights, ids: Sequence[Array]) -> Trace:
    """The signals of some tweets, each from the zero state.

    Args:
        weights: the network.
        ids: the characters of each tweet, int32 [length], without BOS and EOS.

    Returns:
        For each layer, signal → float32 [B, T, units] with T = 1 + longest; position 0 is BOS. What lies
        beyond a tweet's end is padding.
    """
    return [run.signals() for run in forward(weights, inputs(ids))]


def _breach(gates: Sequence[Array], before: Array, cell: Array, hidden: Array) -> float:
    """The greatest breach of both equations over some steps: all arrays [steps, B, units]."""
    i, f, g, o = gates
    breach = f * before
    breach += i * g
    breach -= cell
    worst = float(np.abs(breach, out=breach).max(initial=0))
    if worst > TOLERANCE / 10:
        # A large counter is allowed its rounding: beyond 1 the breach is relative to |c|.
        worst = float((breach / np.maximum(1, np.abs(cell))).max())
    np.tanh(cell, out=breach)
    breach *= o
    breach -= hidden
    return float(np.maximum(worst, np.abs(breach, out=breach).max(initial=0)))  # unlike max, keeps a NaN


def residual(gates: Sequence[Array], cell: Array, hidden: Array) -> float:
    """The greatest breach of c_t = f_t·c_{t−1} + i_t·g_t and h_t = o_t·tanh(c_t) in one layer.

    Args:
        gates: i, f, g, o, each [T, B, units], time first.
        cell, hidden: [T, B, units].
    """
    found, zero = [], np.zeros_like(cell[:1])
    for start in range(0, len(cell), PROVEN):
        stop = min(start + PROVEN, len(cell))
        before = cell[start - 1 : stop - 1] if start else np.concatenate([zero, cell[: stop - 1]])
        steps = slice(start, stop)
        found.append(_breach([x[steps] for x in gates], before, cell[steps], hidden[steps]))
    return float(np.max(found))


def _proven(residuals: Sequence[float]) -> float:
    """The greatest residual of the layers; a UserError when one is beyond the tolerance."""
    for number, found in enumerate(residuals, 1):
        if not found <= TOLERANCE:
            raise UserError(
                f"the trace of layer {number} breaks the LSTM's equations by {found:.2g} (at most "
                f"{TOLERANCE:g} is allowed): it was altered, or its gates were taken at another step"
            )
    return max(residuals)


def prove(runs: Sequence[LayerRun]) -> float:
    """Prove a batch of runs, as `check` does a trace. Returns the greatest residual."""
    return _proven([residual(np.split(run.gates, 4, axis=-1), run.cell, run.hidden) for run in runs])


def check(traced: Trace) -> float:
    """Prove a trace: it obeys the LSTM's equations at every position. Returns the greatest residual.

    Raises:
        UserError: a layer breaks them by more than 1e-5.
    """
    found = []
    for signals in traced:
        i, f, g, o, c, h = (signals[name].transpose(1, 0, 2) for name in SIGNALS)
        found.append(residual((i, f, g, o), c, h))
    return _proven(found)
