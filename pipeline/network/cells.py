"""The equations of each kind of recurrent cell, written once: the pass, the step and the proof all use them.

An equation is a function of

- `z`, the pre-activations: for each block of a kernel's columns, the input's product, the recurrent product
  and the bias, added up (a GRU's `u` is the recurrent product that its candidate takes apart);
- `was`, the states after the step before;
- `now`, which turns pre-activations into gates (σ) and contents (tanh), and takes the states. What else it
  does with them (keep them, hold units at a value, compare them with recorded ones) is its own affair.

All are arrays [..., units]. Every equation returns the cell's signals in the order of their addresses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Protocol

import numpy as np
from jaxtyping import Float

Array = np.ndarray
Units = Float[Array, "... units"]
Blocks = SimpleNamespace  # arrays [..., units] by the name of the signal that each belongs to
Signals = tuple[Units, ...]


class Now(Protocol):
    """One step as an equation sees it. `p` holds the peephole vectors [units] by their gates."""

    p: Blocks

    def gate(self, name: str, z: Units) -> Units:
        """σ(z)."""

    def content(self, name: str, z: Units) -> Units:
        """tanh(z)."""

    def state(self, name: str, value: Units) -> Units:
        """The value itself."""

    def tanh(self, value: Units) -> Units:
        """tanh of something that is not a signal."""


def lstm(z: Blocks, was: Blocks, now: Now) -> Signals:
    """Hochreiter and Schmidhuber 1997 with the forget gate of Gers, Schmidhuber and Cummins 2000."""
    i = now.gate("i", z.i)
    f = now.gate("f", z.f)
    g = now.content("g", z.g)
    o = now.gate("o", z.o)
    c = now.state("c", f * was.c + i * g)
    h = now.state("h", o * now.tanh(c))
    return i, f, g, o, c, h


def peephole(z: Blocks, was: Blocks, now: Now) -> Signals:
    """An LSTM whose gates see the cell state (Gers and Schmidhuber 2000): i and f the old one, o the new."""
    i = now.gate("i", z.i + now.p.i * was.c)
    f = now.gate("f", z.f + now.p.f * was.c)
    g = now.content("g", z.g)
    c = now.state("c", f * was.c + i * g)
    o = now.gate("o", z.o + now.p.o * c)
    h = now.state("h", o * now.tanh(c))
    return i, f, g, o, c, h


def coupled(z: Blocks, was: Blocks, now: Now) -> Signals:
    """An LSTM that takes in as much as it forgets (Greff et al. 2017, CIFG): no input gate of its own."""
    f = now.gate("f", z.f)
    i = now.state("i", 1 - f)
    g = now.content("g", z.g)
    o = now.gate("o", z.o)
    c = now.state("c", f * was.c + i * g)
    h = now.state("h", o * now.tanh(c))
    return i, f, g, o, c, h


def gru(z: Blocks, was: Blocks, now: Now) -> Signals:
    """Cho et al. 2014 as Keras has it: z keeps the old state, r acts after the recurrent product."""
    keep = now.gate("z", z.z)
    r = now.gate("r", z.r)
    g = now.content("g", z.g + r * z.u)
    h = now.state("h", keep * was.h + (1 - keep) * g)
    return keep, r, g, h


def rnn(z: Blocks, was: Blocks, now: Now) -> Signals:
    """Elman 1990: the state is read and written whole at every step."""
    return (now.content("h", z.h),)


@dataclass(frozen=True)
class Cell:
    """A kind of cell.

    Attributes:
        title: what it is called.
        signals: in the order of addresses.
        blocks: the signals whose pre-activations a kernel's columns give, in the order of the columns; a
            part of `signals`.
        gates: the signals between 0 and 1 that open and shut.
        states: what the next step needs of this one.
        memory: the state that lasts; held at a value, it is what the next step remembers.
        plain: every block's signal is the activation of its pre-activation alone, so that all can be
            computed at once.
        apart: the last block's recurrent product is not added to the input's.
        equations: from pre-activations and states to signals.
    """

    title: str
    signals: str
    blocks: str
    gates: str
    states: str
    memory: str
    equations: Callable[[Blocks, Blocks, Now], Signals]
    plain: bool = True
    apart: bool = False

    def split(self, packed: Float[Array, "... blocks*units"]) -> dict[str, Units]:
        """The blocks of a kernel's columns (views)."""
        units = packed.shape[-1] // len(self.blocks)
        return {name: packed[..., k * units : (k + 1) * units] for k, name in enumerate(self.blocks)}


CELLS = {
    "lstm": Cell("LSTM", "ifgoch", "ifgo", "ifo", "ch", "c", lstm),
    "gru": Cell("GRU", "zrgh", "zrg", "zr", "h", "h", gru, plain=False, apart=True),
    "rnn": Cell("plain RNN", "h", "h", "", "h", "h", rnn),
    "peephole": Cell("peephole LSTM", "ifgoch", "ifgo", "ifo", "ch", "c", peephole, plain=False),
    "coupled": Cell("coupled LSTM", "ifgoch", "fgo", "ifo", "ch", "c", coupled),
}


@dataclass(frozen=True)
class Activations:
    """σ and tanh, or what stands for them.

    Attributes:
        scale: what weights and biases of gates are multiplied by beforehand; `gate` takes it for granted.
        gate, tanh: of an array, into `out` (which may be the array itself).
    """

    scale: float
    gate: Callable[[Array, Array], Array]
    tanh: Callable[..., Array]


def _sigmoid(z: Array, out: Array) -> Array:
    """σ(2z) = ½ + ½·tanh z: tanh is the cheaper of the two, and one call serves gates and candidate."""
    np.tanh(z, out=out)
    out *= 0.5
    out += 0.5
    return out


def _hard_sigmoid(z: Array, out: Array) -> Array:
    """0 up to −3, 1 from 3 on, straight between: exact at its ends."""
    np.clip(np.add(z, 3, out=out), 0, 6, out=out)
    out /= 6
    return out


def _hard_tanh(z: Array, out: Array | None = None) -> Array:
    """z, cut at −1 and 1."""
    return np.clip(z, -1, 1, out=out)


ACTIVATIONS = {
    "standard": Activations(0.5, _sigmoid, np.tanh),
    "hard": Activations(1.0, _hard_sigmoid, _hard_tanh),
}
