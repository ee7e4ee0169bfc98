"""A step that is really taken: activations in place, units held at values, everything kept where asked."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from pipeline.network.cells import ACTIVATIONS, CELLS, Blocks, Units
from pipeline.network.weights import LayerWeights

Array = np.ndarray
Held = tuple[Array, Array, Array]  # rows, units, values


class Computed:
    """`cells.Now` for steps that are really taken.

    Attributes:
        ready: block signal → its value, where that is computed already.
        out: signal → where its value is written; others overwrite the pre-activation, or make an array.
        keep: block signal → where its pre-activation is kept.
        held: signal → units that are held, and at which values; rows count all axes but the last.
    """

    def __init__(self, layer: LayerWeights, held: Mapping[str, Held] | None = None) -> None:
        """Args: a layer that is `scaled`, and what is held in it at every step."""
        self.activations = ACTIVATIONS[layer.activations]
        self.tanh, self.p = self.activations.tanh, peepholes(layer)
        self.held = held or {}
        self.ready: Mapping[str, Array] = {}
        self.out: Mapping[str, Array] = {}
        self.keep: Mapping[str, Array] = {}

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


def at_once(layer: LayerWeights, dtype: type = np.float32) -> Callable[[Array, Array], None] | None:
    """What computes all blocks from [..., columns] into another array (or the same); None where something
    stands between them.

    With σ(x) = ½ + ½·tanh(x/2) one tanh over everything serves gates and candidate, which is faster than one
    for each; the factors ½ and 1 are those of the columns.
    """
    if not CELLS[layer.cell].plain or layer.activations != "standard":
        return None
    scale = scales(layer, dtype)
    shift = 1 - scale

    def activate(z: Array, out: Array) -> None:
        np.tanh(z, out=out)
        out *= scale
        out += shift

    return activate
