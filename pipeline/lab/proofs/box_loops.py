"""The inner loops of boxes, compiled: a proof takes ten thousands of steps, of a few numbers each.

All numbers are int64; `//` rounds down, so that −(−a // b) rounds up: nothing is ever rounded inward.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit

STATE, WEIGHT = 1 << 18, 1 << 12  # one, as states and as weights have it
OPEN = 1 << 41  # a bound of c that stands for infinity: no finite bound of a proof comes near it

# Compiling takes some seconds: what comes of it is kept beside this file, where that can be written.
KEPT = os.access(Path(__file__).parent, os.W_OK)
compiled: Callable[[Callable[..., Any]], Callable[..., Any]] = njit(nogil=True, cache=KEPT)


@compiled
def _held(value, low, high):  # type: ignore[no-untyped-def]
    """The value within low … high."""
    return min(max(value, low), high)


@compiled
def gates(row, recurrent, h):  # type: ignore[no-untyped-def]
    """i, f, g, o over a box: int64 [2, columns], low and high.

    Args:
        row: what the character adds to the pre-activations [columns].
        recurrent: [units, columns].
        h: low and high [2, units].
    """
    units, columns = recurrent.shape
    found = np.empty((2, columns), np.int64)
    for column in range(columns):
        low = high = row[column] * STATE
        for unit in range(units):
            weight = recurrent[unit, column]
            low += weight * (h[0, unit] if weight >= 0 else h[1, unit])
            high += weight * (h[1, unit] if weight >= 0 else h[0, unit])
        if 2 * units <= column < 3 * units:
            found[0, column] = _held(low // WEIGHT, -STATE, STATE)
            found[1, column] = _held(-(-high // WEIGHT), -STATE, STATE)
        else:
            low, high = low + 3 * STATE * WEIGHT, high + 3 * STATE * WEIGHT
            found[0, column] = _held(low // (6 * WEIGHT), 0, STATE)
            found[1, column] = _held(-(-high // (6 * WEIGHT)), 0, STATE)
    return found


@compiled
def _product(low, high, other_low, other_high):  # type: ignore[no-untyped-def]
    """The product of intervals of which the first is not negative, not yet rounded."""
    return (
        other_low * (low if other_low >= 0 else high),
        other_high * (high if other_high >= 0 else low),
    )


@compiled
def step(row, recurrent, c, h, sign, change, least):  # type: ignore[no-untyped-def]
    """`boxes.step` of the arrays of a box: whether it can be made, and the new c and h."""
    units = len(recurrent)
    z = gates(row, recurrent, h)
    new, told = np.empty((2, units), np.int64), np.empty((2, units), np.int64)
    for u in range(units):
        forget = z[0, units + u], z[1, units + u]
        fresh = _product(z[0, u], z[1, u], z[0, 2 * units + u], z[1, 2 * units + u])
        if sign[u]:
            moved = STATE * STATE * change * sign[u]
            new[0, u] = c[0, u] + (fresh[0] - moved) // STATE
            new[1, u] = c[1, u] - (moved - fresh[1]) // STATE
            far = new[0, u] if sign[u] > 0 else -new[1, u]
            if forget[0] < STATE or far + least * STATE < STATE:
                return False, new, told
            low = high = sign[u] * STATE
        else:
            kept = _product(forget[0], forget[1], c[0, u], c[1, u])
            # An infinite bound stays infinite as long as the forget gate may be open at all.
            endless = c[0, u] <= -OPEN and forget[1] > 0
            new[0, u] = -OPEN if endless else (kept[0] + fresh[0]) // STATE
            endless = c[1, u] >= OPEN and forget[1] > 0
            new[1, u] = OPEN if endless else -(-(kept[1] + fresh[1]) // STATE)
            low, high = _held(new[0, u], -STATE, STATE), _held(new[1, u], -STATE, STATE)
        shown = _product(z[0, 3 * units + u], z[1, 3 * units + u], low, high)
        told[0, u], told[1, u] = shown[0] // STATE, -(-shown[1] // STATE)
    return True, new, told


@compiled
def within(inner, outer):  # type: ignore[no-untyped-def]
    """Whether bounds [2, units] lie within others."""
    return bool((inner[0] >= outer[0]).all() and (inner[1] <= outer[1]).all())


@compiled
def hull(a, b):  # type: ignore[no-untyped-def]
    """The least bounds that hold both."""
    found = np.empty_like(a)
    for u in range(a.shape[1]):
        found[0, u], found[1, u] = min(a[0, u], b[0, u]), max(a[1, u], b[1, u])
    return found
