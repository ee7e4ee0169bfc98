"""AUROC and rank correlation with errors over whole tweets, by how much each tweet moves the score.

The influence of a tweet is the derivative of the score by the tweet's weight; the infinitesimal jackknife
(Efron and Tibshirani 1993, section 22; for AUROC with clusters Obuchowski 1997) takes their sum of squares as
the variance. Two scores of the same tweets have the influence of their difference tweet by tweet, so their
difference has an interval without drawing a single resample. `benchmarks/evidence.py` measures the coverage.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.stats import rankdata
from scipy.stats import t as student

Array = np.ndarray

NOTHING = float("nan")
LEAST_TWEETS = 10  # that hold the concept: with fewer there is too little to say
TAIL = 0.025  # of either side of a 95 % interval


@dataclass(frozen=True)
class Scored:
    """A score with the influence of every tweet.

    Attributes:
        value: the score, an AUROC or a correlation; NaN where it is not defined.
        influence: of each tweet; they sum to 0.
        tweets: how many hold what the score is about (of two classes, the class in fewer tweets).
        graded: it is a correlation.
    """

    value: float
    influence: Float[Array, " tweets"]
    tweets: int
    graded: bool = False

    @property
    def error(self) -> float:
        """The standard error; NaN with one tweet."""
        if self.tweets < 2:
            return NOTHING
        return float(np.sqrt(self.tweets / (self.tweets - 1) * np.square(self.influence).sum()))

    def interval(self) -> tuple[float, float]:
        """The 95 % interval, by Student's t over tweets; NaN with fewer than `LEAST_TWEETS` tweets.

        It is symmetric on the logit scale for an AUROC, on Fisher's (artanh) for a correlation. Where every
        labelled character beats every other one the influence vanishes: the bound is then that of a share
        without a failure among so many tweets (Clopper and Pearson 1934).
        """
        scale = 1.0 if self.graded else 2.0
        r = self.value if self.graded else 2 * self.value - 1  # from −1 to 1; artanh of it is half the logit
        if self.tweets < LEAST_TWEETS or not np.isfinite(r):
            return NOTHING, NOTHING
        if abs(r) >= 1:
            ends = sorted((r, r * (2 * TAIL ** (1 / self.tweets) - 1)))
        else:
            reach = float(student.ppf(1 - TAIL, self.tweets - 1)) * scale * self.error / (1 - r * r)
            ends = [float(np.tanh(np.arctanh(r) + side * reach)) for side in (-1, 1)]
        low, high = ends if self.graded else [(1 + end) / 2 for end in ends]
        return low, high


def auroc_by_tweet(
    scores: Float[Array, " n"], labels: Bool[Array, " n"], tweet: Int[Array, " n"], tweets: int
) -> Scored:
    """The chance that a labelled character scores above another one, ties counting half.

    Args:
        scores, labels: of characters.
        tweet: of each character, 0 … tweets − 1.
        tweets: how many there are.
    """
    labelled = int(labels.sum())
    others = labels.size - labelled
    if not labelled or not others:
        return Scored(NOTHING, np.zeros(tweets), 0)
    order = np.argsort(scores, kind="stable")
    y, size, hit = _levels(scores[order], labels[order])
    miss = size - hit
    # Of each character: the share of others below it (ties half), and the share of labelled ones above it.
    below = np.repeat((np.cumsum(miss) - miss / 2) / others, size)
    above = np.repeat((labelled - np.cumsum(hit) + hit / 2) / labelled, size)
    value = float(below[y].mean())
    part = np.where(y, (below - value) / labelled, (above - value) / others)
    held = min(len(np.unique(tweet[labels])), len(np.unique(tweet[~labels])))
    return Scored(value, np.bincount(tweet[order], part, minlength=tweets), held)


def _levels(scores: Array, labels: Array) -> tuple[Array, Array, Array]:
    """The labels, and of each distinct score from the lowest: its characters, and its labelled ones."""
    ends = np.flatnonzero(np.append(np.diff(scores) != 0, True))
    return labels, np.diff(ends, prepend=-1), np.diff(np.cumsum(labels)[ends], prepend=0)


def correlation_by_tweet(
    scores: Float[Array, " n"], values: Float[Array, " n"], tweet: Int[Array, " n"], tweets: int
) -> Scored:
    """Spearman's correlation; ranks are kept from the whole. Arguments as of `auroc_by_tweet`."""
    x, y = rankdata(scores), rankdata(values)
    if len(x) < 2 or not np.ptp(x) or not np.ptp(y):
        return Scored(NOTHING, np.zeros(tweets), 0, True)
    x, y = (x - x.mean()) / x.std(), (y - y.mean()) / y.std()
    value = float((x * y).mean())
    part = (x * y - value * (x * x + y * y) / 2) / len(x)
    return Scored(value, np.bincount(tweet, part, minlength=tweets), len(np.unique(tweet)), True)


def difference(one: Scored, other: Scored) -> tuple[float, float, float]:
    """one − other with its 95 % interval, the same tweets counted in both; NaN with too few tweets."""
    value, n = one.value - other.value, min(one.tweets, other.tweets)
    if n < LEAST_TWEETS or not np.isfinite(value):
        return value, NOTHING, NOTHING
    error = Scored(value, one.influence - other.influence, n).error
    reach = float(student.ppf(1 - TAIL, n - 1)) * error
    return value, value - reach, value + reach
