"""Sentences of the tour hold what the artefacts say."""

from pathlib import Path

import pandas as pd

from pipeline.core.workspace import Workspace
from pipeline.lab.findings.finding import Finding, table
from pipeline.lab.tour import told


def test_a_finding_is_told_with_its_verdict_and_its_figure() -> None:
    """Two of three pass; the median, the least and the most of the measure; unknown keys are left out."""
    measured = [(10.0, False), (30.0, True), (46.5, True)]
    found = table([Finding.of("far", "counter", "It counts far.", "greatest n", "noisy", measured, "a note")])
    (one,) = told.findings(found, "counter", ("gone", "far"))
    assert (one.claim, one.verdict) == ("It counts far.", "holds in part")
    assert one.figure == "2 of 3 networks pass; median 30, from 10 to 46.5 (greatest n; a note)."
    assert told.findings(found, "memoriser", ("far",)) == []


def test_code_units_come_by_their_lift(tmp_path: Path) -> None:
    """The greater lift first; one that misses its aim does not hold; nothing where nothing was measured."""
    workspace = Workspace(tmp_path / "code")
    assert told.code(workspace) is None
    rows = [("in_string", "L1.c.2", 0.97, 12.0, 0.9, True), ("depth", "L2.h.3", 0.4, 20.0, 0.6, False)]
    columns = ["label", "unit", "held_out", "lift", "aim", "reached"]
    (workspace.folder / "structure").mkdir(parents=True)
    pd.DataFrame(rows, columns=columns).to_parquet(workspace.folder / "structure" / "units.parquet")
    found = told.code(workspace)
    assert found is not None
    assert found.address == "L2.h.3"
    depth, quoted = found.told
    assert (depth.claim, depth.verdict) == ("L2.h.3 follows: depth.", "does not hold")
    assert quoted.figure == "0.970 on files that it has not read (aim 0.90), 12.0 times chance."


def test_the_first_detector_is_told_with_what_it_costs(tmp_path: Path) -> None:
    """Its score, its rivals, and the ablation beside random units; None without certificates."""
    workspace = Workspace(tmp_path / "demo")
    assert told.tweets(workspace) is None
    certificate = {"concept": "hashtag", "address": "L1.c.7", "kind": "span", "rank": 0, "certified": True}
    certificate |= {"auroc": 0.99, "auroc_low": 0.98, "auroc_high": 0.995, "tweets": 120}
    certificate |= {"untrained_auroc": 0.8, "character_auroc": 0.9, "lift_untrained": 0.1}
    certificate |= {"beyond_spelling": True, "beats_rivals": True, "tells": True}
    cost = {"concept": "hashtag", "address": "L1.c.7", "kind": "ablate_c", "where": "inside"}
    cost |= {"dose": 0.0, "value": 0.2, "low": 0.1, "high": 0.3, "random_high": 0.02}
    workspace.certificates.parent.mkdir(parents=True)
    pd.DataFrame([certificate]).to_parquet(workspace.certificates)
    pd.DataFrame([cost, {**cost, "where": "edge"}]).to_parquet(workspace.interventions)
    found = told.tweets(workspace)
    assert found is not None
    assert found.address == "L1.c.7"
    score, ablated = found.told
    assert "AUROC 0.990, 95 % between 0.980 and 0.995, over 120 test tweets" in score.figure
    assert "untrained network has 0.800" in score.figure
    assert ablated.verdict == "holds"
    assert ablated.figure.startswith("0.200 bits per character more")
