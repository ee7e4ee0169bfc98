"""The whole stage: every record accounted for, the artefacts as promised, errors that touch nothing."""

import gzip
import json
import unicodedata
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.core.workspace import Workspace, sha256
from pipeline.corpus import stage as ingest
from pipeline.corpus.cleaning import steps
from pipeline.corpus.columns import TWEETS
from pipeline.text.vocabulary import Vocabulary
from pipeline.tracking.tracker import NullTracker

RECORDS: list[Any] = [
    {"id_str": "1", "text": "Hello &amp; welcome", "created_at": "Wed Oct 10 20:19:24 +0000 2018"},
    {"id_str": "1", "text": "Hello &amp; welcome", "created_at": "Wed Oct 10 20:19:24 +0000 2018"},
    {"id_str": "2", "text": "RT @ann: Hello and a very warm welcome to all of you", "is_retweet": "true"},
    {"id_str": "2", "text": "another text under the same number"},
    {"text": "without a number", "user": {"screen_name": "bob"}},
    {"id_str": "5", "text": "\u200b  "},
    {"id_str": "6", "text": "y" * 70},
    {"id_str": "7"},
]


class Recorder(NullTracker):
    """Keeps what a stage logs."""

    def __init__(self) -> None:
        self.logged: dict[str, Any] = {}

    def metrics(self, values: dict[str, float], step: int | None = None) -> None:
        self.logged |= values

    def table(self, frame: pd.DataFrame, name: str) -> None:
        self.logged[name] = frame

    def figure(self, figure: Figure, name: str) -> None:
        self.logged[name] = figure

    def dataset(self, frame: pd.DataFrame, name: str, source: Path, digest: str) -> None:
        self.logged["dataset"] = (len(frame), name, source, digest)


