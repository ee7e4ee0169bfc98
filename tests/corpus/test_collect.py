"""From a reading to the tweets that stay: every record is accounted for, in one process or in pieces."""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from pipeline.core.engine import HERE, Engine
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.core.workers.processes import Processes
from pipeline.corpus import collect as collecting
from pipeline.corpus.collect import Collected, collect
from pipeline.corpus.readers.formats import open_corpus
from pipeline.corpus.readers.pieces import pieces
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


@pytest.fixture(scope="module")
def processes() -> Iterator[Engine]:
    """Two."""
    with Processes(2) as engine:
        yield engine


def corpus(folder: Path) -> list[Path]:
    """A file of lines with entities, faults and copies, and a Mastodon outbox with warnings and boosts."""
    lines: list[str] = []
    for n in [*range(290), *range(10)]:
        entities = {"hashtags": [{"text": "x", "indices": [6, 8]}]} if n % 7 == 0 else {}
        post = {"id_str": str(n), "full_text": f"k{n:03d}k #x", "created_at": f"0{1 + n % 9}/04/2018"}
        lines.append("{cut" if n % 50 == 49 else json.dumps({**post, "entities": entities}))
    notes = [
        {
            "type": "Create",
            "object": {"type": "Note", "id": f"n{n}", "content": "<p>hi</p>", "summary": "bread"},
        }
        for n in range(5)
    ]
    boosts = [{"type": "Announce", "object": "https://m.example/1", "id": "b"}]
    paths = [folder / "a.jsonl", folder / "outbox.json"]
    paths[0].write_text("\n".join(lines))
    paths[1].write_text(json.dumps({"type": "OrderedCollection", "orderedItems": notes + boosts}))
    return paths


def found(paths: list[Path], engine: Engine) -> Collected:
    settings = CorpusSettings(chunk_rows=64)
    return collect(open_corpus(paths, settings), settings, QuietScreen(), engine)


def test_pieces_give_the_same(tmp_path: Path, processes: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """In pieces of a few kilobytes, on two processes."""
    monkeypatch.setattr(collecting, "LEAST", 4000)
    paths = corpus(tmp_path)
    reading = open_corpus(paths)
    assert len(pieces(reading.sources, reading.claims, 4000)) > 4
    one, cut = found(paths, HERE), found(paths, processes)
    pd.testing.assert_frame_equal(one.frame, cut.frame)
    pd.testing.assert_frame_equal(one.rejects, cut.rejects)
    assert one.account == cut.account
    assert one.account.dropped == {"boost": 1, "the same tweet again": 10}
    assert one.spans == cut.spans
    assert len(one.spans) == len([n for n in [*range(290), *range(10)] if n % 7 == 0 and n % 50 != 49])
    assert one.warnings == cut.warnings
    assert len(one.warnings) == 5
    assert one.example == cut.example
