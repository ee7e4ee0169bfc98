"""An AUROC with its resamples, against scikit-learn on the characters that each resample holds."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from pipeline.neurons.certify.probes.scores import NO_SCORE, Scored
from pipeline.statistics.resample import draws, interval


def test_every_resample_is_scikit_learns() -> None:
    """Tweets drawn with replacement, each with all its characters; differences are draw by draw."""
    random = np.random.default_rng(0)
    tweet = np.repeat(np.arange(12), random.integers(3, 9, 12))
    labels = random.random(len(tweet)) < 0.4
    one = np.round(labels + random.normal(size=len(tweet)), 1)
    other = random.normal(size=len(tweet))
    resamples = draws(12, 20, 1)
    found, second = (Scored.of(scores, labels, tweet, resamples) for scores in (one, other))
    assert found.auroc == pytest.approx(roc_auc_score(labels, one))
    for counts, value in zip(resamples, found.drawn, strict=True):
        weights = np.asarray(counts)[tweet]
        assert value == pytest.approx(roc_auc_score(labels, one, sample_weight=weights))
    gap = found.above(second)
    assert gap[0] == pytest.approx(found.auroc - second.auroc)
    assert gap[1:] == pytest.approx(interval(found.drawn - second.drawn))


def test_one_kind_of_label_has_no_score() -> None:
    """All or none inside: there is nothing to separate."""
    for labels in (np.zeros(4, bool), np.ones(4, bool)):
        assert Scored.of(np.arange(4.0), labels, np.array([0, 0, 1, 1]), draws(2, 3, 0)) is NO_SCORE
