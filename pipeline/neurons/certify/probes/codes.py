"""How well a probe compresses labels: the online code (Voita and Titov 2020, "Information-Theoretic Probing
with Minimum Description Length", §2.2.2).

A probe that needs few labels to become good sends the labels in few bits; accuracy alone does not say how
many labels it took.
"""

from itertools import pairwise

import numpy as np

from pipeline.statistics.logistic import newton

Array = np.ndarray

BLOCKS = tuple(2.0**-n for n in range(7, -1, -1))  # of the sample: each block is as long as all before it


def compression(features: Array, target: Array, share: Array, strength: float) -> float:
    """The uniform code's length over the online code's.

    The labels of the first block are sent by the uniform code, one bit each; so are those of later blocks, as
    long as one kind of label alone is known, since a probe would be sure of it. Every other block is sent
    with −log₂ p of a probe that was trained on all blocks before it. A row counts its share, so positives and
    others count the same, and the uniform code needs one bit in all. 1 means that nothing was learnt.

    Args:
        features, target, share, strength: as of `logistic.newton`; rows in the order in which they are sent.
            The penalty stays the same over blocks, so that it weighs more against few rows.
    """
    ends = [int(len(features) * part) for part in BLOCKS]
    bits, weights = share[: ends[0]].sum(dtype=np.float64), None
    for known, end in pairwise(ends):
        rows = slice(known, end)
        if len(np.unique(target[:known])) < 2:
            bits += share[rows].sum(dtype=np.float64)
            continue
        weights = newton(features[:known], target[:known], share[:known], strength, weights)
        scores = features[rows] @ weights[:-1].astype(np.float32) + np.float32(weights[-1])
        nats = np.logaddexp(0, scores) - target[rows] * scores
        bits += (share[rows] * nats).sum(dtype=np.float64) / np.log(2)
    return float(share.sum(dtype=np.float64) / bits)
