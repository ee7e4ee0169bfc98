"""Hashes of arrays of numbers, the same on every machine: all steps wrap around at 64 bits."""

import numpy as np

Array = np.ndarray

GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2⁶⁴ over the golden ratio, made odd


def stirred(x: Array) -> Array:
    """One step of a running hash: multiplied, then high bits brought down, uint64 of any shape."""
    product = x * GOLDEN
    return product ^ (product >> np.uint64(29))


def splitmix(x: Array) -> Array:
    """A bijective hash whose every bit depends on all: the end of splitmix64 (Steele, Lea & Flood 2014)."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
