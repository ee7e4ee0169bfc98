"""What is usual for each address: its mean, spread and range over some tweets."""

from dataclasses import dataclass

import numpy as np

from pipeline.model.weights import NetworkWeights
from pipeline.neurons.activations import placed, stacked

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
    addresses = 6 * sum(weights.units)
    count, total, squares = 0, np.zeros(addresses), np.zeros(addresses)
    low, high = np.full(addresses, np.inf), np.full(addresses, -np.inf)
    for batch, _ in placed(ids):
        known = stacked(weights, batch)
        count += len(known)
        total += known.sum(axis=0, dtype=np.float64)
        squares += np.einsum("na,na->a", known, known, dtype=np.float64)
        low, high = np.minimum(low, known.min(axis=0)), np.maximum(high, known.max(axis=0))
    mean = total / count
    return Moments(mean, np.sqrt(np.maximum(0, squares / count - mean**2)), low, high)
