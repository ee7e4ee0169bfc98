"""Regions of spans, by hand and as a division."""

import numpy as np
import pytest

from pipeline.neurons.intervene.regions import regions


def test_regions_of_a_case_worked_by_hand() -> None:
    """Two tweets of 6 and 4 characters: a span of four, one of one character, one up to the tweet's end."""
    # characters 0-5 | 6-9; with EOS the second tweet begins at 7.
    start, end, tweet = np.array([1, 6, 8]), np.array([5, 7, 10]), np.array([0, 1, 1])
    found = regions(start, end, tweet, 12)
    assert np.flatnonzero(found.inside).tolist() == [2, 3, 7]
    assert np.flatnonzero(found.edge).tolist() == [1, 4, 9, 10]
    assert np.flatnonzero(found.outside).tolist() == [0, 5, 6, 8, 11]


@pytest.mark.parametrize("size", [1, 30])
def test_regions_divide_everything(size: int) -> None:
    """Each character and EOS is in exactly one region."""
    found = regions(np.array([0]), np.array([size]), np.array([0]), size + 1)
    total = found.inside.astype(int) + found.edge + found.outside
    assert (total == 1).all()
