"""Splits: whole clusters, the shares asked for, and the same split when tweets are added."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.corpus.split import split_by_hash, split_by_time

CLUSTERS = st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=40)


@given(CLUSTERS, CLUSTERS)
@settings(max_examples=100, deadline=None)
def test_added_tweets_move_nobody(old: list[int], new: list[int]) -> None:
    """A cluster's split depends on nothing but the cluster."""
    alone = split_by_hash(np.array(old), 0.2, 0.2)
    together = split_by_hash(np.array(old + new), 0.2, 0.2)
    assert together[: len(old)].tolist() == alone.tolist()
    table = pd.DataFrame({"cluster": old + new, "split": together})
    assert (table.groupby("cluster")["split"].nunique() == 1).all()


def test_shares_and_seeds() -> None:
    """Shares come out within four standard errors; another seed divides otherwise; seeds may be negative."""
    clusters = np.arange(20_000)
    first, second = split_by_hash(clusters, 0.05, 0.1), split_by_hash(clusters, 0.05, 0.1, seed=-1)
    for split in (first, second):
        assert abs((split == "test").mean() - 0.1) < 4 * (0.1 * 0.9 / 20_000) ** 0.5
        assert abs((split == "valid").mean() - 0.05) < 4 * (0.05 * 0.95 / 20_000) ** 0.5
    assert 0.7 < (first == second).mean() < 0.8  # .85² + .05² + .1²


def test_by_time() -> None:
    """The newest are test and those before them valid; a late copy of an old tweet stays with the old one."""
    dates = pd.Series(pd.date_range("2020-01-01", periods=20, tz="UTC"))
    clusters = np.arange(20)
    clusters[19] = 3
    split = split_by_time(clusters, dates, valid_share=0.1, test_share=0.2)
    assert split[[3, 19]].tolist() == ["train", "train"]
    assert np.flatnonzero(split == "test").tolist() == [15, 16, 17, 18]
    assert np.flatnonzero(split == "valid").tolist() == [13, 14]


def test_by_time_without_dates() -> None:
    """A tweet without a date cannot be placed: one clear line."""
    dates = pd.Series(pd.to_datetime(["2020-01-01", None], utc=True))
    with pytest.raises(UserError, match="1 tweets have none"):
        split_by_time(np.arange(2), dates, 0.1, 0.1)
