"""p-values and intervals of certificates computed again, by code that shares nothing with what made them.

This file imports no other module of the program. Permutations are drawn afresh, label by label, so a p-value
is compared as a chance: the number of permutations that reach the score must be likely under the card's p.
The interval is that of a jackknife which really leaves each tweet out, in place of derivatives.
"""

from collections.abc import Sequence

import numpy as np
from scipy.stats import binom, rankdata
from scipy.stats import t as student

Array = np.ndarray

PERMUTATIONS = 100  # of each null: enough to see a p-value that is wrong, not its last digit
UNLIKELY = 1e-5  # so many permutations reach the score with less than this chance: the p-values differ
GROUP = 16  # tweets of like length that exchange their labels, if the settings do not say
LEAST = 10  # tweets with the concept, for an interval
ENOUGH = 30  # tweets with and without it: with fewer the two intervals are too far apart to find a fault by


def agrees(p: float | None, reached: int, permutations: int) -> bool:
    """Whether so many of our permutations reach the score by chance, if the p-value is right.

    >>> agrees(0.5, 55, 100), agrees(5e-5, 0, 100), agrees(5e-5, 9, 100), agrees(0.5, 0, 100)
    (True, True, False, False)
    """
    if p is None:
        return reached == permutations
    few, many = binom.cdf(reached, permutations, p), binom.sf(reached - 1, permutations, p)
    return bool(min(few, many) > UNLIKELY)


def shifted(score: Array, labels: Sequence[Array], seed: int = 0) -> int:
    """How many permutations reach the score when the labels of each tweet are turned by a random step."""
    random, ranks = np.random.default_rng(seed), rankdata(score)
    observed = ranks[np.concatenate(labels)].sum()
    held = [number for number, one in enumerate(labels) if one.any()]
    starts = np.cumsum([0, *map(len, labels)])
    reached = 0
    for _ in range(PERMUTATIONS):
        total = 0.0
        for number in held:
            turned = np.roll(labels[number], random.integers(len(labels[number])))
            total += ranks[starts[number] : starts[number + 1]][turned].sum()
        reached += total >= observed - 1e-9 * observed
    return reached


def swapped(score: Array, labels: Sequence[Array], seed: int = 0, together: int = GROUP) -> int:
    """The same when tweets of like length exchange their labels, which are cut or filled to the length."""
    random, ranks = np.random.default_rng(seed), rankdata(score)
    truth = np.concatenate(labels)
    order = np.argsort([len(one) for one in labels], kind="stable")
    groups = np.array_split(order, max(1, len(order) // together))
    starts = np.cumsum([0, *map(len, labels)])
    observed, reached = _area(ranks, truth), 0
    for _ in range(PERMUTATIONS):
        drawn = np.zeros(len(truth), dtype=bool)
        for group in groups:
            for taker, giver in zip(group, random.permutation(group), strict=True):
                size = min(len(labels[taker]), len(labels[giver]))
                drawn[starts[taker] : starts[taker] + size] = labels[giver][:size]
        reached += _area(ranks, drawn) >= observed - 1e-9
    return reached


def _area(ranks: Array, truth: Array) -> float:
    """AUROC from ranks (Mann and Whitney)."""
    count = truth.sum()
    others = len(truth) - count
    return float((ranks[truth].sum() - count * (count + 1) / 2) / max(1, count * others))


def span_interval(score: Array, labels: Sequence[Array]) -> tuple[float, float] | None:
    """The 95 % interval of the AUROC over tweets; None with too few of them.

    Each tweet is left out in turn. Degrees of freedom are those of Kish's effective number of tweets; the
    interval is symmetric in the logit, and reaches as far as that with one more tweet at .5.
    """
    if (found := _without_each(score, labels)) is None:
        return None
    value, moved, tweets, effective = found
    ends = _ends(value, moved, effective)
    fuller = (value + 0.5 / tweets) / (1 + 1 / tweets)
    imagined = np.append(moved, (0.5 - value) / tweets) / (1 + 1 / tweets)
    ends += _ends(fuller, imagined, effective)
    return min(ends), max(ends)


def ahead(score: Array, other: Array, labels: Sequence[Array]) -> tuple[float, float | None]:
    """How far the AUROC of a score is ahead of another one's, and the lower end of the 95 % interval of that,
    the same tweets left out of both; None with too few tweets."""
    one, two = (_without_each(each, labels) for each in (score, other))
    if one is None or two is None:
        return float("nan"), None
    value, effective = one[0] - two[0], one[3]
    error = np.sqrt(effective / (effective - 1) * np.square(one[1] - two[1]).sum())
    return value, float(value - student.ppf(0.975, effective - 1) * error)


def _without_each(score: Array, labels: Sequence[Array]) -> tuple[float, Array, int, float] | None:
    """The AUROC, by how much each tweet moves it, the tweets with the concept, and their effective number;
    None with too few tweets."""
    truth, starts = np.concatenate(labels), np.cumsum([0, *map(len, labels)])
    tweet = np.repeat(np.arange(len(labels)), np.diff(starts))
    positives, negatives = (np.bincount(tweet[one], minlength=len(labels)) for one in (truth, ~truth))
    tweets = int(min((positives > 0).sum(), (negatives > 0).sum()))
    if tweets < LEAST:
        return None
    wins, losses = score[truth], score[~truth]
    won = np.bincount(tweet[truth], _half(np.sort(losses), wins), minlength=len(labels))
    beaten = len(wins) - _half(np.sort(wins), losses)
    given = np.bincount(tweet[~truth], beaten, minlength=len(labels))
    own = np.zeros(len(labels))
    for number in map(int, np.flatnonzero(positives * negatives)):
        mine, label = score[starts[number] : starts[number + 1]], labels[number]
        own[number] = _half(np.sort(mine[~label]), mine[label]).sum()
    left = (won.sum() - won - given + own) / np.maximum(
        1, (positives.sum() - positives) * (negatives.sum() - negatives)
    )
    value = float(won.sum() / (positives.sum() * negatives.sum()))
    effective = min(one.sum() ** 2 / np.square(one.astype(float)).sum() for one in (positives, negatives))
    return value, value - left, tweets, float(effective)


def _half(sorted_others: Array, values: Array) -> Array:
    """How many of the others lie below each value, equal ones counting half."""
    left, right = (np.searchsorted(sorted_others, values, side=side) for side in ("left", "right"))
    return (left + right) / 2


def _ends(value: float, moved: Array, effective: float) -> list[float]:
    if not 0 < value < 1:
        return [float(value)] * 2
    error = np.sqrt(effective / (effective - 1) * np.square(moved).sum())
    reach = student.ppf(0.975, effective - 1) * error / (value * (1 - value))
    logit = np.log(value / (1 - value))
    return [float(1 / (1 + np.exp(-(logit + side * reach)))) for side in (-1, 1)]


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Holm's correction over all that have a p-value.

    >>> holm([0.01, None, 0.04])
    [0.02, None, 0.04]
    """
    known = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    found: list[float | None] = [None] * len(p_values)
    greatest = 0.0
    for step, (p, place) in enumerate(known):
        greatest = max(greatest, min(1.0, p * (len(known) - step)))
        found[place] = greatest
    return found
