"""Several claims at once: p-values that hold for all of them together.

Holm's (1979) needs nothing but the p-values. Westfall and Young's (1993, algorithm 2.8) step-down maximum
also uses how the scores go together, and needs each one's null from the same permutations.
"""

import numpy as np
from jaxtyping import Float

Array = np.ndarray


def holm(p: Float[Array, " claims"]) -> Float[Array, " claims"]:
    """Holm's adjusted p-values; NaN stays, and does not count as a claim.

    >>> holm(np.array([0.01, 0.04, 0.03])).tolist()
    [0.03, 0.06, 0.06]
    """
    out = np.full(len(p), np.nan)
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * np.arange(len(order), 0, -1)
    out[order] = np.minimum(1, np.maximum.accumulate(scaled))
    return out


def step_down(
    observed: Float[Array, " claims"], chance: Float[Array, "claims permutations"]
) -> Float[Array, " claims"]:
    """Westfall and Young's adjusted p-values by the greatest studentised score.

    Args:
        observed: the scores.
        chance: each column is of one permutation. A row that is constant or holds a NaN gets NaN.
    """
    out = np.full(len(observed), np.nan)
    mean, std = chance.mean(axis=1), chance.std(axis=1)
    known = np.flatnonzero(np.isfinite(observed) & np.isfinite(std) & (std > 0))
    score = (observed[known] - mean[known]) / std[known]
    order = np.argsort(score, kind="stable")  # the weakest claim first
    rows = known[order]
    greatest, reached = np.full(chance.shape[1], -np.inf), np.zeros(len(rows))
    for place, row in enumerate(rows):
        np.maximum(greatest, (chance[row] - mean[row]) / std[row], out=greatest)
        reached[place] = (greatest >= score[order[place]] - 1e-9).sum()
    p = (1 + reached) / (1 + chance.shape[1])
    out[rows] = np.maximum.accumulate(p[::-1])[::-1]
    return out
