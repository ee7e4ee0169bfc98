"""Graded values, against a count by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.concepts.catalogue import GRADED
from pipeline.concepts.graded import values, words


def test_positions_by_hand() -> None:
    """Positions count from the start of each span and are undefined elsewhere."""
    nan = float("nan")
    np.testing.assert_array_equal(values("position_in_url", 7, [(0, 2), (4, 7)]), [0, 1, nan, nan, 0, 1, 2])
    np.testing.assert_array_equal(values("position_in_tweet", 3), [0, 1, 2])
    np.testing.assert_array_equal(values("characters_to_end", 3), [2, 1, 0])
    np.testing.assert_array_equal(values("position_in_word", 5, words("so I’")), [0, 1, nan, 0, nan])


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_position_equals_distance_from_the_start(length: int, start: int, size: int) -> None:
    """Brute force: at character k of a span the value is k minus its start."""
    end = min(length, start + size)
    found = values("position_in_hashtag", length, [(start, end)] if start < end else [])
    expected = [k - start if start <= k < end else float("nan") for k in range(length)]
    np.testing.assert_array_equal(found, expected)


def test_every_graded_concept_has_values() -> None:
    """Each name of the catalogue is computed; an unknown one is refused."""
    assert all(
        values(name, 4, [(0, 2)]).shape == (4,) and values(name, 4, [(0, 2)])[1] >= 1 for name in GRADED
    )
    with pytest.raises(KeyError):
        values("position_in_nothing", 4)
