"""From a reading to the tweets that stay: every record is accounted for."""

from pathlib import Path

import pandas as pd

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.collect import Collected, collect
from pipeline.corpus.readers.formats import open_corpus
from tests.corpus.readers.reading import put

POSTS = [
    {"id": "1", "text": "the first", "created_at": "2026-01-02T03:04:05Z"},
    {"id": "1", "text": "the first", "created_at": "2026-01-02T03:04:05Z"},
    {"id": "2", "text": "RT @ann: the second"},
    {"id": "3", "text": " \u200b "},
    {"id": "4", "text": "x" * 400},
    {"id": "5", "text": "the last &amp; best"},
]


def collected(folder: Path, **asked: object) -> Collected:
    """What stays of the posts."""
    settings = CorpusSettings(**asked)  # type: ignore[arg-type]
    return collect(open_corpus(put(folder, POSTS), settings), settings, QuietScreen())


def test_every_record_is_kept_dropped_or_rejected(tmp_path: Path) -> None:
    """By hand, in chunks of two: a double, a blank one and one too long are gone, each with its reason."""
    found = collected(tmp_path, max_length=280, chunk_rows=2)
    assert found.frame["text"].tolist() == ["the first", "RT @ann: the second", "the last & best"]
    assert found.frame["source_row"].tolist() == [0, 2, 5]
    assert found.frame["is_retweet"].tolist() == [False, True, False]
    assert found.account.dropped == {"the same tweet again": 1}
    assert dict(zip(found.rejects["source_row"], found.rejects["reason"], strict=True)) == {
        3: "empty after cleaning",
        4: "longer than 280 characters",
    }
    assert (found.account.read, found.account.kept) == (6, 3)
    assert found.frame["created_at"].notna().tolist() == [True, False, False]
    assert found.frame["created_at"].iloc[0] == pd.Timestamp("2026-01-02T03:04:05Z")


def test_retweets_go_where_they_are_not_wanted(tmp_path: Path) -> None:
    """Dropped with their reason."""
    found = collected(tmp_path, max_length=280, retweets="drop")
    assert found.account.dropped["retweet"] == 1
    assert not found.frame["is_retweet"].any()
