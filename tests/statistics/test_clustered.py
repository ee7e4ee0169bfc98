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


def written_out(found: Scored, graded: bool) -> list[float]:
    """The delta method on the logit (artanh): value ± t · se · slope, and back."""
    df, value = found.effective - 1, found.value
    error = np.sqrt((df + 1) / df * (found.influence**2).sum())
    if graded:
        reach = student.ppf(0.975, df) * error / (1 - value**2)
        return [np.tanh(np.arctanh(value) + side * reach) for side in (-1, 1)]
    reach = student.ppf(0.975, df) * error / value / (1 - value)
    return [1 / (1 + np.exp(-(np.log(value / (1 - value)) + side * reach))) for side in (-1, 1)]


def test_the_interval_is_the_delta_method_on_the_logit() -> None:
    """Written out, and stretched by the same interval with one more tweet at chance."""
    scores, labels, tweet = case()
    for found, graded in (
        (auroc_by_tweet(scores, labels, tweet, 40), False),
        (correlation_by_tweet(scores, labels.astype(float), tweet, 40), True),
    ):
        ends = [*written_out(found, graded), *written_out(found.with_chance(), graded)]
        assert found.interval() == pytest.approx((min(ends), max(ends)))


def test_the_imagined_tweet_counts_as_a_real_one() -> None:
    """A tweet of mean size whose labelled characters win half of all pairs: its AUROC by scikit-learn."""
    tweet = np.repeat(np.arange(21), 10)
    labels = np.tile(np.arange(10) < 5, 21)
    scores = np.where(labels, 1.0, np.random.default_rng(0).normal(size=210))
    others = (labels == False) & (tweet < 20)  # noqa: E712
    scores[(tweet == 20) & labels] = np.median(scores[others])
    first = tweet < 20
    found = auroc_by_tweet(scores[first], labels[first], tweet[first], 20)
    kept = others | labels
    assert found.with_chance().value == pytest.approx(roc_auc_score(labels[kept], scores[kept]), abs=0.002)
    assert found.with_chance().influence.sum() == pytest.approx((0.5 - found.value) / 21)


def test_effective_tweets_are_kishs() -> None:
    """Two tweets hold 1 and 3 labelled characters: 16 / 10; other characters are in equal tweets."""
    tweet = np.repeat(np.arange(2), 9)
    labels = np.isin(np.arange(18), [0, 9, 10, 11])
    assert auroc_by_tweet(np.arange(18.0), labels, tweet, 2).effective == pytest.approx(1.6)


def test_a_perfect_score_is_still_uncertain() -> None:
    """Without an error the lower bound stays below 1, nearer the more tweets; 9 tweets are too few."""
    lows = []
    for tweets in (30, 300):
        low, high = Scored(1.0, np.zeros(tweets), tweets, float(tweets)).interval()
        lows.append(low)
        assert high == 1.0
    assert 0.8 < lows[0] < lows[1] < 1
    assert np.isnan(Scored(1.0, np.zeros(9), 9, 9.0).interval()).all()


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
