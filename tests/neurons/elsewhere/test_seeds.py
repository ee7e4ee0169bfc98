"""Universality of detectors, by a case worked by hand."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.neurons.elsewhere.seeds import compare, other_seeds, summarise


def certificates(url: float, slogan: float, certified: bool) -> pd.DataFrame:
    """Two concepts, the first with a second-best row that must not count."""
    return pd.DataFrame(
        {
            "concept": ["slogan", "url", "url"],
            "rank": [0, 0, 1],
            "address": ["L1.o.1", "L2.c.7", "L2.c.8"],
            "auroc": [slogan, url, 0.1],
            "certified": [certified, True, True],
        }
    )


def test_spread_and_count_over_networks() -> None:
    """Two networks: url is found in both, slogan in one; mean, spread and range are theirs."""
    frame = compare([certificates(0.9, 0.6, False), certificates(1.0, 0.8, True)])
    assert frame["concept"].tolist() == ["url", "slogan"]
    assert frame["certified"].tolist() == [2, 1]
    assert frame["networks"].tolist() == [2, 2]
    url = frame.iloc[0]
    assert url["auroc_mean"] == pytest.approx(0.95)
    assert url["auroc_std"] == pytest.approx(0.1 / 2**0.5)
    assert (url["auroc_low"], url["auroc_high"]) == (0.9, 1.0)
    assert url["addresses"] == "L2.c.7 L2.c.7"


def test_files_are_read_and_missed(tmp_path: Path) -> None:
    """Workspaces give the same as their tables; without certificates or workspaces one line says so."""
    spaces = [Workspace(tmp_path / name) for name in "ab"]
    for space, value in zip(spaces, (0.9, 1.0), strict=True):
        space.certificates.parent.mkdir(parents=True)
        certificates(value, 0.6, True).to_parquet(space.certificates)
    assert summarise(spaces)["auroc_mean"].iloc[0] == pytest.approx(0.95)
    with pytest.raises(UserError, match="make analyze"):
        summarise([Workspace(tmp_path / "none")])
    with pytest.raises(UserError, match="make seeds"):
        summarise([])


@given(own=st.integers(0, 9), count=st.integers(1, 8))
def test_no_seed_is_trained_twice(own: int, count: int) -> None:
    """With the present network's there are `count` different seeds, whatever the preset's seed is."""
    assert len({own, *other_seeds(own, count)}) == count == 1 + len(other_seeds(own, count))
