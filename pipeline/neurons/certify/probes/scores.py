"""The AUROC of one score with all its resamples, so that two scores are compared draw by draw."""

from dataclasses import dataclass

import numpy as np

from pipeline.statistics.resample import auroc, interval, pair_draws

Array = np.ndarray


@dataclass(frozen=True)
class Scored:
    """An AUROC, and what it is in each resample of tweets: float [resamples]."""

    auroc: float
    drawn: Array

    @classmethod
    def of(cls, scores: Array, labels: Array, tweet: Array, resamples: Array) -> "Scored":
        """Of characters; arguments as of `resample.auroc_interval`."""
        if not labels.any() or labels.all():
            return NO_SCORE
        won, pairs = pair_draws(scores, labels, tweet, resamples)
        with np.errstate(invalid="ignore", divide="ignore"):
            return cls(auroc(scores, labels), won / pairs)

    def above(self, other: "Scored") -> tuple[float, float, float]:
        """How far this is above another one, and the 95 % interval of the difference (same resamples)."""
        return (self.auroc - other.auroc, *interval(self.drawn - other.drawn))


NO_SCORE = Scored(float("nan"), np.full(1, np.nan))
