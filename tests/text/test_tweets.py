"""The tweet table in pieces, filtered, or whole where memory has room."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.files import parts
from pipeline.core.workspace import Workspace
from pipeline.text import tweets
from pipeline.text.sample import sampled

COUNT = 11


@pytest.fixture(params=[COUNT, 4])
def workspace(tmp_path: Path, request: pytest.FixtureRequest) -> Workspace:
    """Eleven tweets, in one file or in three."""
    found = Workspace(tmp_path / "it")
    frame = pd.DataFrame({"tweet_id": map(str, range(COUNT)), "text": [f"no {n}" for n in range(COUNT)]})
    if request.param == COUNT:
        found.folder.mkdir()
        frame.to_parquet(found.tweets)
        return found
    found.tweets.mkdir(parents=True)
    for number, first in enumerate(range(0, COUNT, request.param)):
        frame[first : first + request.param].to_parquet(found.tweets / f"part-{number}.parquet", index=False)
    return found


def test_pieces_are_the_table_cut(workspace: Workspace) -> None:
    """In order, each tweet once, none larger than asked, none over two files."""
    cut = tweets.pieces(workspace.tweets, 3)
    read = [one.read(["text"]) for one in cut]
    assert [text for frame in read for text in frame["text"]] == [f"no {n}" for n in range(COUNT)]
    sizes = [len(frame) for frame in read]
    assert sizes == ([3, 1, 3, 1, 3] if workspace.tweets.is_dir() else [3, 3, 3, 2])
    assert all(frame.index[0] == 0 for frame in read)


def test_some_are_those_that_are_wanted(workspace: Workspace) -> None:
    """From all files, in order, with an index of their own."""
    found = tweets.some(
        workspace.tweets, ["tweet_id", "text"], lambda frame: frame["tweet_id"].isin(["1", "9", "x"])
    )
    assert found["text"].tolist() == ["no 1", "no 9"]
    assert found.index.tolist() == [0, 1]
    assert tweets.some(workspace.tweets, ["text"], lambda frame: frame["text"] == "").columns.tolist() == [
        "text"
    ]


def test_a_sample_of_the_files_is_that_of_the_table(workspace: Workspace) -> None:
    """The same tweets in the same order, for any size."""
    frame = tweets.whole(workspace, ["tweet_id", "text"])
    for most in (1, 5, COUNT, COUNT + 1):
        found = tweets.drawn(workspace.tweets, ["tweet_id", "text"], most)
        pd.testing.assert_frame_equal(found, sampled(frame, most))
        assert len(found) == min(most, COUNT)


def test_all_are_read_where_there_is_room(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same table; where memory is short, a line with both numbers instead."""
    assert len(tweets.whole(workspace, ["text"])) == COUNT
    assert tweets.size(workspace.tweets, ["text"]) < tweets.size(workspace.tweets, ["tweet_id", "text"])
    monkeypatch.setattr(tweets.psutil, "virtual_memory", lambda: SimpleNamespace(available=9))
    with pytest.raises(UserError, match=r"need about 0\.0 GB of memory here, and 0\.0 GB are free"):
        tweets.whole(workspace, ["text"])


def test_a_damaged_file_is_named(workspace: Workspace) -> None:
    """By each way to read it."""
    parts(workspace.tweets)[-1].write_bytes(b"PAR1")
    for read in (tweets.pieces, lambda path: tweets.size(path, ["text"])):
        with pytest.raises(UserError, match="is not a table of this program, or damaged"):
            read(workspace.tweets)
