"""How well a probe compresses labels: the online code (Voita and Titov 2020, "Information-Theoretic Probing
with Minimum Description Length", §2.2.2).

A probe that needs few labels to become good sends the labels in few bits; accuracy alone does not say how
many labels it took.
"""

from itertools import pairwise

import numpy as np

from pipeline.statistics.logistic import fit

Array = np.ndarray

BLOCKS = tuple(2.0**-n for n in range(7, -1, -1))  # of the sample: each block is as long as all before it


def compression(features: Array, targets: Array, shares: Array, strength: float) -> Array:
    """The uniform code's length over the online code's, for each target: float64 [targets].

    The labels of the first block are sent by the uniform code, one bit each. Each later block is sent with
    −log₂ p of a probe that was trained on all blocks before it. A row counts its share, so positives and
    others count the same, and the uniform code needs one bit in all. 1 means that nothing was learnt.

    Args:
        features, targets, shares, strength: as of `logistic.fit`; rows in the order in which they are sent.
            The penalty stays the same over blocks, so that it weighs more against few rows.
    """
    ends = [int(len(features) * part) for part in BLOCKS]
    bits = shares[: ends[0]].sum(axis=0, dtype=np.float64)
    weights = None
    for known, end in pairwise(ends):
        weights = fit(features[:known], targets[:known], shares[:known], strength, weights)
        rows = slice(known, end)
        scores = features[rows] @ weights[:-1] + weights[-1]
        nats = np.logaddexp(0, scores) - targets[rows] * scores
        bits += (shares[rows] * nats).sum(axis=0, dtype=np.float64) / np.log(2)
    return shares.sum(axis=0, dtype=np.float64) / bits
