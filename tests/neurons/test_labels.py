"""Labels of characters: united spans cover the same characters once."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.neurons.labels import united


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(1, 5)), max_size=12))
def test_united_spans_cover_the_same_characters_once(spans: list[tuple[int, int, int]]) -> None:
    """Any spans, overlapping or not, become sorted disjoint ones with the same characters."""
    columns = np.array([(t, s, s + n) for t, s, n in spans], dtype=np.int64).reshape(-1, 3).T
    tweet, start, end = united(*columns)
    found = [(t, c) for t, s, e in zip(tweet, start, end, strict=True) for c in range(s, e)]
    assert sorted(found) == sorted({(t, c) for t, s, n in spans for c in range(s, s + n)})
    assert len(found) == len(set(found))
