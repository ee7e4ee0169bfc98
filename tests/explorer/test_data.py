"""What the explorer carries: which tweets, and a stream in excerpts."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.core.workspace import Workspace
from pipeline.explorer import data


def bare_workspace(made: Workspace, folder: Path) -> Workspace:
    """The network, the vocabulary and the tweets, without any evidence."""
    bare = Workspace(folder / "bare")
    for name in ("tweets", "vocabulary", "model", "weights"):
        path: Path = getattr(bare, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(getattr(made, name).read_bytes())
    return bare


def test_stream_is_shown_in_excerpts(made: Workspace, tmp_path: Path) -> None:
    """A stream corpus has no tweets: it is cut, and its last tenth is test."""
    bare = bare_workspace(made, tmp_path)
    bare.tweets.unlink()
    bare.stream.write_text("ab\n" * 2000, encoding="utf-8")
    pieces = data.corpus(bare)
    assert "".join(pieces["text"]) == "ab\n" * 2000
    assert pieces["split"].tolist().index("test") == pytest.approx(0.9 * len(pieces), abs=1)


def test_test_tweets_come_first_and_always_the_same() -> None:
    """Test tweets are preferred; the choice is repeatable and keeps the file's order."""
    tweets = pd.DataFrame(
        {"tweet_id": np.arange(100).astype(str), "text": "", "split": ["test", "train"] * 50}
    )
    chosen = data.choose(tweets, 30)
    assert set(chosen["split"]) == {"test"}
    assert chosen.index.is_monotonic_increasing
    assert chosen.equals(data.choose(tweets, 30))
    assert (data.choose(tweets, 60)["split"] == "test").sum() == 50
