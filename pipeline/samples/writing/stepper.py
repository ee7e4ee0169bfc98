"""One step of the network in plain NumPy, for many lanes at once, with clamped units.

At this size a step is two matrix products and a few passes over arrays that fit the cache, so NumPy is
level with a compiled TensorFlow loop (`benchmarks/sampling.py`) and starts at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.core.errors import UserError
from pipeline.network.weights import NetworkWeights

Array = np.ndarray
Clamps = Mapping[tuple[int, str, int], float]
State = list[Array]
SIGNALS = "ifgoch"


@dataclass(frozen=True)
class Stepper:
    """The network laid out for stepping.

    Attributes:
        table: [vocabulary, 4·units] the first layer's input products, one row a character, bias added.
        recurrent: [units, 4·units] of the first layer.
        upper: for each layer above, ([below + units, 4·units], [4·units]): both products as one.
        dense: [units, vocabulary].
        dense_bias: [vocabulary].
        held: (layer from 0, signal) → (units, values) that are clamped.
    """

    table: Array
    recurrent: Array
    upper: tuple[tuple[Array, Array], ...]
    dense: Array
    dense_bias: Array
    held: Mapping[tuple[int, str], tuple[Array, Array]]

    @property
    def units(self) -> list[int]:
        return [self.recurrent.shape[0], *(weights.shape[1] // 4 for weights, _ in self.upper)]


def stepper(weights: NetworkWeights, clamps: Clamps | None = None, dtype: type = np.float32) -> Stepper:
    """Lay out `weights` for stepping; `clamps` holds (layer from 1, signal, unit) at a value.

    Raises:
        UserError: a clamp names a layer, signal or unit that the network does not have.
    """
    first, *rest = weights.layers

    def cast(array: Array) -> Array:
        return np.ascontiguousarray(array, dtype=dtype)

    return Stepper(
        table=cast(weights.embedding.astype(dtype) @ first.kernel.astype(dtype) + first.bias),
        recurrent=cast(first.recurrent),
        upper=tuple((cast(np.vstack([x.kernel, x.recurrent])), cast(x.bias)) for x in rest),
        dense=cast(weights.dense),
        dense_bias=cast(weights.dense_bias),
        held=_held(clamps or {}, weights.units, dtype),
    )


def _held(clamps: Clamps, units: tuple[int, ...], dtype: type) -> dict[tuple[int, str], tuple[Array, Array]]:
    """Clamps grouped by layer and signal, checked."""
    grouped: dict[tuple[int, str], dict[int, float]] = {}
    for (layer, signal, unit), value in clamps.items():
        known = 1 <= layer <= len(units) and signal in SIGNALS and len(signal) == 1
        if not known or not 0 <= unit < units[layer - 1]:
            raise UserError(f"no unit L{layer}.{signal}.{unit} in this network: layers have {units} units")
        if not np.isfinite(value):
            raise UserError(f"the clamp of L{layer}.{signal}.{unit} must be a finite number, not {value}")
        grouped.setdefault((layer - 1, signal), {})[unit] = value
    return {
        place: (np.fromiter(held, dtype=np.intp), np.fromiter(held.values(), dtype=dtype))
        for place, held in grouped.items()
    }


def zero_state(net: Stepper, lanes: int) -> State:
    """h and c of each layer in turn, all zero: arrays [lanes, units]."""
    return [np.zeros((lanes, units), dtype=net.dense.dtype) for units in net.units for _ in "hc"]


def step(net: Stepper, ids: Array, state: State) -> tuple[Array, State]:
    """Read one character a lane.

    Args:
        ids: int [lanes], the characters read.
        state: as from `zero_state`; not altered.

    Returns:
        logits [lanes, vocabulary] for the next character, and the new state.
    """
    z = state[0] @ net.recurrent
    z += net.table[ids]
    h, c = _cell(net, 0, z, state[1])
    new = [h, c]
    for layer, (weights, bias) in enumerate(net.upper, 1):
        z = np.concatenate([h, state[2 * layer]], axis=1) @ weights
        z += bias
        h, c = _cell(net, layer, z, state[2 * layer + 1])
        new += [h, c]
    return h @ net.dense + net.dense_bias, new


def _cell(net: Stepper, layer: int, z: Array, c: Array) -> tuple[Array, Array]:
    """The LSTM equations, σ(x) = (1 + tanh(x/2))/2, in place on `z` [lanes, 4·units]."""
    units = c.shape[1]
    z[:, : 2 * units] *= 0.5
    z[:, 3 * units :] *= 0.5
    np.tanh(z, out=z)
    gates = {signal: z[:, k * units : (k + 1) * units] for k, signal in enumerate("ifgo")}
    for signal in "ifo":
        gates[signal] += 1
        gates[signal] *= 0.5
    for signal, values in gates.items():
        _hold(net, layer, signal, values)
    c = gates["f"] * c
    c += gates["i"] * gates["g"]
    _hold(net, layer, "c", c)
    h = np.tanh(c)
    h *= gates["o"]
    _hold(net, layer, "h", h)
    return h, c


def _hold(net: Stepper, layer: int, signal: str, values: Array) -> None:
    """Write the clamped values into `values` [lanes, units]."""
    held = net.held.get((layer, signal))
    if held is not None:
        values[:, held[0]] = held[1]
