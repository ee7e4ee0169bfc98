"""A step that is really taken: activations in place, units held at values, everything kept where asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from jaxtyping import Float

from pipeline.network.cells import ACTIVATIONS, CELLS, Blocks, Units
from pipeline.network.weights import LayerWeights

Array = np.ndarray
Held = tuple[Array, Array, Array]  # rows, units, values


@dataclass
class Computed:
    """`cells.Now` for a step that is really taken.

    Attributes:
        layer: whose activations and peephole vectors are used; its gates are scaled (`scaled`).
        ready: block signal → its value, where that is computed already.
        out: signal → where its value is written; others overwrite the pre-activation, or make an array.
        keep: block signal → where its pre-activation is kept.
        held: signal → units that are held, and at which values; rows count all axes but the last.
    """

    layer: LayerWeights
    ready: Mapping[str, Array]
    out: Mapping[str, Array] = field(default_factory=dict)
    keep: Mapping[str, Array] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.activations = ACTIVATIONS[self.layer.activations]
        self.tanh, self.p = self.activations.tanh, peepholes(self.layer)

    def gate(self, name: str, z: Units) -> Units:
        return self._block(name, z, self.activations.gate)

    def content(self, name: str, z: Units) -> Units:
        return self._block(name, z, self.activations.tanh)

    def state(self, name: str, value: Units) -> Units:
        if name in self.out:
            self.out[name][...] = value
            value = self.out[name]
        return self._hold(name, value)

    def _block(self, name: str, z: Units, activation: Callable[..., Array]) -> Units:
        value = self.ready.get(name)
        if value is None:
            if name in self.keep:
                self.keep[name][...] = z
            value = activation(z, self.out.get(name, z))
        return self._hold(name, value)

    def _hold(self, name: str, value: Units) -> Units:
        if name in self.held:
            rows, units, fixed = self.held[name]
            value[(*np.unravel_index(rows, value.shape[:-1]), units)] = fixed
        return value


def scales(layer: LayerWeights, dtype: type = np.float32) -> Float[Array, " columns"]:
    """What each column's pre-activation is multiplied by beforehand."""
    cell, gate = CELLS[layer.cell], ACTIVATIONS[layer.activations].scale
    blocks: Array = np.array([gate if name in cell.gates else 1 for name in cell.blocks], dtype)
    return np.repeat(blocks, layer.units)


def scaled(layer: LayerWeights, dtype: type = np.float32) -> LayerWeights:
    """The layer with its columns scaled as its activations take for granted; a factor of ½ rounds nothing."""
    scale = scales(layer, dtype)
    peephole = None
    if layer.peephole is not None:
        peephole = layer.peephole.astype(dtype) * dtype(ACTIVATIONS[layer.activations].scale)
    return replace(
        layer,
        kernel=layer.kernel.astype(dtype) * scale,
        recurrent=layer.recurrent.astype(dtype) * scale,
        bias=layer.bias.astype(dtype) * scale,
        peephole=peephole,
    )


def peepholes(layer: LayerWeights) -> Blocks:
    """The peephole vectors by the gates that they belong to; none for other cells."""
    return Blocks() if layer.peephole is None else Blocks(**dict(zip("ifo", layer.peephole, strict=True)))


def driven(layer: LayerWeights, below: Float[Array, "... inputs"]) -> Float[Array, "... columns"]:
    """What the input alone gives of the pre-activations: its product and bias."""
    product: Array = below @ layer.kernel
    product += layer.biases[0]
    return product


def activated(
    layer: LayerWeights, scale: Float[Array, " columns"], z: Float[Array, "... columns"], out: Array
) -> dict[str, Units]:
    """All blocks at once, from `z` into `out` (it may be `z`), where nothing stands between them; else none.

    With σ(x) = ½ + ½·tanh(x/2) one tanh over everything serves gates and candidate, which is faster than one
    for each; the factors ½ and 1 are those of the columns.
    """
    cell = CELLS[layer.cell]
    if not cell.plain or layer.activations != "standard":
        return {}
    np.tanh(z, out=out)
    out *= scale
    out += 1 - scale
    return cell.split(out)
