"""Each rung of the ladder against a plain, slow way to say the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import kstest

from pipeline.samples.writing import ladder

LOGITS = arrays(np.float64, (3, 8), elements=st.floats(-8, 8, width=32))


def softmax(row: np.ndarray) -> np.ndarray:
    return np.exp(row) / np.exp(row).sum()


def test_keys_and_uniforms_are_uniform_and_uncorrelated() -> None:
    """Numbers over samples, positions and attempts pass a Kolmogorov-Smirnov test and do not correlate."""
    index = np.arange(20_000)
    by_sample = ladder.uniform(ladder.keys(3, index, np.zeros_like(index)), np.zeros_like(index))
    by_position = ladder.uniform(ladder.keys(3, np.zeros_like(index), np.zeros_like(index)), index)
    by_attempt = ladder.uniform(ladder.keys(3, np.zeros_like(index), index), np.zeros_like(index))
    for numbers in (by_sample, by_position, by_attempt):
        assert kstest(numbers, "uniform").pvalue > 0.001
    table = np.corrcoef([by_sample, by_position, by_attempt, np.roll(by_sample, 1)])
    assert np.abs(table - np.eye(4)).max() < 0.03


def test_a_number_depends_on_seed_sample_attempt_and_position_only() -> None:
    """The same four give the same number in any batch; changing one of them changes it."""
    alone = ladder.uniform(ladder.keys(5, np.array([17]), np.array([2])), np.array([9]))[0]
    index = np.arange(40)
    batch = ladder.uniform(ladder.keys(5, index, np.full(40, 2)), np.full(40, 9))
    assert batch[17] == alone
    others = [(6, 17, 2, 9), (5, 18, 2, 9), (5, 17, 3, 9), (5, 17, 2, 10)]
    numbers = {
        ladder.uniform(ladder.keys(s, np.array([i]), np.array([a])), np.array([p]))[0]
        for s, i, a, p in others
    }
    assert len(numbers | {alone}) == 5


@given(LOGITS, st.integers(1, 7))
def test_top_k_keeps_the_k_likeliest(logits: np.ndarray, k: int) -> None:
    """What stays is as in sorting each row; ties with the last one stay too."""
    kept, _ = ladder.top_k(logits, k)
    for row, result in zip(logits, kept, strict=True):
        floor = sorted(row, reverse=True)[k - 1]
        assert [np.isfinite(x) for x in result] == [x >= floor for x in row]


@given(LOGITS, st.floats(0.05, 0.99))
def test_top_p_keeps_the_fewest_that_reach_p(logits: np.ndarray, p: float) -> None:
    """The kept probabilities reach p, and without the least of them they would not."""
    kept, _ = ladder.top_p(logits, p)
    for row, result in zip(logits, kept, strict=True):
        chances, inside = softmax(row), np.isfinite(result)
        assert chances[inside].sum() >= p - 1e-9
        assert chances[inside].sum() - chances[inside].min() < p + 1e-9
        assert inside.all() or chances[inside].min() >= chances[~inside].max()


@given(LOGITS, st.floats(0.01, 0.9))
def test_min_p_keeps_those_near_the_likeliest(logits: np.ndarray, share: float) -> None:
    """What stays has at least `share` of the greatest probability."""
    kept, close = ladder.min_p(logits, share)
    for row, result, near in zip(logits, kept, close, strict=True):
        wanted = softmax(row) >= share * softmax(row).max()
        assert near or (np.isfinite(result) == wanted).all()


def test_filters_that_are_off_change_nothing() -> None:
    """k = 0, p = 1 and share 0 return the very logits and doubt nothing."""
    logits = np.random.default_rng(0).normal(size=(4, 9))
    for kept, close in (ladder.top_k(logits, 0), ladder.top_p(logits, 1.0), ladder.min_p(logits, 0.0)):
        assert kept is logits
        assert not close.any()


def test_a_close_decision_is_reported() -> None:
    """A tie at rank k, a probability at p: both are marked as doubtful."""
    logits = np.log(np.array([[0.25, 0.25, 0.5]]))
    assert ladder.top_k(logits, 2)[1].all()
    assert not ladder.top_k(logits, 1)[1].any()
    assert ladder.top_p(logits, 0.5)[1].all()
    assert ladder.min_p(logits, 0.5)[1].all()


@pytest.mark.parametrize(("end", "expected"), [(None, [0.5, 0.5, 0.5]), (1.5, [0.5, 1.0, 1.5])])
def test_the_temperature_schedule_is_a_straight_line(end: float | None, expected: list[float]) -> None:
    """From the first temperature to the last over the maximum length, and level behind it."""
    heat = ladder.temperatures(0.5, end, np.array([0, 50, 200]), 100)
    np.testing.assert_allclose(heat, expected)
