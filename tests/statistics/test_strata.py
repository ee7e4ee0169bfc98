"""Differences within strata: what strata are made of explains nothing; the interval is Welch's."""

import numpy as np
import pytest
from scipy.stats import ttest_ind

from pipeline.statistics.strata import stratified


def test_one_stratum_is_welchs_test() -> None:
    """Value and interval as scipy's, unequal variances."""
    random = np.random.default_rng(0)
    one, other = random.normal(1, 1, 40), random.normal(0, 3, 25)
    found = stratified(one, other, np.zeros(40, dtype=int), np.zeros(25, dtype=int))
    expected = ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
    assert found.value == pytest.approx(one.mean() - other.mean())
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_what_strata_explain_is_no_difference() -> None:
    """Values that depend on the stratum alone differ as wholes and not within strata."""
    random = np.random.default_rng(1)
    one, other = random.integers(2, 4, 400), random.integers(0, 4, 400)
    values = [stratum * 1.0 + random.normal(0, 0.1, 400) for stratum in (one, other)]
    assert values[0].mean() - values[1].mean() > 0.8
    found = stratified(*values, one, other)
    assert found.low < 0 < found.high
    assert abs(found.value) < 0.05


def test_weights_are_how_many_of_the_first() -> None:
    """By hand: gaps 1 and 3 with 6 and 2 values; a stratum with one value is left out."""
    one = np.array([1.0] * 6 + [3.0] * 2 + [50.0])
    strata = np.array([0] * 6 + [1] * 2 + [2])
    other, others = np.zeros(6), np.array([0, 0, 1, 1, 2, 2])
    assert stratified(one, other, strata, others).value == pytest.approx((6 * 1 + 2 * 3) / 8)
    nothing = stratified(one[:1], other, strata[:1], others)
    assert np.isnan([nothing.value, nothing.low, nothing.high]).all()
