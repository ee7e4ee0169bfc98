"""The network one character at a time, many lanes at once, with any signal of any unit held at a value.

At this size a step is two matrix products a layer and a few passes over arrays that fit the cache, so NumPy
is level with a compiled TensorFlow loop (`benchmarks/analysis/sampling.py`) and starts at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from pipeline.core.errors import UserError
from pipeline.network.address import Address, Shape
from pipeline.network.cells import CELLS, Blocks
from pipeline.network.computed import Computed, Held, at_once, driven, scaled
from pipeline.network.weights import LayerWeights, NetworkWeights

Array = np.ndarray
State = dict[str, Array]  # of one layer: signal → [rows, units]
Holds = Mapping[Address, float]  # of one network: what each address is held at
HeldRows = Mapping[tuple[int, str], Held]  # (layer from 1, signal) → rows, units, values


@dataclass(frozen=True)
class Stepper:
    """A network laid out for stepping.

    Attributes:
        shape: which addresses it has.
        table: layer 1's share of the input, a row a character.
        layers: scaled (`computed.scaled`).
        activate: of each layer, what computes all its gates at once (`computed.at_once`).
        joined: for each layer kernel above recurrent kernel, so that both products are one; None where
            they are taken apart: in layer 1, and everywhere if rows of a layer below are shared.
        dense, dense_bias: as in the weights.
    """

    shape: Shape
    table: Float[Array, "vocabulary columns"]
    layers: tuple[LayerWeights, ...]
    activate: tuple[Callable[[Array, Array], None] | None, ...]
    joined: tuple[Float[Array, "inputs+units columns"] | None, ...]
    dense: Float[Array, "units vocabulary"]
    dense_bias: Float[Array, " vocabulary"]

    @classmethod
    def of(cls, weights: NetworkWeights, dtype: type = np.float32, shared: bool = False) -> "Stepper":
        """Lay out a network.

        Args:
            dtype: of everything that is computed.
            shared: layers may have several rows for each row of the layer below.
        """
        layers = tuple(scaled(layer, dtype) for layer in weights.layers)
        return cls(
            shape=weights.shape,
            table=driven(layers[0], weights.embedding.astype(dtype)),
            layers=layers,
            activate=tuple(at_once(layer, dtype) for layer in layers),
            joined=(None, *(None if shared else _joined(layer) for layer in layers[1:])),
            dense=weights.dense.astype(dtype),
            dense_bias=weights.dense_bias.astype(dtype),
        )

    def zero(self, rows: int | Sequence[int]) -> list[State]:
        """The zero state of each layer, for so many rows (in each)."""
        counts = [rows] * len(self.layers) if isinstance(rows, int) else rows
        return [
            {name: np.zeros((count, layer.units), self.dense.dtype) for name in CELLS[layer.cell].states}
            for count, layer in zip(counts, self.layers, strict=True)
        ]

    def step(
        self, characters: Int[Array, " rows"], states: Sequence[State], held: HeldRows | None = None
    ) -> tuple[Float[Array, "rows vocabulary"], list[State]]:
        """Read one character a row.

        A layer may have several rows for each one of the layer below (row k·n + b is copy k of row b of n),
        so that many holds share the work below them.

        Args:
            characters: those read, one for each row of layer 1.
            states: of each layer; not altered.
            held: from `HoldTable.rows`.

        Returns:
            logits of the next character, a row for each of the last layer, and the new states.
        """
        after: list[State] = []
        for number, (layer, both, was) in enumerate(zip(self.layers, self.joined, states, strict=True)):
            if both is None:
                x = driven(layer, after[-1]["h"]) if after else self.table[characters]
                product = was["h"] @ layer.recurrent
            else:
                x = layer.biases[0][None]
                product = np.concatenate([after[-1]["h"], was["h"]], axis=1) @ both
            mine = {signal: at for (n, signal), at in (held or {}).items() if n == number + 1}
            after.append(_advanced(layer, self.activate[number], x, product, was, mine))
        logits: Array = after[-1]["h"] @ self.dense
        logits += self.dense_bias
        return logits, after


def _joined(layer: LayerWeights) -> Array | None:
    """Kernel above recurrent kernel; None where the cell needs their products apart."""
    return None if CELLS[layer.cell].apart else np.vstack([layer.kernel, layer.recurrent])


def _advanced(
    layer: LayerWeights,
    activate: Callable[[Array, Array], None] | None,
    x: Float[Array, "shared columns"],
    product: Float[Array, "rows columns"],
    was: State,
    held: Mapping[str, Held],
) -> State:
    """The states of a layer after one step.

    Args:
        layer, activate: its weights, and what computes all gates at once, if they can be.
        x: what is added to the product; each of its rows serves its copies.
        product: overwritten.
        was: the states before.
        held: signal → rows, units, values.
    """
    cell, (_, bias) = CELLS[layer.cell], layer.biases
    if bias is not None:
        product += bias
    copies = len(product) // len(x)
    z = product.reshape(copies, *x.shape)
    added = slice(0, z.shape[-1] - layer.units if cell.apart else z.shape[-1])
    z[..., added] += x[..., added]
    blocks = Blocks(**cell.split(z))
    if cell.apart:
        name = cell.blocks[-1]
        blocks.u, blocks.__dict__[name] = getattr(blocks, name), x[None, :, added.stop :]
    before = Blocks(**{name: state.reshape(copies, len(x), -1) for name, state in was.items()})
    now = Computed(layer, held)
    if activate:
        activate(z, z)
        now.ready = vars(blocks)
    signals = cell.equations(blocks, before, now)
    rows = len(product)
    return {
        name: np.ascontiguousarray(value).reshape(rows, -1)
        for name, value in zip(cell.signals, signals, strict=True)
        if name in cell.states
    }


@dataclass(frozen=True)
class HoldTable:
    """Several sets of holds, of which each row of a step has one.

    Attributes:
        table: (layer, signal) → the units that some set holds [n], and each set's values [sets, n], NaN
            where it leaves the unit alone.
    """

    table: Mapping[tuple[int, str], tuple[Array, Array]]

    @classmethod
    def of(cls, sets: Sequence[Holds], shape: Shape) -> "HoldTable":
        """Lay out the holds of some networks of one shape.

        Raises:
            UserError: the network does not have the address, or a value is not a finite number.
        """
        places: dict[tuple[int, str], list[int]] = {}
        for address, value in (item for holds in sets for item in holds.items()):
            address.flat(shape)
            if not np.isfinite(value):
                raise UserError(f"{address} must be held at a finite number, not {value}")
            units = places.setdefault((address.layer, address.signal), [])
            if address.unit not in units:
                units.append(address.unit)
        table = {}
        for (layer, signal), units in sorted(places.items()):
            values = [[one.get(Address(layer, signal, unit), np.nan) for unit in units] for one in sets]
            table[layer, signal] = np.array(units), np.array(values)
        return cls(table)

    def rows(self, which: Int[Array, " rows"]) -> dict[tuple[int, str], Held]:
        """Where a step must write what, when row r has the holds of set `which[r]`."""
        found = {}
        for place, (units, values) in self.table.items():
            mine = values[which]
            row, column = np.nonzero(np.isfinite(mine))
            found[place] = row, units[column], mine[row, column]
        return found
