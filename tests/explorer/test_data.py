"""What the explorer carries: which tweets, and a stream in excerpts."""

import numpy as np
import pandas as pd
import pytest

from pipeline.core.workspace import Workspace
from pipeline.explorer import data


def test_stream_is_shown_in_excerpts(bare: Workspace) -> None:
    """A stream corpus has no tweets: it is cut, and its last tenth is test."""
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
