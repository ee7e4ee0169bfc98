"""Universality of detectors, by a case worked by hand."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from certificate_rows import certificate_row
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.core.tables import checked
from pipeline.core.workspace import Workspace
from pipeline.network.address import size
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.elsewhere.columns import NETWORKS, SEEDS
from pipeline.neurons.elsewhere.matching import Same
from pipeline.neurons.elsewhere.seeds import compare, other_seeds, summarise
from pipeline.neurons.scan.result import ScanResult
from pipeline.report.sections.elsewhere import seed_table


def certificates(url: float, slogan: float, told: bool) -> pd.DataFrame:
    """Two concepts, the first with a second-best row that must not count."""
    given = {"beats_rivals": False, "beyond_spelling": False}
    return pd.DataFrame(
        [
            certificate_row(concept="slogan", address="L1.o.1", auroc=slogan, certified=told, **given),
            certificate_row(concept="url", address="L2.c.3", auroc=url, **given),
            certificate_row(concept="url", address="L2.c.4", auroc=0.1, rank=1),
        ]
    )


def best(table: pd.DataFrame, matters: float = float("nan")) -> pd.DataFrame:
    return table[table["rank"] == 0].assign(matters=matters)


def scan_of(network: NetworkWeights) -> ScanResult:
    """A scan of both concepts with random scores."""
    score = np.random.default_rng(0).uniform(-0.4, 0.4, (2, 2, size(network.shape)))
    blank = np.zeros(size(network.shape))
    return ScanResult(
        concepts=np.array(["slogan", "url"]),
        span_count=2,
        score=score,
        **dict.fromkeys(("control", "untrained"), score[None]),
        **dict.fromkeys(("mean", "std", "low_share", "high_share"), blank),
        positives=np.ones(2),
        **{"symbols": 9, "tweets": 9, "units": 5, "layers": 2, "residual": 0.0, "seed": 0},
    )


def test_spread_and_count_over_networks() -> None:
    """Two networks: url is told in both, slogan in one; mean, spread and range are theirs."""
    tables = [best(certificates(0.9, 0.6, False)), best(certificates(1.0, 0.8, True), 1.0)]
    frame = compare(tables, {"url": Same(1, 1, 0.8, 0.9, 0.95), "slogan": Same(1, 0, 0.1, 0.7, 0.2)})
    assert frame["concept"].tolist() == ["url", "slogan"]
    assert frame["tells"].tolist() == [2, 1]
    assert frame["beats_rivals"].tolist() == [0, 0]
    assert frame["networks"].tolist() == [2, 2]
    url = frame.iloc[0]
    assert url["auroc_mean"] == pytest.approx(0.95)
    assert url["auroc_std"] == pytest.approx(0.1 / 2**0.5)
    assert (url["auroc_low"], url["auroc_high"]) == (0.9, 1.0)
    assert url["addresses"] == "L2.c.3 L2.c.3"
    assert frame["same_unit"].tolist() == [1, 0]
    assert frame["detector_correlation"].tolist() == [0.8, 0.1]
    assert frame["carried"].tolist() == [0.95, 0.2]
    assert frame["matters"].tolist() == frame["tried"].tolist() == [1, 1]  # one network alone was tried


def test_the_same_network_twice_has_the_same_units(
    workspace: Workspace, network: NetworkWeights, tmp_path: Path
) -> None:
    """A copy: every unit is its own partner, with correlation 1, and carries all; the networks are named;
    files that are missing are one line."""
    workspace.certificates.parent.mkdir(parents=True)
    certificates(0.9, 0.6, True).to_parquet(workspace.certificates)
    scan_of(network).save(workspace.scan)
    shutil.copytree(workspace.folder, tmp_path / "copy")
    frame, networks = summarise([workspace, Workspace(tmp_path / "copy")])
    assert frame["same_unit"].tolist() == frame["pairs"].tolist() == [1, 1]
    assert frame["detector_correlation"].tolist() == pytest.approx([1, 1], abs=1e-5)
    assert frame["partner_correlation"].tolist() == pytest.approx([1, 1], abs=1e-5)
    assert frame["carried"].tolist() == [1, 1]
    assert networks["name"].tolist() == [workspace.name, "copy"]
    assert networks["tells"].tolist() == [2, 2]
    assert networks["weights"].nunique() == 1
    assert checked(networks, NETWORKS)["matters"].isna().all()
    assert checked(frame, SEEDS)["tried"].tolist() == [0, 0]
    with pytest.raises(UserError, match="make analyze"):
        summarise([workspace, Workspace(tmp_path / "none")])
    with pytest.raises(UserError, match="make seeds"):
        summarise([])


def test_matters_counts_where_interventions_ran(
    workspace: Workspace, network: NetworkWeights, tmp_path: Path
) -> None:
    """Two networks of which one was tried, on URLs alone: 1 of 1 there, and slogans (as graded concepts) are
    not counted as tried; the other network has no number."""
    workspace.certificates.parent.mkdir(parents=True)
    certificates(0.9, 0.6, True).to_parquet(workspace.certificates)
    scan_of(network).save(workspace.scan)
    shutil.copytree(workspace.folder, tmp_path / "copy")
    pd.DataFrame({"concept": ["url"], "matters": [True]}).to_parquet(workspace.causes)
    frame, networks = summarise([workspace, Workspace(tmp_path / "copy")])
    rows = frame.set_index("concept")
    assert rows.loc["url", ["matters", "tried"]].tolist() == [1, 1]
    assert rows.loc["slogan", ["matters", "tried"]].tolist() == [0, 0]
    assert networks["matters"].tolist()[0] == 1
    assert np.isnan(networks["matters"].tolist()[1])
    shown = {row[0]: row[4] for row in seed_table(frame).rows}
    assert shown == {"URL": "1 of 1", "slogan": "not run"}


@given(own=st.integers(0, 9), count=st.integers(1, 8))
def test_no_seed_is_trained_twice(own: int, count: int) -> None:
    """With the present network's there are `count` different seeds, whatever the preset's seed is."""
    assert len({own, *other_seeds(own, count)}) == count == 1 + len(other_seeds(own, count))
