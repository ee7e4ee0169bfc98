"""The plan on a workspace that holds only a raw file, and the graph of the stages."""

import json
from pathlib import Path

from pipeline.core.settings import CorpusSettings, Preset
from pipeline.core.workspace import Workspace
from pipeline.runner.plan import mermaid, plan
from pipeline.runner.registry import STAGES


def test_a_new_workspace_runs_every_stage_in_turn(tmp_path: Path) -> None:
    """The first has not run; each other runs after one that it reads from, and none is forgotten."""
    raw = tmp_path / "raw.json"
    raw.write_text(json.dumps([{"text": "a"}]))
    preset = Preset(corpus=CorpusSettings(source=str(raw)))
    rows = plan(Workspace(tmp_path / "new"), preset)
    assert [name for name, _ in rows] == [stage.name for stage in STAGES]
    assert rows[0][1] == "runs, because it has not run"
    assert all(said.startswith("runs after corpus") for _, said in rows[1:])


def test_the_graph_has_the_arrows_of_the_design(tmp_path: Path) -> None:
    """Certificates feed four stages; nothing but raw files feeds the corpus."""
    arrows = {
        tuple(line.strip().split(" --> "))
        for line in mermaid(Workspace(tmp_path / "w"), Preset()).splitlines()[1:]
    }
    assert {other for one, other in arrows if one == "certify"} == {
        "intervene",
        "samples",
        "report",
        "explore",
    }
    assert {one for one, other in arrows if other == "corpus"} == {"raw([raw files])"}
    assert ("scan", "certify") in arrows
    assert ("report", "explore") not in arrows
