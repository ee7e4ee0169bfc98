"""Each measure of a certificate against scikit-learn, scipy or a brute-force count."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr
from sklearn.metrics import average_precision_score, f1_score, jaccard_score, roc_auc_score

from pipeline.statistics.measures import (
    average_precision,
    best_threshold,
    f1_and_iou,
    fires,
    matched_auroc,
    rank_correlation,
)
from pipeline.statistics.resample import auroc_interval, draws

CASES = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=40).filter(
    lambda rows: 0 < sum(label for _, label in rows) < len(rows)
)


def arrays(rows: list[tuple[int, bool]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([s for s, _ in rows], dtype=np.float32), np.array([y for _, y in rows])


@settings(deadline=None)
@given(CASES)
def test_average_precision_is_scikit_learns(rows: list[tuple[int, bool]]) -> None:
    """Any scores, with many ties, give scikit-learn's average precision."""
    scores, labels = arrays(rows)
    assert average_precision(scores, labels) == pytest.approx(average_precision_score(labels, scores))


@settings(deadline=None)
@given(CASES)
def test_no_threshold_has_a_better_f1(rows: list[tuple[int, bool]]) -> None:
    """The chosen threshold's F1 is the greatest of all thresholds, by trying each."""
    scores, labels = arrays(rows)
    found, _ = f1_and_iou(scores, labels, best_threshold(scores, labels))
    tried = [f1_score(labels, scores > level) for level in np.arange(-0.5, 7)]
    assert found == pytest.approx(max(tried))


@settings(deadline=None)
@given(CASES, st.floats(-1, 7))
def test_f1_and_iou_are_scikit_learns(rows: list[tuple[int, bool]], threshold: float) -> None:
    """F1 and Jaccard index of the calls at any threshold are scikit-learn's."""
    scores, labels = arrays(rows)
    f1, iou = f1_and_iou(scores, labels, threshold)
    called = scores.astype(np.float64) > threshold
    assert f1 == pytest.approx(f1_score(labels, called, zero_division=0))
    assert iou == pytest.approx(jaccard_score(labels, called, zero_division=0))


def sample(seed: int = 0, size: int = 400, tweets: int = 20) -> tuple[np.ndarray, ...]:
    random = np.random.default_rng(seed)
    labels = random.random(size) < 0.3
    scores = (random.normal(size=size) + labels).round(2)
    return scores, labels, np.sort(random.integers(0, tweets, size)), draws(tweets, 200, seed)


def test_rank_correlation_is_scipys() -> None:
    """Spearman's rho equals scipy's with ties; it is not defined where all values are equal."""
    scores, *_ = sample()
    values = np.round(scores + np.random.default_rng(1).normal(size=len(scores)), 1)
    assert rank_correlation(scores, values) == pytest.approx(spearmanr(scores, values).statistic)
    assert np.isnan(rank_correlation(scores, np.ones(len(scores))))
    assert np.isnan(rank_correlation(scores[:1], values[:1]))


def test_auroc_interval_is_that_of_weighted_scores() -> None:
    """The interval equals the quantiles of scikit-learn's AUROC with each resample's tweet weights."""
    scores, labels, tweet, weights = sample()
    expected = [roc_auc_score(labels, scores, sample_weight=row[tweet]) for row in weights]
    found = auroc_interval(scores, labels, tweet, weights)
    assert found == pytest.approx(np.quantile(expected, (0.025, 0.975)), abs=1e-3)


def test_matched_auroc_counts_pairs_within_a_stratum_only() -> None:
    """By brute force over pairs: the share won among pairs of the same stratum, ties half."""
    scores, labels, tweet, weights = sample(size=90)
    strata = np.random.default_rng(2).integers(-1, 3, 90)
    won = pairs = 0.0
    for i in np.flatnonzero(labels & (strata >= 0)):
        for j in np.flatnonzero(~labels & (strata == strata[i])):
            won += (scores[i] > scores[j]) + 0.5 * (scores[i] == scores[j])
            pairs += 1
    found, low, high = matched_auroc(scores, labels, strata, tweet, weights)
    assert found == pytest.approx(won / pairs)
    assert low < found < high


def test_nothing_to_measure_is_nan() -> None:
    """Without a positive, or without any character, measures say so instead of failing."""
    empty, no = np.zeros(0, dtype=np.float32), np.zeros(0, dtype=bool)
    assert np.isnan(average_precision(empty, no))
    assert np.isnan(best_threshold(np.ones(3), np.zeros(3, dtype=bool)))
    assert np.isnan(f1_and_iou(np.zeros(3), np.zeros(3, dtype=bool), 1.0)).all()


def test_a_threshold_between_neighbouring_float32_values_parts_them() -> None:
    """The midpoint of 1 and the float32 below it is not a float32: the upper value still fires."""
    below = np.nextafter(np.float32(1), np.float32(0))
    scores = np.array([below, 1, below, 1], dtype=np.float32)
    labels = scores == 1
    threshold = best_threshold(scores, labels)
    assert np.float32(threshold) == 1.0
    assert np.array_equal(fires(scores, threshold), labels)
    assert f1_and_iou(scores, labels, threshold) == (1.0, 1.0)