class Notes(QuietScreen):
    """Keeps what a stage says."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.rows: list[tuple[object, ...]] = []

    def warn(self, line: str) -> None:
        self.lines.append(line)

    def show(self, title: str, columns: Any, rows: Any) -> None:
        self.rows += [tuple(row) for row in rows]


def put(folder: Path, lines: list[Any], name: str = "tweets.jsonl") -> Path:
    path = folder / name
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def run(path: Path, folder: Path, **values: Any) -> tuple[dict[str, Any], Workspace, Recorder, Notes]:
    workspace, tracker, screen = Workspace(folder / "work"), Recorder(), Notes()
    settings = CorpusSettings(source=str(path), **values)
    return ingest.run(settings, workspace, tracker, screen), workspace, tracker, screen


def test_every_record_is_accounted_for(tmp_path: Path) -> None:
    """Read = kept + dropped + rejected, each by its reason, and the same everywhere it is shown."""
    path = put(tmp_path, [*RECORDS, "no json {"])
    counts, workspace, tracker, screen = run(path, tmp_path, retweets="drop", max_length=60, chunk_rows=2)
    assert counts["rows_read"] == 9
    assert counts["kept"] == 3
    assert counts["dropped"] == {"retweet": 1, "the same tweet again": 1}
    assert counts["rejected"] == {
        "empty after cleaning": 1,
        "longer than 60 characters": 1,
        "no text": 1,
        "not JSON": 1,
    }
    rejects = pd.read_parquet(workspace.rejects)
    assert rejects["source_row"].tolist() == [5, 6, 7, 8]
    assert rejects["raw"].tolist()[2:] == ['{"id_str": "7"}', "no json {"]
    assert json.loads(rejects["raw"][1]) == RECORDS[6]
    assert ("read", 9) in screen.rows
    assert ("dropped: retweet", 1) in screen.rows
    assert tracker.logged["corpus/rejected_not_JSON"] == 1
    assert tracker.logged["dataset"] == (3, "tweets.jsonl", path, sha256(path))
    json.dumps(counts)


def test_the_tweet_table(tmp_path: Path) -> None:
    """The columns and types that the other stages rely on; ids are unique; nulls are null."""
    _, workspace, _, _ = run(put(tmp_path, RECORDS), tmp_path)
    frame = pd.read_parquet(workspace.tweets)
    assert tuple(frame.columns) == tuple(TWEETS.columns)
    assert frame["tweet_id"].tolist() == ["1", "2", "2-3", "row-4", "6"]
    assert frame["text"][0] == "Hello & welcome"
    assert frame["raw_text"][0] == "Hello &amp; welcome"
    assert str(frame["created_at"].dtype) == "datetime64[us, UTC]"
    assert frame["created_at"].isna().tolist() == [False, True, True, True, True]
    assert frame["author"].isna().tolist() == [True, True, True, False, True]
    assert frame["is_retweet"].tolist() == [False, True, False, False, False]
    for name in ("is_retweet", "is_manual_retweet", "is_truncated"):
        assert frame[name].dtype == np.bool_
    for name in ("cluster_id", "source_row"):
        assert frame[name].dtype == np.int64


def test_the_chunk_size_changes_nothing(tmp_path: Path) -> None:
    """One record at a time or all at once: the same bytes on disk."""
    path = put(tmp_path, RECORDS * 3)
    _, one, _, _ = run(path, tmp_path / "a", chunk_rows=1)
    _, all_, _, _ = run(path, tmp_path / "b", chunk_rows=1000)
    for name in ("tweets", "rejects", "vocabulary"):
        assert getattr(one, name).read_bytes() == getattr(all_, name).read_bytes()


def test_errors_touch_nothing(tmp_path: Path) -> None:
    """What an earlier run wrote stays when a later one fails, also after hundreds of good records."""
    good = put(tmp_path, RECORDS)
    _, workspace, _, _ = run(good, tmp_path)
    before = {path: path.read_bytes() for path in workspace.folder.iterdir()}
    whole = gzip.compress(put(tmp_path, RECORDS[:5] * 400, "many").read_bytes())
    (tmp_path / "cut.gz").write_bytes(whole[: len(whole) // 2])
    for path, words in (
        ("cut.gz", "cut short"),
        ("none", "does not exist"),
    ):
        with pytest.raises(UserError, match=words):
            run(tmp_path / path, tmp_path, chunk_rows=100)
    with pytest.raises(UserError, match="leaves no tweet: all 1 records"):
        run(put(tmp_path, [RECORDS[2]], "rt"), tmp_path, retweets="drop")
    with pytest.raises(UserError, match="set CORPUS"):
        ingest.run(CorpusSettings(), workspace, NullTracker(), QuietScreen())
    assert {path: path.read_bytes() for path in workspace.folder.iterdir()} == before


def test_added_tweets_change_no_split(tmp_path: Path) -> None:
    """New tweets at either end of the file leave the split and the cluster of the old ones as they were."""
    rng = np.random.default_rng(0)
    words = ["".join(rng.choice(list("abcdefghij"), 6)) for _ in range(400)]
    texts = [" ".join(rng.choice(words, 12)) for _ in range(300)]
    old, new = [{"id_str": str(n), "text": text} for n, text in enumerate(texts[:200])], texts[200:]
    added = [{"id_str": f"n{n}", "text": text} for n, text in enumerate(new)]
    shares = {"valid_share": 0.2, "test_share": 0.2}
    _, first, _, _ = run(put(tmp_path, old), tmp_path / "a", **shares)
    before = pd.read_parquet(first.tweets).set_index("tweet_id")
    assert before["split"].nunique() == 3
    for name, lines in (("b", old + added), ("c", added + old)):
        _, second, _, _ = run(put(tmp_path, lines), tmp_path / name, **shares)
        after = pd.read_parquet(second.tweets).set_index("tweet_id").loc[before.index]
        assert after["split"].tolist() == before["split"].tolist()
        assert after["cluster_id"].tolist() == before["cluster_id"].tolist()


def test_small_corpora_and_broken_bytes_are_warned_of(tmp_path: Path) -> None:
    """A split without tweets and bytes that are not text are reported, not hidden."""
    path = put(tmp_path, [{"text": "se"}])
    path.write_bytes(
        path.read_bytes() + "\nñé ñé ñé ñé ñé ñé ñé ñé ñé\n".encode() + b'{"text": "a \xff b"}\n'
    )
    _, _, _, screen = run(path, tmp_path)
    assert any("no tweet fell into" in line for line in screen.lines)
    assert any("1 characters are lost" in line for line in screen.lines)


def test_marks_in_the_wrong_order_are_never_normalised_at_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """200,000 of them cost the square of that: such a post is rejected before; the others stay."""
    lengths: list[int] = []

    def normalize(form: str, text: str) -> str:
        lengths.append(len(text))
        return unicodedata.normalize(form, text)

    monkeypatch.setattr(steps, "unicodedata", SimpleNamespace(normalize=normalize))
    marks = "\u0301\u0323"
    posts = [f"post number {n} a{marks * n}" for n in range(1, 40)]
    counts, *_ = run(put(tmp_path, [{"text": text} for text in ("a" + marks * 100_000, *posts)]), tmp_path)
    assert counts["kept"] == len(posts)
    assert counts["rejected"] == {"longer than 10000 characters": 1}
    assert max(lengths) == max(map(len, posts))


def test_many_equal_posts_are_one_cluster(tmp_path: Path) -> None:
    """All are kept and all in one split, which a line says."""
    counts, workspace, _, screen = run(put(tmp_path, [{"text": "the very same"}] * 5000), tmp_path)
    assert (counts["kept"], counts["clusters"]) == (5000, 1)
    assert pd.read_parquet(workspace.tweets)["split"].nunique() == 1
    assert any("no tweet fell into" in line for line in screen.lines)


def test_a_stream(tmp_path: Path) -> None:
    """A stream corpus: line ends become newlines, nothing else changes, and every character is known."""
    path = tmp_path / "book.gz"
    path.write_bytes(gzip.compress("A  tale\r\nof “two”\rcities\n".encode("utf-16")))
    counts, workspace, _, _ = run(path, tmp_path, kind="stream", min_count=1)
    text = workspace.stream.read_bytes().decode("utf-8")
    assert text == "A  tale\nof “two”\ncities\n"
    known = Vocabulary.load(workspace.vocabulary)
    assert set(known.characters) == set(text)
    assert (counts["characters"], counts["lines"], counts["unknown_share"]) == (len(text), 3, 0.0)
    path.write_bytes(gzip.compress(b" \n "))
    with pytest.raises(UserError, match="has no text"):
        run(path, tmp_path, kind="stream")


def test_the_main_corpus(shared: Path, tmp_path: Path) -> None:
    """All quirks of the real archive are met, counted here from its raw JSON by other means."""
    path = shared / "corpora" / "trump_2009_2018.json.gz"
    raw = [r["text"] for r in json.loads(gzip.decompress(path.read_bytes()).decode("utf-8-sig"))]
    counts, workspace, tracker, _ = run(path, tmp_path)
    frame = pd.read_parquet(workspace.tweets)
    assert counts["rows_read"] == counts["kept"] == len(raw) == len(frame) == 36_022
    assert frame["raw_text"].tolist() == raw
    assert frame["created_at"].notna().all()
    assert frame["created_at"].dt.year.min() == 2009
    whole = "\n".join(frame["text"])
    for gone in ("\ufeff", "\u00a0", "&amp;", "&lt;", "&gt;", "\r", "\x92", "\u200b", "\u200e", "  "):
        assert gone not in whole
    for kept in "“”‘’Ｇ…\n":
        assert whole.count(kept) >= "\n".join(raw).count(kept)
    assert counts["retweets"] >= sum(text.startswith("RT @") for text in raw) > 951
    assert 0.29 < counts["manual_retweets"] / len(frame) < 0.31
    assert 0.004 < frame.duplicated("text").mean() < 0.01
    assert 0.03 < 1 - counts["clusters"] / len(frame) < 0.06
    assert (frame.groupby("cluster_id")["split"].nunique() == 1).all()
    assert abs(counts["splits"]["test"] / len(frame) - 0.05) < 0.005
    known = Vocabulary.load(workspace.vocabulary)
    train = Counter("".join(frame.loc[frame["split"] == "train", "text"]))
    assert set(known.characters) == {c for c, n in train.items() if n >= 10}
    inside = set(known.characters)
    share = sum(c not in inside for c in "".join(frame["text"])) / frame["text"].str.len().sum()
    assert counts["unknown_share"] == pytest.approx(share)
    assert isinstance(tracker.logged["corpus"], Figure)


def test_the_second_author(shared: Path, tmp_path: Path) -> None:
    """JSON lines with nothing but a text: ids are made, dates are null, a split by time is refused."""
    path = shared / "corpora" / "musk_2010_2021.jsonl"
    counts, _, _, _ = run(path, tmp_path)
    assert (counts["kept"], counts["without_date"], counts["format"]) == (12_562, 12_562, "JSON lines")
    with pytest.raises(UserError, match="split by time needs dates"):
        run(path, tmp_path, split="time")


def test_split_by_time_on_the_condensed_archive(shared: Path, tmp_path: Path) -> None:
    """Every test tweet is newer than any cluster of the training set began."""
    path = shared / "corpora" / "trump_2016_condensed.json.gz"
    counts, workspace, _, _ = run(path, tmp_path, split="time")
    frame = pd.read_parquet(workspace.tweets)
    born = frame.groupby("cluster_id").agg(date=("created_at", "min"), split=("split", "first"))
    test, train = born[born["split"] == "test"]["date"], born[born["split"] == "train"]["date"]
    assert test.min() > train.max()
    assert counts["splits"]["test"] == pytest.approx(0.05 * 4225, abs=5)
