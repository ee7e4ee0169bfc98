"""Boxes: sets of states of an LSTM with hard gates, and one step of all of them at once, in whole numbers.

A state or a gate is a multiple of 2⁻¹⁸ and a weight one of 2⁻¹², both kept as int64; what does not come out
even is rounded outward. So a step of a box holds every step of its states, and no rounding is trusted.

A counting unit's cell is kept as sign·k + box, where k is the number counted, of which a proof knows only
that it is large: as long as its gates are at their ends, a symbol changes k by one and leaves the box alone.
"""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Int

from pipeline.core.errors import UserError
from pipeline.lab.proofs import box_loops
from pipeline.lab.proofs.box_loops import OPEN, STATE, WEIGHT
from pipeline.network.weights import LayerWeights, NetworkWeights

Array = np.ndarray

__all__ = ["OPEN", "STATE", "WEIGHT", "Box", "Rounded", "gates", "says", "step"]


@dataclass(frozen=True)
class Rounded:
    """A network of one LSTM layer with hard gates, its weights as whole numbers.

    Attributes:
        table: what each character adds to the pre-activations, bias included.
    """

    table: Int[Array, "vocabulary columns"]
    recurrent: Int[Array, "units columns"]
    dense: Int[Array, "units vocabulary"]
    dense_bias: Int[Array, " vocabulary"]

    @property
    def units(self) -> int:
        return len(self.recurrent)

    @classmethod
    def of(cls, weights: NetworkWeights) -> "Rounded":
        """The weights to the nearest 2⁻¹².

        Raises:
            UserError: the network is not one LSTM layer with hard gates.
        """
        (layer, *more) = weights.layers
        if more or (layer.cell, layer.activations) != ("lstm", "hard"):
            raise UserError("a proof needs a network of one LSTM layer with activations = hard")
        table = weights.embedding @ layer.kernel + layer.bias
        return cls(*map(_whole, (table, layer.recurrent, weights.dense, weights.dense_bias)))

    def weights(self) -> NetworkWeights:
        """The same network for any other room, in float32, which holds these numbers exactly."""
        table, recurrent, dense, bias = (
            (part / WEIGHT).astype(np.float32)
            for part in (self.table, self.recurrent, self.dense, self.dense_bias)
        )
        none = np.zeros(table.shape[1], np.float32)
        layer = LayerWeights(table, recurrent, none, "lstm", "hard")
        return NetworkWeights(np.eye(len(table), dtype=np.float32), (layer,), dense, bias)


def _whole(values: Array) -> Array:
    return np.rint(values.astype(np.float64) * WEIGHT).astype(np.int64)


@dataclass(frozen=True)
class Box:
    """All states with low ≤ c ≤ high and likewise h.

    Attributes:
        c, h: low and high of each unit.
        sign: of each unit that counts, else 0; its c is relative to sign·k.
    """

    c: Int[Array, "2 units"]
    h: Int[Array, "2 units"]
    sign: Int[Array, " units"]

    @classmethod
    def zero(cls, units: int) -> "Box":
        """The zero state."""
        return cls(np.zeros((2, units), np.int64), np.zeros((2, units), np.int64), np.zeros(units, np.int64))

    def within(self, other: "Box") -> bool:
        """Whether the other box holds all of this one."""
        inside = box_loops.within(self.c, other.c) and box_loops.within(self.h, other.h)
        return bool(inside and (self.sign == other.sign).all())

    def hull(self, other: "Box") -> "Box":
        """The least box that holds both."""
        return Box(box_loops.hull(self.c, other.c), box_loops.hull(self.h, other.h), self.sign)

    def relative(self, sign: Int[Array, " units"], k: int) -> "Box":
        """The same box, with the units that have a sign counted from k."""
        return replace(self, c=self.c - sign * k * STATE, sign=sign)

    def absolute(self, k: int) -> "Box":
        """The same box at one k."""
        return replace(self, c=self.c + self.sign * k * STATE, sign=np.zeros_like(self.sign))


def _affine(h: Int[Array, "2 units"], matrix: Int[Array, "units columns"]) -> Int[Array, "2 columns"]:
    up, down = np.maximum(matrix, 0), np.minimum(matrix, 0)
    return np.stack([h[0] @ up + h[1] @ down, h[1] @ up + h[0] @ down])


def gates(network: Rounded, box: Box, character: int) -> tuple[Int[Array, "2 units"], ...]:
    """i, f, g, o over a box at a character."""
    found = box_loops.gates(network.table[character], network.recurrent, box.h)
    return tuple(np.split(found, 4, axis=1))


def step(network: Rounded, box: Box, character: int, change: int, least: int) -> Box | None:
    """One step of a box.

    Args:
        change: what the character does to k.
        least: the least k after the step.

    Returns:
        None where a counting unit forgets, or is not beyond 1 at the least k.
    """
    made, c, h = box_loops.step(
        network.table[character], network.recurrent, box.c, box.h, box.sign, change, least
    )
    return Box(c, h, box.sign) if made else None


def says(network: Rounded, box: Box, character: int) -> bool:
    """Whether every state of a box prints this character."""
    others = np.arange(len(network.dense_bias)) != character
    better = network.dense[:, [character]] - network.dense[:, others]
    bias = (network.dense_bias[character] - network.dense_bias[others]) * STATE
    return bool((_affine(box.h, better)[0] + bias > 0).all())
