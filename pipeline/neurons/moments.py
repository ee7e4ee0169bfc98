"""What is usual for each address: its mean, spread and range over some tweets."""

from dataclasses import dataclass

import numpy as np

from pipeline.core.parallel import mapped
from pipeline.network.activations import placed, stacked
from pipeline.network.weights import NetworkWeights

Array = np.ndarray


@dataclass(frozen=True)
class Moments:
    """Over all input positions (BOS too): float64 [addresses] each, in flat order."""

    mean: Array
    std: Array
    low: Array
    high: Array


def moments(weights: NetworkWeights, ids: list[Array]) -> Moments:
    """The moments of every address over some tweets (int32 [length] each, without BOS)."""
    parts = mapped(lambda work: [_sums(some) for _, some in stacked(weights, work[0])], placed(ids))
    counts, sums, squared, lows, highs = zip(*(one for part in parts for one in part), strict=True)
    count, total, squares = sum(counts), np.sum(sums, axis=0), np.sum(squared, axis=0)
    low, high = np.min(lows, axis=0), np.max(highs, axis=0)
    mean = total / count
    return Moments(mean, np.sqrt(np.maximum(0, squares / count - mean**2)), low, high)


def _sums(known: Array) -> tuple[int, Array, Array, Array, Array]:
    """How many rows `known` [n, addresses] has, and each column's sum, sum of squares, least, greatest."""
    squares = np.einsum("na,na->a", known, known, dtype=np.float64)
    return len(known), known.sum(axis=0, dtype=np.float64), squares, known.min(axis=0), known.max(axis=0)
