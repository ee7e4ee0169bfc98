"""The plan on a workspace that holds only a raw file, and the graph of the stages."""

import json
from pathlib import Path

from pipeline.core.settings import CorpusSettings, Preset
from pipeline.core.workspace import Workspace
from pipeline.runner.freshness import fingerprint, write_manifest
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


def test_a_stage_is_not_said_to_run_when_only_its_readers_would(tmp_path: Path) -> None:
    """All has run; then the raw file changes: the corpus runs, the network is trained only if tweets change.

    When the weights are lost too, training says why it runs, and what reads them runs after it.
    """
    raw, workspace = tmp_path / "raw.json", Workspace(tmp_path / "w")
    raw.write_text(json.dumps([{"text": "a"}]))
    preset = Preset(corpus=CorpusSettings(source=str(raw)))
    for stage in STAGES:
        for path in stage.outputs(workspace, preset):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(path.name)
        mark = fingerprint(stage, workspace, preset)
        write_manifest(stage, workspace, preset, mark, {}, {})
    assert {said for name, said in plan(workspace, preset) if name != "report"} == {"up to date"}
    raw.write_text(json.dumps([{"text": "b"}]))
    rows = dict(plan(workspace, preset))
    assert rows["corpus"] == f"runs, because {raw} changed"
    assert rows["train"] == "runs only if other bytes come out of corpus"
    workspace.weights.unlink()
    rows = dict(plan(workspace, preset))
    assert rows["train"] == "runs, because model/model.weights.h5 is missing"
    assert rows["scan"] == "runs after corpus, train, concepts"


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
