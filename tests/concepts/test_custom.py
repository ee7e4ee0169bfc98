"""The user's own spans and patterns, and how bad ones are refused."""

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.concepts.custom import own_spans, pattern_spans
from pipeline.concepts.label import label
from pipeline.core.errors import UserError
from pipeline.core.settings import ConceptSettings

IDS, TEXTS = ["1", "2"], ["so much fun", "Ann Lee left"]


def write(path: Path, records: list[dict[str, object]]) -> str:
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return str(path)


def test_patterns_and_files_join_the_table(tmp_path: Path) -> None:
    """Own spans stand in the table beside the rules' own, with their source."""
    record = {"tweet_id": 1, "start": 3, "end": 7, "concept": "amount"}
    file = write(tmp_path / "mine.jsonl", [record])
    settings = ConceptSettings(
        spans=(file,), patterns={"laughter": r"\bfun\b", "after_so": r"so (?P<span>\w+)"}
    )
    spans = label(pd.DataFrame({"tweet_id": IDS, "text": TEXTS}), settings).spans
    rows = spans[spans["source"] != "rule"][["tweet_id", "concept", "start", "end", "source"]]
    assert sorted(map(tuple, rows.itertuples(index=False))) == [
        ("1", "after_so", 3, 7, "pattern"),
        ("1", "amount", 3, 7, "mine.jsonl"),
        ("1", "laughter", 8, 11, "pattern"),
    ]


def test_conll_is_matched_by_its_text(tmp_path: Path) -> None:
    """A CoNLL block belongs to the tweet that reads the same, whatever the blanks."""
    path = tmp_path / "mine.conll"
    path.write_text("Ann\tB-PERSON\nLee\tI-PERSON\nle\tO\nft\tB-END\n", encoding="utf-8")
    assert list(own_spans(IDS, TEXTS, [str(path)])) == [
        ("2", "person", 0, 7, "mine.conll"),
        ("2", "end", 10, 12, "mine.conll"),
    ]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"tweet_id": "9", "start": 0, "end": 1, "concept": "x"}, "no tweet 9"),
        ({"tweet_id": "1", "start": 3, "end": 12, "concept": "x"}, "3:12 is not inside tweet 1 of 11"),
        ({"tweet_id": "1", "start": 3, "end": 3, "concept": "x"}, "3:3"),
        ({"tweet_id": "1", "start": 0.5, "end": 3, "concept": "x"}, "0.5:3"),
        ({"tweet_id": "1", "start": 0, "end": 3}, "need an object"),
        ({"tweet_id": "1", "start": 0, "end": 3, "concept": "url"}, "built-in"),
        ({"tweet_id": "1", "start": 0, "end": 3, "concept": "My Own"}, "small letters"),
    ],
)
def test_bad_spans_are_refused(tmp_path: Path, record: dict[str, object], message: str) -> None:
    """An unknown tweet, a span outside its tweet, a missing key, a bad name: one line that says where."""
    file = write(tmp_path / "mine.jsonl", [record])
    with pytest.raises(UserError, match=message) as caught:
        own_spans(IDS, TEXTS, [file])
    assert "line 1" in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "text", "message"),
    [("(", "x", "not a regular expression"), (r"(a|aa)+$", "a" * 60 + "b", "over 0.1 s")],
)
def test_bad_patterns_are_refused(
    monkeypatch: pytest.MonkeyPatch, pattern: str, text: str, message: str
) -> None:
    """A broken pattern and one that never ends are each one clear line."""
    monkeypatch.setattr("pipeline.concepts.custom.TIME_LIMIT", 0.1)
    with pytest.raises(UserError, match=message):
        pattern_spans(["1"], [text], {"mine": pattern})


def test_missing_and_foreign_files_are_refused(tmp_path: Path) -> None:
    """A file that is not there, and a CoNLL text that is not a tweet of the corpus, are refused."""
    with pytest.raises(UserError, match=r"does not exist: check the setting concepts\.spans"):
        own_spans(IDS, TEXTS, [str(tmp_path / "none.jsonl")])
    path = tmp_path / "mine.conll"
    path.write_text("Someone\tB-X\n", encoding="utf-8")
    with pytest.raises(UserError, match="no tweet reads 'Someone'"):
        own_spans(IDS, TEXTS, [str(path)])


def test_a_packed_file_reads_as_the_plain_one(tmp_path: Path) -> None:
    """JSON lines and CoNLL may be gzipped."""
    plain = write(tmp_path / "mine.jsonl", [{"tweet_id": 1, "start": 3, "end": 7, "concept": "amount"}])
    conll = tmp_path / "mine.conll"
    conll.write_text("Ann\tB-PERSON\nLee\tI-PERSON\nleft\tO\n", encoding="utf-8")
    for path in (Path(plain), conll):
        packed = Path(f"{path}.gz")
        packed.write_bytes(gzip.compress(path.read_bytes()))
        rows = own_spans(IDS, TEXTS, [str(path)])
        assert [row[:4] for row in own_spans(IDS, TEXTS, [str(packed)])] == [row[:4] for row in rows]
        assert len(rows) == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("mine.jsonl", b"\xff\xfe", "not UTF-8"),
        ("mine.jsonl", b"\n\n", "no span"),
        ("mine.jsonl.gz", b"plain", "cannot read spans"),
        ("mine.conll", b"Ann O\nLee O\nleft O\n", "no span"),
        ("mine.conll", b"Ann\n", "a token and a tag"),
        ("mine.xml", b"<a/>", "suffix"),
    ],
)
def test_broken_files_are_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    """Bytes that are neither text nor an archive, or hold no span: one line that names the file."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError, match=message) as caught:
        own_spans(IDS, TEXTS, [str(path)])
    assert name in str(caught.value)
