"""Labels by piece are those of all tweets at once, whoever works on the pieces."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from pipeline.concepts import by_piece, label, stage
from pipeline.core.engine import HERE, Engine
from pipeline.core.errors import UserError
from pipeline.core.files import parts, read_table
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ConceptSettings
from pipeline.core.workers.processes import Processes
from pipeline.core.workspace import Workspace
from pipeline.text import tweets as table
from pipeline.tracking.tracker import NullTracker

TEXTS = [
    "Vote in Ohio! #maga",
    "MAKE IT SO, Ann",
    "so good http://t.co/abc",
    'she said "yes" to Kell',
    "will be",
]
COUNT = 90  # tweets; each slogan is in several pieces, often enough only in all of them together


@pytest.fixture(scope="module")
def processes() -> Iterator[Engine]:
    """Two."""
    with Processes(2) as engine:
        yield engine


def _workspace(folder: Path, frame: pd.DataFrame, most: int) -> Workspace:
    """With these tweets, in files of so many."""
    workspace = Workspace(folder)
    folder.mkdir(parents=True)
    if most >= len(frame):
        frame.to_parquet(workspace.tweets)
        return workspace
    workspace.tweets.mkdir()
    for number, first in enumerate(range(0, len(frame), most)):
        frame[first : first + most].to_parquet(workspace.tweets / f"part-{number:05d}.parquet", index=False)
    return workspace


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame({"tweet_id": [f"t{n}" for n in range(COUNT)], "text": (TEXTS * COUNT)[:COUNT]})


@pytest.fixture
def settings(tmp_path: Path) -> ConceptSettings:
    """With a pattern, and spans of one's own in the first and in the last tweet."""
    own = [{"tweet_id": f"t{n}", "start": 0, "end": 4, "concept": "mine"} for n in (0, COUNT - 1)]
    (tmp_path / "own.jsonl").write_text("\n".join(map(json.dumps, own)))
    return ConceptSettings(spans=(str(tmp_path / "own.jsonl"),), patterns={"good": "good"}, slogan_count=4)


def test_pieces_on_any_engine_give_the_spans_of_all_at_once(
    tmp_path: Path,
    frame: pd.DataFrame,
    settings: ConceptSettings,
    processes: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Spans and counts; one file has the very bytes, several the same rows, as many files as the tweets."""
    expected = label(frame, settings)
    assert {"slogan", "proper_noun", "mine", "good"} <= set(expected.spans["concept"])
    whole = _workspace(tmp_path / "whole", frame, COUNT)
    counts = stage.run(settings, whole, NullTracker(), QuietScreen())
    pd.testing.assert_frame_equal(read_table(whole.spans), expected.spans)
    bytes_ = whole.spans.read_bytes()
    monkeypatch.setattr(stage, "pieces", partial(table.pieces, most=7))
    assert stage.run(settings, whole, NullTracker(), QuietScreen(), processes) == counts
    assert whole.spans.read_bytes() == bytes_
    for name, engine in (("here", HERE), ("there", processes)):
        divided = _workspace(tmp_path / name, frame, 40)
        assert stage.run(settings, divided, NullTracker(), QuietScreen(), engine) == counts
        pd.testing.assert_frame_equal(read_table(divided.spans), expected.spans)
        assert len(parts(divided.spans)) == len(parts(divided.tweets)) == 3
    first, second = (Workspace(tmp_path / name).spans for name in ("here", "there"))
    assert [a.read_bytes() for a in parts(first)] == [b.read_bytes() for b in parts(second)]


def test_a_pattern_that_fails_on_a_worker_is_one_line(
    tmp_path: Path, frame: pd.DataFrame, processes: Engine
) -> None:
    """As in this process, and nothing is written."""
    divided = _workspace(tmp_path / "it", frame, 40)
    with pytest.raises(UserError, match="pattern of concept 'bad' is not a regular expression"):
        stage.run(ConceptSettings(patterns={"bad": "("}), divided, NullTracker(), QuietScreen(), processes)
    assert [path.name for path in divided.folder.iterdir()] == ["tweets.parquet"]


def test_a_summary_counts_as_by_hand() -> None:
    """Two spans of one concept in one tweet mark one tweet; texts count together; parts add up."""
    tweets = pd.DataFrame({"tweet_id": ["a", "b"], "text": ["#x #x", "#y"]})
    spans = pd.DataFrame(
        [("a", "hashtag", 0, 2), ("a", "hashtag", 3, 5), ("b", "hashtag", 0, 2)],
        columns=["tweet_id", "concept", "start", "end"],
    )
    found = by_piece.summary(spans, tweets)
    assert (found.tweets, found.characters) == (2, 7)
    assert (found.spans["hashtag"], found.marked["hashtag"], found.covered["hashtag"]) == (3, 2, 6)
    assert found.examples == {("hashtag", "#x"): 2, ("hashtag", "#y"): 1}
    one, other = (
        by_piece.summary(spans[spans["tweet_id"] == t], tweets[tweets["tweet_id"] == t]) for t in "ab"
    )
    one += other
    assert one == found
