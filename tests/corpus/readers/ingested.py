"""A file through the whole stage: the tweet table, and the spans that its platform gave."""

from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.core.workspace import Workspace
from pipeline.corpus import stage as ingest
from pipeline.tracking.tracker import NullTracker


def corpus(source: Any, folder: Path, **asked: Any) -> tuple[pd.DataFrame, dict[str, Any], Workspace]:
    """The tweet table of a file, the counts, and the workspace."""
    workspace = Workspace(folder / "work")
    settings = CorpusSettings(source=str(source), **asked)
    counts = ingest.run(settings, workspace, NullTracker(), QuietScreen())
    return pd.read_parquet(workspace.tweets), counts, workspace


def surfaces(workspace: Workspace, frame: pd.DataFrame) -> list[tuple[str, str]]:
    """The gold spans as concept and text."""
    texts = frame.set_index("tweet_id")["text"]
    spans = pd.read_parquet(workspace.platform_spans)
    assert set(spans["source"]) == {"platform"}
    return [(s.concept, texts[s.tweet_id][s.start : s.end]) for s in spans.itertuples()]
