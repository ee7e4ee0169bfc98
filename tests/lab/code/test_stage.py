"""The code network as a stage, on a library of a few lines and a network that knows nothing."""

from pathlib import Path

import built
import pandas as pd
import pytest
from toys import write_workspace

from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import Workspace, read_json, write_json
from pipeline.lab.code import library, measures, stage
from pipeline.lab.code.library import Source
from pipeline.text.vocabulary import build
from pipeline.tracking.tracker import NullTracker

LINES = "def f(x):\n    return (x, [1])  # one\n\n\n"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> list[Source]:
    """Forty files of ten packages in place of Python's library; short texts."""
    files = [Source(f"p{k % 10}", f"p{k % 10}/{k}.py", LINES * (3 + k % 3)) for k in range(40)]
    monkeypatch.setattr(library, "sources", lambda root: iter(files))
    monkeypatch.setattr(library, "HELD_OUT", 0.4)
    monkeypatch.setattr(stage, "SAMPLES", 2)
    monkeypatch.setattr(stage, "LENGTH", 60)
    monkeypatch.setattr(measures, "FILES", 3)
    return files


def test_the_library_is_written_once(small: list[Source], tmp_path: Path) -> None:
    """Every file is in it; a second call leaves it alone."""
    workspace = Workspace(tmp_path / "code")
    path = stage.write_library(workspace)
    assert path.read_text().count("def f(x)") == sum(source.text.count("def f(x)") for source in small)
    path.write_text("mine")
    assert stage.write_library(workspace).read_text() == "mine"


def test_units_and_scores_are_tables(small: list[Source], tmp_path: Path) -> None:
    """A row for each label; real code scores one, what an ignorant network writes does not."""
    vocabulary, _ = build([LINES], 1)
    empty = pd.DataFrame(columns=["tweet_id", "text", "split"])
    workspace = write_workspace(tmp_path / "code", built.brackets(vocabulary), vocabulary, empty, empty)
    assert not stage.done(workspace)
    stage.run(workspace, NullTracker(), QuietScreen())
    assert stage.done(workspace)
    units = pd.read_parquet(workspace.folder / "structure" / "units.parquet").set_index("label")
    scores = pd.read_parquet(workspace.folder / "structure" / "scores.parquet").set_index("text")
    assert units.loc["depth", "unit"] in ("L1.c.2", "L1.h.2")
    assert scores.loc["real", "mean"] > 0.95 > scores.loc["written", "mean"]
    texts = pd.read_parquet(workspace.folder / "structure" / "texts.parquet")
    assert texts.groupby("text")["mean"].mean().to_dict() == pytest.approx(scores["mean"].to_dict())
    write_json(workspace.model, {**read_json(workspace.model), "weights_sha256": "another"})
    assert not stage.done(workspace)
