"""AUROC and rank correlation with errors over whole tweets, by how much each tweet moves the score.

The influence of a tweet is the derivative of the score by the tweet's weight; the infinitesimal jackknife
(Efron and Tibshirani 1993, section 22; for AUROC with clusters Obuchowski 1997) takes their sum of squares as
the variance. Two scores of the same tweets have the influence of their difference tweet by tweet, so their
difference has an interval without drawing a single resample. Tweets that hold more characters count more, so
few of them may decide: degrees of freedom come from the effective number of tweets (Kish 1965, section 11.7).
A score near its end has seen no failure yet and believes itself too exact: one imagined tweet at chance level
stretches its interval towards chance (as Agresti and Coull 1998 add imagined trials to a share).
`benchmarks/analysis/evidence.py` measures the coverage.
"""

from dataclasses import dataclass, replace

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
        effective: the number of equal tweets that would be as exact, `tweets` at most.
        graded: it is a correlation.
    """

    value: float
    influence: Float[Array, " tweets"]
    tweets: int
    effective: float
    graded: bool = False

    @property
    def error(self) -> float:
        """The standard error; NaN with one tweet."""
        if self.effective <= 1:
            return NOTHING
        return float(np.sqrt(self.effective / (self.effective - 1) * np.square(self.influence).sum()))

    @property
    def reach(self) -> float:
        """Half the width of the 95 % interval on the score's own scale."""
        return float(student.ppf(1 - TAIL, self.effective - 1)) * self.error

    def with_chance(self) -> "Scored":
        """The score of the same tweets and of one more, as heavy as their mean, whose score is chance."""
        chance, share = 0.0 if self.graded else 0.5, 1 / self.tweets
        value = (self.value + share * chance) / (1 + share)
        influence = np.append(self.influence, share * (chance - self.value)) / (1 + share)
        return replace(self, value=value, influence=influence)

    def interval(self) -> tuple[float, float]:
        """The 95 % interval, by Student's t over tweets; NaN with fewer than `LEAST_TWEETS` tweets.

        It is symmetric on the logit scale for an AUROC, on Fisher's (artanh) for a correlation, and reaches
        as far as that with one tweet more at chance.
        """
        if self.tweets < LEAST_TWEETS or self.effective <= 1 or not np.isfinite(self.value):
            return NOTHING, NOTHING
        ends = [end for one in (self, self.with_chance()) for end in one.symmetric()]
        return min(ends), max(ends)

    def symmetric(self) -> tuple[float, float]:
        """The interval that is symmetric on the logit (artanh) scale; the score itself at its very end."""
        scale = 1.0 if self.graded else 2.0
        r = self.value if self.graded else 2 * self.value - 1  # from −1 to 1; artanh of it is half the logit
        if abs(r) >= 1:
            return self.value, self.value
        reach = scale * self.reach / (1 - r * r)
        low, high = (float(np.tanh(np.arctanh(r) + side * reach)) for side in (-1, 1))
        return (low, high) if self.graded else ((1 + low) / 2, (1 + high) / 2)


def effective_number(sizes: Float[Array, " n"]) -> float:
    """How many equal parts are as exact as parts of these sizes: (Σ n)² / Σ n².

    >>> effective_number(np.array([3, 3, 0, 3]))
    3.0
    """
    return float(sizes.sum() ** 2 / np.square(sizes).sum())


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
        return Scored(NOTHING, np.zeros(tweets), 0, 0.0)
    order = np.argsort(scores)
    y, size, hit = _levels(scores[order], labels[order])
    miss = size - hit
    # Of each character: the share of others below it (ties half), and the share of labelled ones above it.
    below = np.repeat((np.cumsum(miss) - miss / 2) / others, size)
    above = np.repeat((labelled - np.cumsum(hit) + hit / 2) / labelled, size)
    value = float(below[y].mean())
    part = np.where(y, (below - value) / labelled, (above - value) / others)
    sizes = [np.bincount(tweet[mine]).astype(np.float64) for mine in (labels, ~labels)]
    return Scored(
        value,
        np.bincount(tweet[order], part, minlength=tweets),
        min(int((size > 0).sum()) for size in sizes),
        min(effective_number(size) for size in sizes),
    )


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
        return Scored(NOTHING, np.zeros(tweets), 0, 0.0, True)
    x, y = (x - x.mean()) / x.std(), (y - y.mean()) / y.std()
    value = float((x * y).mean())
    part = (x * y - value * (x * x + y * y) / 2) / len(x)
    sizes = np.bincount(tweet).astype(np.float64)
    influence = np.bincount(tweet, part, minlength=tweets)
    return Scored(value, influence, int((sizes > 0).sum()), effective_number(sizes), True)


def difference(one: Scored, other: Scored) -> tuple[float, float, float]:
    """one − other with its 95 % interval, the same tweets counted in both; NaN with too few tweets."""
    value, tweets = one.value - other.value, min(one.tweets, other.tweets)
    effective = min(one.effective, other.effective)
    if tweets < LEAST_TWEETS or effective <= 1 or not np.isfinite(value):
        return value, NOTHING, NOTHING
    reach = Scored(value, one.influence - other.influence, tweets, effective).reach
    return value, value - reach, value + reach
