"""The concepts stage from file to file."""

import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.concepts.catalogue import CONCEPTS
from pipeline.concepts.stage import run
from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen, Screen
from pipeline.core.settings import ConceptSettings, Preset
from pipeline.core.workspace import Workspace
from pipeline.runner.registry import BY_NAME
from pipeline.runner.run import Request, run_stage
from pipeline.tracking.tracker import NullTracker


class KeepingTracker(NullTracker):
    """Keeps the tables that a stage logs."""

    def __init__(self) -> None:
        self.tables: dict[str, pd.DataFrame] = {}

    def table(self, frame: pd.DataFrame, name: str) -> None:
        self.tables[name] = frame


def test_the_stage_writes_spans_and_counts(tmp_path: Path) -> None:
    """Counts of manifest, logged table and file agree; a second run writes the same bytes."""
    workspace = Workspace(tmp_path)
    texts = ["I will be in London #a", "so FUN #a", "WHAT a day, Ann Smith"]
    pd.DataFrame({"tweet_id": ["1", "2", "3"], "text": texts}).to_parquet(workspace.tweets)
    tracker = KeepingTracker()
    counts = run(ConceptSettings(), workspace, tracker, QuietScreen())
    written, first = pd.read_parquet(workspace.spans), workspace.spans.read_bytes()
    table = tracker.tables["concepts"].set_index("concept")
    assert counts["spans"] == len(written) == sum(counts["concepts"].values()) == table["spans"].sum()
    assert list(table.index) == list(CONCEPTS)
    assert (table.loc["hashtag", "characters"], table.loc["hashtag", "tweets"]) == (4, 2)
    assert table.loc["hashtag", "share"] == pytest.approx(4 / sum(map(len, texts)))
    assert {"concept_examples", "slogans"} <= set(tracker.tables)
    run(ConceptSettings(), workspace, NullTracker(), QuietScreen())
    assert workspace.spans.read_bytes() == first


def test_a_missing_or_empty_corpus_is_one_line(tmp_path: Path) -> None:
    """Without a corpus the stage names the target that makes one, and nothing is written."""
    workspace = Workspace(tmp_path)
    with pytest.raises(UserError, match="make corpus"):
        run(ConceptSettings(), workspace, NullTracker(), QuietScreen())
    pd.DataFrame({"tweet_id": pd.Series(dtype=str), "text": pd.Series(dtype=str)}).to_parquet(
        workspace.tweets
    )
    with pytest.raises(UserError, match="no tweet"):
        run(ConceptSettings(), workspace, NullTracker(), QuietScreen())
    assert not workspace.spans.exists()


def test_a_pattern_that_matches_nothing_is_told(tmp_path: Path) -> None:
    """It leaves no certificate later, so the stage says so now."""

    class Hearing(QuietScreen):
        def __init__(self) -> None:
            self.told: list[str] = []

        def warn(self, line: str) -> None:
            self.told.append(line)

    workspace, screen = Workspace(tmp_path), Hearing()
    pd.DataFrame({"tweet_id": ["1"], "text": ["so FUN #a"]}).to_parquet(workspace.tweets)
    settings = ConceptSettings(patterns={"fun": "FUN", "none": "zz"})
    run(settings, workspace, NullTracker(), screen)
    assert screen.told == ["the pattern of concept none matches nothing in this corpus"]


def test_a_changed_span_file_is_read_again(tmp_path: Path) -> None:
    """The files of one's own spans are inputs of the stage: other bytes, another result."""
    workspace, file = Workspace(tmp_path), tmp_path / "mine.jsonl"
    pd.DataFrame({"tweet_id": ["1"], "text": ["so FUN #a"]}).to_parquet(workspace.tweets)
    preset = Preset(concepts=ConceptSettings(spans=(str(file),)))
    asked = Request(tmp_path, workspace, track=False, accept=True)
    ran = []
    for end in (3, 3, 6):
        file.write_text(json.dumps({"tweet_id": "1", "start": 0, "end": end, "concept": "mine"}))
        ran.append(run_stage(BY_NAME["concepts"], preset, asked, Screen()))
    spans = pd.read_parquet(workspace.spans)
    assert ran == [True, False, True]
    assert spans.loc[spans["concept"] == "mine", "end"].tolist() == [6]
