"""Scores and their 95 % intervals by resampling whole tweets: characters in a tweet are not independent."""

import numpy as np

Array = np.ndarray

BINS = 512  # levels of a score in a resample; the AUROC is then exact to about 1/BINS²


def draws(tweets: int, resamples: int, seed: int) -> Array:
    """How often each resample holds each tweet: float32 [resamples, tweets], rows sum to `tweets`."""
    random = np.random.default_rng(seed)
    return random.multinomial(tweets, np.full(tweets, 1 / tweets), size=resamples).astype(np.float32)


def interval(values: Array) -> tuple[float, float]:
    """The middle 95 % of resampled values [resamples, …] (NaN where nothing was defined)."""
    known = values[np.isfinite(values)]
    if not known.size:
        return float("nan"), float("nan")
    low, high = np.quantile(known, (0.025, 0.975))
    return float(low), float(high)


def ratio(numerators: Array, denominators: Array, weights: Array) -> tuple[float, float, float]:
    """Σ numerators / Σ denominators over tweets, and its 95 % interval.

    Args:
        numerators: [tweets], one sum a tweet.
        denominators: [tweets], the count behind each sum.
        weights: [resamples, tweets] from `draws`.
    """
    total = denominators.sum(dtype=np.float64)
    if total == 0:
        return (float("nan"),) * 3
    below = weights @ denominators.astype(np.float32)
    with np.errstate(invalid="ignore", divide="ignore"):
        resampled = weights @ numerators.astype(np.float32) / below
    return (float(numerators.sum(dtype=np.float64) / total), *interval(resampled))


def auroc(scores: Array, labels: Array) -> float:
    """The chance that a labelled character scores above another one, ties counting half (Mann–Whitney).

    Args:
        scores: [characters].
        labels: bool [characters]; with one class only the result is NaN.
    """
    held, every = np.sort(scores[labels]), np.sort(scores)
    positives, negatives = len(held), len(every) - len(held)
    if not positives or not negatives or np.isnan(every[-1]):
        return float("nan")
    # The rank of a score is the middle of its equals among all: sorting values is cheaper than their places.
    ends = (np.searchsorted(every, held, side) for side in ("left", "right"))
    ranks = sum(int(end.sum()) for end in ends) / 2 + positives / 2
    return (ranks - positives * (positives + 1) / 2) / positives / negatives


def auroc_interval(scores: Array, labels: Array, tweet: Array, weights: Array) -> tuple[float, float]:
    """The 95 % interval of `auroc` under resampling of tweets.

    Scores are reduced to `BINS` levels and counted a tweet, so that all resamples are matrix products.

    Args:
        scores: [characters].
        labels: bool [characters].
        tweet: int [characters], the tweet (a column of `weights`) of each character.
        weights: [resamples, tweets] from `draws`.
    """
    if not labels.any() or labels.all():
        return float("nan"), float("nan")
    won, pairs = pair_draws(scores, labels, tweet, weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        return interval(won / pairs)


def pair_draws(scores: Array, labels: Array, tweet: Array, weights: Array) -> tuple[Array, Array]:
    """In each resample, the pairs (labelled, other) won by the labelled score, and all pairs: [resamples].

    Arguments are those of `auroc_interval`; both classes must occur.
    """
    cell = tweet * BINS + _levels(scores, labels)
    shape = weights.shape[1], BINS
    size = shape[0] * BINS
    positive = weights @ np.bincount(cell[labels], minlength=size).reshape(shape).astype(np.float32)
    negative = weights @ np.bincount(cell[~labels], minlength=size).reshape(shape).astype(np.float32)
    below = np.cumsum(negative, axis=1, dtype=np.float64) - negative / 2
    positives, negatives = (x.sum(axis=1, dtype=np.float64) for x in (positive, negative))
    return (positive * below).sum(axis=1), positives * negatives


def _levels(scores: Array, labels: Array) -> Array:
    """Scores as levels 0 … BINS − 1 that keep their order; each holds like shares of both classes.

    Equal scores share a level. Both classes count the same, else a rare one would fall into one level.
    """
    order = np.argsort(scores)
    positive = labels[order]
    mass = np.cumsum(positive / positive.sum() + ~positive / (~positive).sum()) / 2
    ends = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))
    middle = (mass[ends] + np.append(0, mass[ends[:-1]])) / 2  # a rare positive then has its level to itself
    sizes = np.diff(ends, prepend=-1)
    levels = np.empty(scores.size, dtype=np.int64)
    levels[order] = np.repeat(np.minimum(middle * BINS, BINS - 1).astype(np.int64), sizes)
    return levels
