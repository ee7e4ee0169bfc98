"""The proof of a trace: its signals obey, at every step, the very equations that are said to have made them.

The equations of `cells` are evaluated once more, with the recorded signals in place of what they compute; the
greatest difference is the residual.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from jaxtyping import Float, Int

from pipeline.core.errors import UserError
from pipeline.network.cells import ACTIVATIONS, CELLS, Blocks, Units
from pipeline.network.computed import peepholes, scaled
from pipeline.network.trace import LayerRun, Trace, inputs, shared
from pipeline.network.weights import LayerWeights, NetworkWeights

Array = np.ndarray

TOLERANCE = 1e-5  # of the proof: float32's rounding stays well below it
PROVEN = 8  # steps at once


class Recorded:
    """`cells.Now` for signals that were recorded: every value is compared, and the recorded one goes on.

    Gates and contents are compared only where their pre-activations are known.
    """

    def __init__(self, layer: LayerWeights, signals: Mapping[str, Units], whole: bool) -> None:
        self.activations = ACTIVATIONS[layer.activations]
        self.tanh, self.p = self.activations.tanh, peepholes(layer)
        self.signals, self.whole, self.worst = signals, whole, 0.0

    def gate(self, name: str, z: Units) -> Units:
        return self.state(name, self.activations.gate(z, z)) if self.whole else self.signals[name]

    def content(self, name: str, z: Units) -> Units:
        return self.state(name, self.tanh(z)) if self.whole else self.signals[name]

    def state(self, name: str, value: Units) -> Units:
        recorded = self.signals[name]
        breach = np.subtract(value, recorded)
        worst = float(np.abs(breach, out=breach).max(initial=0))
        if worst > TOLERANCE / 10:
            # A large counter is allowed its rounding: beyond 1 the breach is relative to it.
            worst = float((breach / np.maximum(1, np.abs(recorded))).max())
        self.worst = float(np.maximum(self.worst, worst))  # unlike max, keeps a NaN
        return recorded


def residual(
    layer: LayerWeights,
    values: Mapping[str, Float[Array, "T B units"]],
    x: Float[Array, "T B columns"] | None = None,
    before: Mapping[str, Float[Array, "B units"]] | None = None,
) -> float:
    """The greatest breach of a layer's equations.

    Args:
        layer: scaled (`computed.scaled`).
        values: every signal, time first.
        x: the input's share of the pre-activations; with it gates and contents are proven too, else only
            what follows from them.
        before: the states before the first step; zero without.
    """
    cell, steps = CELLS[layer.cell], len(values["h"])
    blank = Blocks(**dict.fromkeys(f"{cell.blocks}u", 0.0))
    found = [0.0]
    for start in range(0, steps, PROVEN):
        part = slice(start, min(start + PROVEN, steps))
        was = {name: _before(values[name], part, (before or {}).get(name)) for name in cell.states}
        now = Recorded(layer, {name: value[part] for name, value in values.items()}, x is not None)
        z = blank if x is None else _preactivations(layer, x[part], was["h"])
        cell.equations(z, Blocks(**was), now)
        found.append(now.worst)
    return float(np.max(found))


def _before(
    value: Float[Array, "T B units"], part: slice, first: Float[Array, "B units"] | None
) -> Float[Array, "steps B units"]:
    """The same steps one step earlier; before the first stands `first`, or zero."""
    if part.start:
        return value[part.start - 1 : part.stop - 1]
    return np.concatenate(
        [np.zeros_like(value[:1]) if first is None else first[None], value[: part.stop - 1]]
    )


def _preactivations(layer: LayerWeights, x: Array, hidden: Array) -> Blocks:
    """Those of some steps at once, from the input's share and the hidden states before."""
    cell, (_, bias) = CELLS[layer.cell], layer.biases
    product = hidden @ layer.recurrent
    if bias is not None:
        product += bias
    added = slice(0, x.shape[-1] - layer.units if cell.apart else x.shape[-1])
    z = x.copy()
    z[..., added] += product[..., added]
    return Blocks(**cell.split(z), u=product[..., added.stop :])


def prove(runs: Sequence[LayerRun]) -> float:
    """Prove the states of a batch of runs, from their gates. Returns the greatest residual.

    A plain RNN has no gates: its states are proven from the weights.

    Raises:
        UserError: a layer breaks its equations by more than 1e-5.
    """
    found = []
    for run in runs:
        whole = set(run.cell.states) <= set(run.cell.blocks)
        found.append(residual(run.layer, run.values, run.share() if whole else None, run.before))
    return _proven(found, [run.layer.cell for run in runs])


def check(weights: NetworkWeights, ids: Sequence[Int[Array, " length"]], traced: Trace) -> float:
    """Prove every signal of a trace from the weights and the tweets. Returns the greatest residual.

    Raises:
        UserError: a layer breaks its equations by more than 1e-5.
    """
    found, below = [], None
    for layer, signals in zip(map(scaled, weights.layers), traced, strict=True):
        values = {name: signal.transpose(1, 0, 2) for name, signal in signals.items()}
        found.append(residual(layer, values, shared(weights, layer, inputs(ids), below)))
        below = values["h"]
    return _proven(found, [layer.cell for layer in weights.layers])


def _proven(residuals: Sequence[float], cells: Sequence[str]) -> float:
    """The greatest residual of the layers; a UserError when one is beyond the tolerance."""
    for number, (found, cell) in enumerate(zip(residuals, cells, strict=True), 1):
        if not found <= TOLERANCE:
            raise UserError(
                f"the trace of layer {number} breaks the equations of its cell ({cell}) by {found:.2g} (at "
                f"most {TOLERANCE:g} is allowed): it was altered, or its gates were taken at another step"
            )
    return max(residuals)
