"""AUROC and bootstrap intervals against scikit-learn and plain loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from pipeline.statistics.resample import auroc, auroc_interval, draws, interval, ratio


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=2, max_size=60))
def test_auroc_is_scikit_learns(pairs: list[tuple[int, bool]]) -> None:
    """With many ties too, AUROC equals scikit-learn's; with one class it is unknown."""
    scores, labels = (np.array(column) for column in zip(*pairs, strict=True))
    found = auroc(scores, labels)
    if labels.all() or not labels.any():
        assert np.isnan(found)
    else:
        assert found == pytest.approx(roc_auc_score(labels, scores))


def test_draws_hold_as_many_tweets_as_there_are() -> None:
    """Each resample has as many tweets as the sample, and the same seed draws the same ones."""
    weights = draws(30, 50, seed=4)
    assert (weights.sum(axis=1) == 30).all()
    assert (weights == draws(30, 50, seed=4)).all()
    assert weights.mean(axis=0).std() < 0.3


@pytest.mark.parametrize("share", [0.02, 0.3])
def test_interval_of_auroc_is_that_of_a_plain_bootstrap(share: float) -> None:
    """The binned bootstrap agrees with scikit-learn on every resample's tweets, for rare labels too."""
    random = np.random.default_rng(1)
    tweet = np.repeat(np.arange(120), 40)
    labels = random.random(tweet.size) < share
    scores = random.normal(size=tweet.size) + 2 * labels + random.normal(size=120)[tweet]
    weights = draws(120, 200, seed=2)
    plain = [roc_auc_score(labels, scores, sample_weight=row[tweet]) for row in weights]
    assert auroc_interval(scores, labels, tweet, weights) == pytest.approx(
        interval(np.array(plain)), abs=2e-4
    )


def test_interval_covers_the_truth() -> None:
    """In about 95 of 100 samples of dependent characters the interval holds the true AUROC."""
    from scipy.stats import norm

    random = np.random.default_rng(3)
    tweet = np.repeat(np.arange(150), 10)
    truth, held = norm.cdf(1 / np.sqrt(2 * 1.5)), 0
    for trial in range(100):
        labels = random.random(tweet.size) < 0.3
        scores = random.normal(size=tweet.size) + np.sqrt(0.5) * random.normal(size=150)[tweet] + labels
        low, high = auroc_interval(scores, labels, tweet, draws(150, 200, trial))
        held += low <= truth <= high
    assert 88 <= held <= 100


def test_ratio_is_that_of_plain_loops() -> None:
    """The value is the ratio of sums, and the interval the quantiles of resampled ratios."""
    random = np.random.default_rng(5)
    numerators, denominators = random.normal(size=20), random.integers(0, 4, 20)
    weights = draws(20, 100, seed=6)
    each = [sum(w * numerators) / sum(w * denominators) for w in weights.astype(float)]
    value, low, high = ratio(numerators, denominators, weights)
    assert value == pytest.approx(numerators.sum() / denominators.sum())
    assert (low, high) == pytest.approx(tuple(np.quantile(each, (0.025, 0.975))), rel=1e-4)


def test_ratio_of_nothing_is_unknown() -> None:
    """Without a single labelled character the figure is missing, and nothing warns."""
    assert all(np.isnan(ratio(np.zeros(3), np.zeros(3), draws(3, 10, 0))))
