"""Influences by finite differences, intervals by the formulas, differences by the bootstrap."""

import numpy as np
import pytest
from scipy.stats import rankdata, spearmanr
from scipy.stats import t as student
from sklearn.metrics import roc_auc_score

from pipeline.statistics.clustered import Scored, auroc_by_tweet, correlation_by_tweet, difference


def case(seed: int = 0, tweets: int = 40) -> tuple[np.ndarray, ...]:
    """Scores with ties that lean towards labels, and a tweet effect."""
    random = np.random.default_rng(seed)
    tweet = np.repeat(np.arange(tweets), random.integers(5, 30, tweets))
    labels = random.random(len(tweet)) < 0.25
    scores = labels + random.normal(size=len(tweet)) + random.normal(size=tweets)[tweet]
    return scores.round(1), labels, tweet


def test_auroc_is_scikit_learns_and_its_influence_the_derivative() -> None:
    """Each tweet's influence is the change of the weighted AUROC by the tweet's weight."""
    scores, labels, tweet = case()
    found = auroc_by_tweet(scores, labels, tweet, 40)
    assert found.value == pytest.approx(roc_auc_score(labels, scores))
    assert found.influence.sum() == pytest.approx(0, abs=1e-12)
    for number in range(0, 40, 7):
        moved = np.where(tweet == number, 1 + 1e-5, 1.0)
        change = roc_auc_score(labels, scores, sample_weight=moved) - found.value
        assert change / 1e-5 == pytest.approx(found.influence[number], abs=1e-6)


def test_correlation_is_scipys_and_its_influence_the_derivative() -> None:
    """The same for Spearman's correlation, by numpy's weighted moments of the ranks."""
    scores, _, tweet = case(1)
    values = scores + np.random.default_rng(2).normal(size=len(scores))
    found = correlation_by_tweet(scores, values, tweet, 40)
    assert found.value == pytest.approx(spearmanr(scores, values).statistic)
    x, y = rankdata(scores), rankdata(values)
    for number in range(0, 40, 7):
        moved = np.where(tweet == number, 1 + 1e-5, 1.0)
        c = np.cov(x, y, aweights=moved, ddof=0)
        change = c[0, 1] / np.sqrt(c[0, 0] * c[1, 1]) - found.value
        assert change / 1e-5 == pytest.approx(found.influence[number], abs=1e-6)


def test_the_interval_is_the_delta_method_on_the_logit() -> None:
    """Written out: logit(A) ± t · se / (A (1 − A)), and back; for a correlation with artanh."""
    scores, labels, tweet = case()
    found = auroc_by_tweet(scores, labels, tweet, 40)
    reach = student.ppf(0.975, found.tweets - 1) * found.error / found.value / (1 - found.value)
    logit = np.log(found.value / (1 - found.value))
    assert found.interval() == pytest.approx([1 / (1 + np.exp(-x)) for x in (logit - reach, logit + reach)])
    graded = correlation_by_tweet(scores, labels.astype(float), tweet, 40)
    reach = student.ppf(0.975, graded.tweets - 1) * graded.error / (1 - graded.value**2)
    expected = np.tanh(np.arctanh(graded.value) + np.array([-reach, reach]))
    assert graded.interval() == pytest.approx(expected)


def test_a_perfect_score_has_the_bound_of_no_failure() -> None:
    """30 tweets without an error: .025^(1/30), Clopper and Pearson's bound; 9 tweets are too few."""
    assert Scored(1.0, np.zeros(30), 30).interval() == pytest.approx((0.025 ** (1 / 30), 1.0))
    assert Scored(0.0, np.zeros(30), 30).interval() == pytest.approx((0.0, 1 - 0.025 ** (1 / 30)))
    assert np.isnan(Scored(1.0, np.zeros(9), 9).interval()).all()


def test_the_difference_counts_the_same_tweets_in_both() -> None:
    """Its interval is the joint bootstrap's within a seventh, and far narrower than either score's own."""
    scores, labels, tweet = case(3, tweets=200)
    other = scores + 0.3 * np.random.default_rng(4).normal(size=len(scores))
    one, two = (auroc_by_tweet(s, labels, tweet, 200) for s in (scores, other))
    value, low, high = difference(one, two)
    random = np.random.default_rng(5)
    drawn = []
    for _ in range(400):
        weight = np.bincount(random.integers(0, 200, 200), minlength=200)[tweet]
        areas = [roc_auc_score(labels, s, sample_weight=weight) for s in (scores, other)]
        drawn.append(areas[0] - areas[1])
    first, last = np.quantile(drawn, [0.025, 0.975])
    assert value == pytest.approx(one.value - two.value)
    assert high - low == pytest.approx(last - first, rel=0.15)
    assert high - low < 0.5 * (one.interval()[1] - one.interval()[0])


def test_intervals_cover_with_few_tweets() -> None:
    """Of 400 samples of 30 tweets with a tweet effect, at least .93 − 2 standard errors cover the truth."""
    random = np.random.default_rng(6)
    hits = 0
    drawn = random.normal(size=(2, 200_000)) + random.normal(size=(2, 200_000))
    truth = float((drawn[0] + 1.5 > drawn[1]).mean())
    for _ in range(400):
        tweet = np.repeat(np.arange(30), 12)
        labels = np.tile(np.arange(12) < 3, 30)
        effect = np.where(labels, random.normal(size=30)[tweet], random.normal(size=30)[tweet])
        scores = 1.5 * labels + random.normal(size=360) + effect
        low, high = auroc_by_tweet(scores, labels, tweet, 30).interval()
        hits += low <= truth <= high
    assert hits / 400 >= 0.93 - 2 * np.sqrt(0.93 * 0.07 / 400)
