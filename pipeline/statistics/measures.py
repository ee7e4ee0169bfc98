"""The measures of a certificate, as pure functions of scores and labels.

AUROC and its interval are in `resample`; here are those from a threshold, from ranks, and from matched pairs.
"""

import numpy as np
from scipy.stats import rankdata

from pipeline.statistics.resample import interval, pair_draws

Array = np.ndarray

NOTHING = float("nan")


def average_precision(scores: Array, labels: Array) -> float:
    """The area under precision over recall as a step function, from scores; equal scores count together.

    Args:
        scores: [characters].
        labels: bool [characters]; without a positive the result is NaN.
    """
    hits, seen, _ = _cumulative(scores, labels)
    if not hits.size or not hits[-1]:
        return NOTHING
    return float((np.diff(hits, prepend=0) * hits / seen).sum() / hits[-1])


def _cumulative(scores: Array, labels: Array) -> tuple[Array, Array, Array]:
    """Positives, and characters, at or above each distinct score, and these scores from the highest down."""
    order = np.argsort(-scores)
    falling = scores[order]
    last = np.flatnonzero(np.append(np.diff(falling) != 0, scores.size > 0))
    return np.cumsum(labels[order])[last], last + 1, falling[last]


def best_threshold(scores: Array, labels: Array) -> float:
    """The threshold above which calling a character positive has the best F1.

    It lies halfway between two scores that occur, so that rounding cannot move a character across it.
    """
    hits, seen, levels = _cumulative(scores, labels)
    if not hits.size or not hits[-1]:
        return NOTHING
    best = int(np.argmax(2 * hits / (seen + hits[-1])))
    levels = levels.astype(np.float64)
    below = levels[best + 1] if best + 1 < len(levels) else levels[best] - 1
    middle = (levels[best] + below) / 2
    return float(middle if middle < levels[best] else below)  # neighbours have nothing between them


def fires(scores: Array, threshold: float) -> Array:
    """Which scores lie above a threshold: bool [characters].

    Compared in float64. NumPy would round the threshold to the type of the scores: halfway between two
    neighbouring float32 values it becomes the upper one, and nothing fires.
    """
    return np.asarray(scores, dtype=np.float64) > threshold


def f1_and_iou(scores: Array, labels: Array, threshold: float) -> tuple[float, float]:
    """F1, and intersection over union, of what fires with the labels; NaN when both are empty."""
    called = fires(scores, threshold)
    both, either = int((called & labels).sum()), int((called | labels).sum())
    if not either:
        return NOTHING, NOTHING
    return 2 * both / (both + either), both / either


def rank_correlation(scores: Array, values: Array) -> float:
    """Spearman's correlation; NaN when there are fewer than two characters or all are equal."""
    return correlation(rankdata(scores), rankdata(values))


def correlation(x: Array, y: Array) -> float:
    """Pearson's correlation; NaN when there are fewer than two characters or all are equal."""
    if len(x) < 2 or not np.ptp(x) or not np.ptp(y):
        return NOTHING
    return float(np.corrcoef(x, y)[0, 1])


def matched_auroc(
    scores: Array, labels: Array, strata: Array, tweet: Array, weights: Array
) -> tuple[float, float, float]:
    """AUROC over pairs of one stratum only, all strata together, and its 95 % interval over tweets.

    Args:
        scores: [characters].
        labels: bool [characters].
        strata: int [characters]; a negative one leaves the character out.
        tweet, weights: as in `resample.auroc_interval`.
    """
    won, pairs, wins, chances = 0.0, 0.0, np.zeros(len(weights)), np.zeros(len(weights))
    for stratum in np.unique(strata[strata >= 0]):
        here = strata == stratum
        s, y = scores[here], labels[here]
        if y.all() or not y.any():
            continue
        positives = int(y.sum())
        won += rankdata(s)[y].sum() - positives * (positives + 1) / 2
        pairs += positives * (len(y) - positives)
        fresh = pair_draws(s, y, tweet[here], weights)
        wins, chances = wins + fresh[0], chances + fresh[1]
    if not pairs:
        return (NOTHING,) * 3
    with np.errstate(invalid="ignore", divide="ignore"):
        return (won / pairs, *interval(wins / chances))
