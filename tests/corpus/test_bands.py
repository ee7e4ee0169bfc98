"""Bands of hashes: forests of pairs, unique pairs, rows by group."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from pipeline.corpus.bands import apart, forest, unique

PAIRS = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=20)


@given(PAIRS, st.integers(0, 20))
@settings(max_examples=200, deadline=None)
def test_forests_merge_to_the_components(pairs: list[tuple[int, int]], cut: int) -> None:
    """The forest of two forests is that of all pairs: of each component a star around its first."""
    everything = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    apart = np.concatenate([forest(everything[:cut]), forest(everything[cut:])])
    assert forest(apart).tolist() == forest(everything).tolist()
    graph = coo_matrix((np.ones(len(pairs)), everything.T), shape=(16, 16))
    label = connected_components(graph, directed=False)[1]
    first = {group: int(np.flatnonzero(label == group)[0]) for group in label}
    expected = [[k, first[group]] for k, group in enumerate(label) if first[group] != k]
    assert forest(everything).tolist() == expected


@given(PAIRS)
def test_unique_pairs_are_a_sorted_set(pairs: list[tuple[int, int]]) -> None:
    """Against Python's own set."""
    assert [tuple(pair) for pair in unique(np.array(pairs, dtype=np.int64).reshape(-1, 2))] == sorted(
        set(pairs)
    )


def test_rows_apart_by_hand() -> None:
    """Groups keep the order of rows, and an empty group is there."""
    parts = apart(pa.table({"x": [1, 2, 3, 4]}), np.array([2, 0, 2, 0]), 3)
    assert [part["x"].to_pylist() for part in parts] == [[2, 4], [], [1, 3]]


@pytest.fixture(autouse=True)
def no_leftovers(tmp_path: Path) -> Iterator[None]:
    """Nothing half-written is left in any folder."""
    yield
    assert not list(tmp_path.rglob(".partial-*"))
