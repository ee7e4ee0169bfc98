"""The derivatives of each kind of cell, beside its equations: from gradients of the states to those before.

Each takes what the forward pass has kept of one step and returns what the pre-activations, and the states
before, owe to it. Activations are differentiated by their own values: σ' = σ(1 − σ), tanh' = 1 − tanh².
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pipeline.network.cells import Blocks, Units

Array = np.ndarray
Back = tuple[dict[str, Units], dict[str, Units]]


@dataclass(frozen=True)
class Slopes:
    """Derivatives of σ and tanh, from their values, and tanh itself."""

    gate: Callable[[Units], Units]
    content: Callable[[Units], Units]
    tanh: Callable[[Units], Units]


SLOPES = {
    "standard": Slopes(lambda s: s * (1 - s), lambda y: 1 - y * y, np.tanh),
    "hard": Slopes(
        lambda s: ((s > 0) & (s < 1)).astype(s.dtype) / 6,
        lambda y: (np.abs(y) < 1).astype(y.dtype),
        lambda z: np.clip(z, -1, 1),
    ),
}


def lstm(v: Blocks, was: Blocks, d: Blocks, slope: Slopes, p: Blocks) -> Back:
    """Standard and peephole cells: `p` holds the peephole vectors, or zeros.

    Args:
        v: the signals of the step.
        was: the states before it.
        d: gradients of the states after it.
        slope: of the activations.
        p: `i`, `f`, `o`: what each gate sees of the cell state.
    """
    tanh_c = slope.tanh(v.c)
    o = d.h * tanh_c * slope.gate(v.o)
    c = d.c + d.h * v.o * slope.content(tanh_c) + p.o * o
    i = c * v.g * slope.gate(v.i)
    f = c * was.c * slope.gate(v.f)
    g = c * v.i * slope.content(v.g)
    return {"i": i, "f": f, "g": g, "o": o}, {"c": c * v.f + p.i * i + p.f * f}


def coupled(v: Blocks, was: Blocks, d: Blocks, slope: Slopes, p: Blocks) -> Back:
    """The input gate is 1 − f, so that f answers for both."""
    tanh_c = slope.tanh(v.c)
    o = d.h * tanh_c * slope.gate(v.o)
    c = d.c + d.h * v.o * slope.content(tanh_c)
    f = c * (was.c - v.g) * slope.gate(v.f)
    g = c * v.i * slope.content(v.g)
    return {"f": f, "g": g, "o": o}, {"c": c * v.f}


def gru(v: Blocks, was: Blocks, d: Blocks, slope: Slopes, p: Blocks) -> Back:
    """`v.u` is the candidate's recurrent product, taken apart; `u` in the answer is its gradient."""
    g = d.h * (1 - v.z) * slope.content(v.g)
    z = d.h * (was.h - v.g) * slope.gate(v.z)
    r = g * v.u * slope.gate(v.r)
    return {"z": z, "r": r, "g": g, "u": g * v.r}, {"h": d.h * v.z}


def rnn(v: Blocks, was: Blocks, d: Blocks, slope: Slopes, p: Blocks) -> Back:
    """The state is the activation of everything."""
    return {"h": d.h * slope.content(v.h)}, {}


BACK: dict[str, Callable[[Blocks, Blocks, Blocks, Slopes, Blocks], Back]] = {
    "lstm": lstm,
    "peephole": lstm,
    "coupled": coupled,
    "gru": gru,
    "rnn": rnn,
}
