"""From logits to a character: a ladder of small functions on arrays [lanes, vocabulary]; the last rung is
`network.sampling.draw.draw`.

Random numbers are a hash of (seed, sample, attempt, position) and so do not depend on the batch. What
still could is rounding: a matrix product gives other last bits in another batch. Every rung therefore
also says where its decision was so close that rounding may turn it; the sampler writes those few samples
again in float64, where rounding is a billion times smaller.
"""

import numpy as np

from pipeline.core.hashing import GOLDEN, splitmix
from pipeline.network.sampling.draw import EDGE, log_softmax

Array = np.ndarray

# Measured on a trained 2×256 network, float32 against float64: logits differ by 1.1e-5 at most (median 4e-6).
# A temperature below 1 enlarges that (`noise`).
LOGIT_EDGE = 4e-5


def keys(seed: int, index: Array, attempt: Array) -> Array:
    """One random stream for each (seed, index, attempt): uint64 [n]."""
    key = np.full(np.shape(index), seed % 2**64, dtype=np.uint64)
    for part in (index, attempt):
        key = splitmix(key * GOLDEN + np.asarray(part, dtype=np.uint64) + np.uint64(1))
    return key


def uniform(key: Array, position: Array) -> Array:
    """The uniform number of each stream at a position: float64 [n] in [0, 1)."""
    bits = splitmix(key + (np.asarray(position, dtype=np.uint64) + np.uint64(1)) * GOLDEN)
    return (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53


def temperatures(start: float, end: float | None, position: Array, length: int) -> Array:
    """The temperature at each position: from `start` straight to `end` over `length` characters."""
    if end is None:
        return np.full(len(position), start)
    return start + (end - start) * np.minimum(np.asarray(position) / max(length, 1), 1.0)


def noise(heat: Array) -> Array:
    """How many times larger than at temperature 1 rounding is after the division: [lanes, 1]."""
    return (1 / np.minimum(heat, 1.0))[:, None]


def top_k(logits: Array, k: int, loose: Array | float = 1.0) -> tuple[Array, Array]:
    """Keep the k likeliest characters; 0 keeps all. Fan, Lewis & Dauphin 2018.

    Args:
        loose: the factor of `noise` [lanes, 1].

    Returns:
        logits with −∞ where dropped; bool [lanes], true where the last one kept is nearly tied.
    """
    if not 0 < k < logits.shape[1]:
        return logits, np.zeros(len(logits), dtype=bool)
    ordered = -np.partition(-logits, (k - 1, k), axis=1)
    last, following = ordered[:, k - 1 : k], ordered[:, k : k + 1]
    close = following > last - LOGIT_EDGE * loose
    return np.where(logits >= last, logits, -np.inf), close[:, 0]


def top_p(logits: Array, p: float, loose: Array | float = 1.0) -> tuple[Array, Array]:
    """Keep the fewest likeliest characters whose probabilities reach p. Holtzman et al. 2020."""
    if p >= 1:
        return logits, np.zeros(len(logits), dtype=bool)
    order = np.argsort(-logits, axis=1, kind="stable")
    ordered = log_softmax(np.take_along_axis(logits, order, axis=1))
    each = np.exp(ordered)
    before = np.cumsum(each, axis=1) - each
    inside = (before < p) & (each > 0)
    kept = np.zeros(logits.shape, dtype=bool)
    np.put_along_axis(kept, order, inside, axis=1)
    cut = np.minimum(inside.sum(axis=1), logits.shape[1] - 1)[:, None]
    last, following = (np.take_along_axis(ordered, cut - k, axis=1) for k in (1, 0))
    tied = following > last - LOGIT_EDGE * loose
    close = (np.abs(before - p) < EDGE * loose).any(axis=1)
    return np.where(kept, logits, -np.inf), close | tied[:, 0]


def min_p(logits: Array, share: float, loose: Array | float = 1.0) -> tuple[Array, Array]:
    """Keep characters at least `share` times as likely as the likeliest. Nguyen et al. 2024."""
    if share <= 0:
        return logits, np.zeros(len(logits), dtype=bool)
    floor = logits.max(axis=1, keepdims=True) + np.log(share)
    close = np.abs(logits - floor) < LOGIT_EDGE * loose
    return np.where(logits >= floor, logits, -np.inf), close.any(axis=1)
