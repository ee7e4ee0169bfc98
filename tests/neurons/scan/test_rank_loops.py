"""The compiled loops against NumPy: entries by searchsorted, sums by matrix products."""

import numpy as np
import pytest

from pipeline.neurons.scan import rank_loops

ROWS, COLUMNS, START, BINS, LABELS = 50, 7, 3, 16, 5
LOW, HIGH = -2.0, 3.0  # of each column's bins


def _edges() -> tuple[np.ndarray, ...]:
    """Scale, offset, least and last entry of bins that divide LOW … HIGH evenly."""
    scale, base = BINS / (HIGH - LOW), np.arange(COLUMNS) * float(BINS)
    fields = (np.full(COLUMNS, scale), base - LOW * scale, base, base + BINS - 1)
    return tuple(field.astype(np.float32) for field in fields)


def _expected_entries(values: np.ndarray, root: bool) -> np.ndarray:
    """The bin that each value's neighbours in a sorted list of edges say, in float64."""
    some = values[:, START : START + COLUMNS].astype(np.float64)
    some = np.sign(some) * np.abs(some) ** 0.5 if root else some
    inner = np.linspace(LOW, HIGH, BINS + 1)[1:-1]
    return np.searchsorted(inner, some, side="right") + np.arange(COLUMNS) * BINS


@pytest.fixture(params=[False, True], ids=["even", "root"])
def case(request: pytest.FixtureRequest) -> tuple[np.ndarray, bool, np.ndarray]:
    """Values in and beyond the range, also zeros; whether bins are of the root; which rows count."""
    random = np.random.default_rng(0)
    values = random.normal(0, 3, (ROWS, 2 * COLUMNS)).astype(np.float32)
    values[0], values[1, ::2], values[2] = 0, 1e30, -1e30
    return values, request.param, random.random(ROWS) < 0.8


def test_values_are_counted_by_bin(case: tuple[np.ndarray, bool, np.ndarray]) -> None:
    """Rows that do not count are left out; what lies beyond the range is in the first or the last bin."""
    values, root, real = case
    found = rank_loops.count(values, START, root, *_edges(), real, COLUMNS * BINS)
    expected = np.bincount(_expected_entries(values, root)[real].ravel(), minlength=COLUMNS * BINS)
    np.testing.assert_array_equal(found, expected)


def test_moments_are_numpys(case: tuple[np.ndarray, bool, np.ndarray]) -> None:
    """Sums, squares and counts of the rows that count, in float64; a column of a wider array too."""
    values, _, real = case
    values = np.clip(values, -5, 5)
    some = values[:, 1:4]
    found, kept = rank_loops.moments(some, real, 0.1, 0.9), some[real].astype(np.float64)
    expected = [kept.sum(axis=0), (kept**2).sum(axis=0), (kept < 0.1).sum(axis=0), (kept > 0.9).sum(axis=0)]
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_ranks_are_what_the_table_has(case: tuple[np.ndarray, bool, np.ndarray]) -> None:
    """Each value has its entry's number in a table of its column's own."""
    values, root, _ = case
    table = np.random.default_rng(1).normal(size=COLUMNS * BINS).astype(np.float32)
    found = rank_loops.ranks(values, START, root, *_edges(), table)
    np.testing.assert_array_equal(found, table[_expected_entries(values, root)])


def test_sums_are_products_with_masks(case: tuple[np.ndarray, bool, np.ndarray]) -> None:
    """Rows with several labels, one or none; sums over labels and over all rows that count."""
    values, root, real = case
    random = np.random.default_rng(2)
    table = random.normal(size=COLUMNS * BINS).astype(np.float32)
    mask = (random.random((ROWS, LABELS)) < 0.3) & real[:, None]
    label = np.nonzero(mask)[1]
    first = np.concatenate([[0], np.cumsum(mask.sum(axis=1))])
    ranks = table[_expected_entries(values, root)].astype(np.float64)
    labelled, everywhere = rank_loops.label_sums(
        values, START, root, *_edges(), table, real, first, label, LABELS
    )
    np.testing.assert_allclose(labelled, mask.T @ ranks, atol=1e-5)
    np.testing.assert_allclose(everywhere, real @ ranks, atol=1e-5)


def test_not_a_number_stays_within_the_table() -> None:
    """A broken value reads no memory that is not the table's: the proof refuses it, not a crash."""
    values = np.full((2, COLUMNS), np.nan, np.float32)
    counts = rank_loops.count(values, 0, False, *_edges(), np.ones(2, bool), COLUMNS * BINS)
    assert counts.sum() == 2 * COLUMNS
    assert (counts.reshape(COLUMNS, BINS).sum(axis=1) == 2).all()
