"""Each kind of file, made by hand, gives the same tweets; each broken one gives one clear line."""

import gzip
import json
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.formats import chunks, open_corpus

TEXTS = ["Señor “quoted” 😀", "two\nlines, a comma; a |", '"@user: hi" ok']
V1 = [
    {"id_str": "1", "full_text": TEXTS[0], "truncated": False, "user": {"screen_name": "ann"}},
    {"id": 2, "text": "two…", "truncated": True, "extended_tweet": {"full_text": TEXTS[1]}},
    {"id": 3, "text": TEXTS[2], "truncated": True, "retweeted_status": {"id": 1}},
]
V2 = {
    "data": [
        {"id": "1", "text": TEXTS[0], "author_id": "9"},
        {"id": "2", "text": "two…", "note_tweet": {"text": TEXTS[1]}},
        {"id": "3", "text": TEXTS[2], "referenced_tweets": [{"type": "retweeted", "id": "1"}]},
    ],
    "includes": {"users": [{"id": "9", "username": "ann"}]},
}


def read(path: Path, text_column: str | None = None, size: int = 2) -> tuple[list[dict[str, Any]], list[Any]]:
    """All rows and rejects of a file."""
    parts = list(chunks(open_corpus(path, CorpusSettings(text_column=text_column)), size))
    return [r for part in parts for r in part.rows], [r for part in parts for r in part.rejects]


def put(folder: Path, content: str | bytes, name: str = "corpus.bin") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


CSV = 'id,text\n1,Señor “quoted” 😀\n2,"two\nlines, a comma; a |"\n3,"""@user: hi"" ok"\n'
CONTENTS = {
    "JSON array": json.dumps(V1, indent=1),
    "JSON lines": "\n".join(json.dumps(tweet) for tweet in V1),
    "JSON document": json.dumps(V2, indent=2, ensure_ascii=False),
    "tweets.js": "window.YTD.tweet.part0 = " + json.dumps([{"tweet": tweet} for tweet in V1]),
    "CSV": CSV,
    "CSV (;)": 'id;text\n1;Señor “quoted” 😀\n2;"two\nlines, a comma; a |"\n3;"""@user: hi"" ok"\n',
}


@pytest.mark.parametrize("wrap", ["plain", "gzip", "zip"])
@pytest.mark.parametrize("kind", CONTENTS)
def test_every_format_gives_the_same_texts(tmp_path: Path, kind: str, wrap: str) -> None:
    """Content decides the format, under a name that says nothing, plain and compressed."""
    content = CONTENTS[kind].encode()
    path = put(tmp_path, gzip.compress(content) if wrap == "gzip" else content)
    if wrap == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("some file", content)
    rows, rejects = read(path)
    assert open_corpus(path).format == kind
    assert [row["raw_text"] for row in rows] == TEXTS
    assert [row["tweet_id"] for row in rows] == ["1", "2", "3"]
    assert [row["source_row"] for row in rows] == [0, 1, 2]
    assert rejects == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("kind", CONTENTS)
def test_unicode_encodings(tmp_path: Path, kind: str, encoding: str) -> None:
    """Every format is read in every Unicode encoding, with a byte-order mark and without."""
    rows, _ = read(put(tmp_path, CONTENTS[kind].encode(encoding)))
    assert [row["raw_text"] for row in rows] == TEXTS


def test_windows_1252_table(tmp_path: Path) -> None:
    """A table in Windows-1252 keeps its accents, curly quotes and euro sign."""
    lines = ["Ça va très bien, “déjà vu”", "10 € pour le café – naïve", "Où êtes-vous… à l’hôtel"] * 5
    table = "id;text\n" + "".join(f'{n};"{line}"\n' for n, line in enumerate(lines))
    rows, _ = read(put(tmp_path, table.encode("cp1252")))
    assert [row["raw_text"] for row in rows] == lines


def test_few_broken_bytes_do_not_change_the_encoding(tmp_path: Path) -> None:
    """One bad byte in a UTF-8 file is counted and becomes U+FFFD; the other lines stay as they are."""
    path = put(tmp_path, ("señor año niño café\n" * 20).encode() + b"bad \xff byte\n")
    reading = open_corpus(path)
    rows, _ = read(path)
    assert reading.encoding == "utf-8 with lines of cp1252"
    assert rows[0]["raw_text"] == "señor año niño café"
    assert rows[-1]["raw_text"] == "bad \ufffd byte"


def test_fields_of_the_apis(tmp_path: Path) -> None:
    """Authors, retweets and cuts are found where v1.1 and v2 keep them."""
    first, second, third = read(put(tmp_path, json.dumps(V1)))[0]
    assert first["author"] == "ann"
    assert [row["truncated"] for row in (first, second, third)] == [False, False, True]
    assert [row["is_retweet"] for row in (first, second, third)] == [False, False, True]
    first, second, third = read(put(tmp_path, json.dumps(V2)))[0]
    assert first["author"] == "ann"
    assert [row["is_retweet"] for row in (first, second, third)] == [False, False, True]


def test_pages_one_a_line(tmp_path: Path) -> None:
    """API v2 pages, one a line, count as the tweets in them."""
    rows, _ = read(put(tmp_path, json.dumps(V2) + "\n" + json.dumps(V2) + "\n"))
    assert [row["raw_text"] for row in rows] == TEXTS * 2
    assert rows[3]["author"] == "ann"
    assert rows[5]["source_row"] == 5


def test_parts_of_a_personal_archive(tmp_path: Path) -> None:
    """A zip of an archive: tweets.js and its further parts are read, other files are not."""
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/account.js", "window.YTD.account.part0 = [{}]")
        archive.writestr("data/tweets-part1.js", 'window.YTD.tweets.part1 = [{"tweet": {"full_text": "b"}}]')
        archive.writestr("data/tweets.js", 'window.YTD.tweets.part0 = [{"tweet": {"full_text": "a"}}]')
    assert [row["raw_text"] for row in read(path)[0]] == ["a", "b"]


@pytest.mark.parametrize("wrap", [False, True])
def test_parquet(tmp_path: Path, wrap: bool) -> None:
    """Parquet, also compressed from outside, with a date as a timestamp."""
    path = tmp_path / "corpus"
    frame = pd.DataFrame({"Text": TEXTS, "created_at": pd.to_datetime(["2020-01-02"] * 3, utc=True)})
    frame.to_parquet(path)
    if wrap:
        path.write_bytes(gzip.compress(path.read_bytes()))
    rows, _ = read(path)
    assert [row["raw_text"] for row in rows] == TEXTS
    assert rows[0]["created"].startswith("2020-01-02T00:00:00")


def test_plain_text(tmp_path: Path) -> None:
    """A line is a tweet, commas and quotes or not; a blank line is a record without text."""
    rows, rejects = read(put(tmp_path, 'a, b and c\r\n"@user: hi, you" x\n\nSo, good\n[1] of many\n'))
    assert [row["raw_text"] for row in rows] == [
        "a, b and c",
        '"@user: hi, you" x',
        "So, good",
        "[1] of many",
    ]
    assert rejects == [{"source_row": 2, "reason": "no text", "raw": '{"text": ""}'}]


def test_tsv_without_quoting(tmp_path: Path) -> None:
    """A TSV whose texts begin with a quote that is none of its own is read line by line."""
    path = put(tmp_path, 'id\ttext\n1\t"@a: hi\n2\tplain\n3\t"@b: "ho" there\n')
    assert [row["raw_text"] for row in read(path)[0]] == ['"@a: hi', "plain", '"@b: "ho" there']


def test_one_column(tmp_path: Path) -> None:
    """A table of one column is known by its name."""
    assert [row["raw_text"] for row in read(put(tmp_path, 'text\n"a, b"\nc\n'))[0]] == ["a, b", "c"]


def test_text_column(tmp_path: Path) -> None:
    """--text-column is obeyed, nested or not, whatever other columns are called."""
    table = put(tmp_path, "text,words\nno,yes\nno,again\n")
    assert [row["raw_text"] for row in read(table, "words")[0]] == ["yes", "again"]
    nested = put(
        tmp_path, '{"text": "no", "deep": {"words": "yes"}}\n{"text": "no", "deep": {"words": "x"}}\n'
    )
    assert [row["raw_text"] for row in read(nested, "deep.words")[0]] == ["yes", "x"]


def test_rejects_keep_the_record_and_say_why(tmp_path: Path) -> None:
    """Lines that are not tweets are kept raw, with a reason and their place."""
    lines = [
        '{"text": "good"}',
        '{"text": "cut',
        "[1]",
        '{"likes": 3}',
        '{"text": 7}',
        '{"text": "\\ud83d!"}',
    ]
    rows, rejects = read(put(tmp_path, "\n".join(lines)))
    assert [row["raw_text"] for row in rows] == ["good", "\ufffd!"]
    assert [(r["source_row"], r["reason"], r["raw"]) for r in rejects] == [
        (1, "not JSON", '{"text": "cut'),
        (2, "not an object", "[1]"),
        (3, "no text", '{"likes": 3}'),
        (4, "text is not a string", '{"text": 7}'),
    ]


def test_rows_of_another_width(tmp_path: Path) -> None:
    """A row with a cell too many is rejected, not shifted."""
    good = "".join(f"{n},tweet {n}\n" for n in range(20))
    rows, rejects = read(put(tmp_path, "id,text\n" + good + "1,2,3\n"))
    assert len(rows) == 20
    assert rejects == [{"source_row": 20, "reason": "wrong number of cells", "raw": '["1", "2", "3"]'}]


GZIP = gzip.compress(json.dumps(V1 * 500).encode())
BROKEN = {
    "is empty": b"",
    "is empty inside": gzip.compress(b""),
    "cut short or damaged": GZIP[: len(GZIP) // 2],
    "damaged": GZIP[:-8] + b"\x00" * 8,
    "is not text": bytes(range(256)) * 50,
    "no text column; it has: id, likes": b"id,likes\n1,2\n3,4\n5,6\n",
    "no text column; it has: likes, when": b'{"likes": 1, "when": 2}\n{"likes": 1}\n',
    "is not a corpus": b'{"text": ""}\n{"text": ""}\n',
    "has no records": b"[]",
    "a web page": b"<!DOCTYPE html><html><body>not found</body></html>",
    "damaged Parquet": b"PAR1" + b"x" * 100,
}


@pytest.mark.parametrize("message", BROKEN)
def test_what_is_no_corpus_says_so_in_one_line(tmp_path: Path, message: str) -> None:
    """Every broken file is a UserError of one line that names the file."""
    path = put(tmp_path, BROKEN[message])
    with pytest.raises(UserError) as error:
        read(path)
    assert message in str(error.value)
    assert path.name in str(error.value)
    assert "\n" not in str(error.value)


def test_a_cut_array_costs_one_record(tmp_path: Path) -> None:
    """What is whole is read; the record that breaks off is rejected with its reason."""
    rows, rejects = read(put(tmp_path, '[{"text": "a"}, {"text": "b"}, {"te'))
    assert [row["raw_text"] for row in rows] == ["a", "b"]
    assert rejects == [{"source_row": 2, "reason": "cut short", "raw": '{"te'}]


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    """An empty folder, a missing file, a damaged zip and one with several files: each has its own error."""
    with pytest.raises(UserError, match="holds nothing"):
        open_corpus(tmp_path)
    with pytest.raises(UserError, match="does not exist"):
        open_corpus(tmp_path / "none.json")
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
        archive.writestr("b.txt", "b")
    with pytest.raises(UserError, match=r"holds a\.txt, b\.txt"):
        open_corpus(path)
    with pytest.raises(UserError, match="cut short or damaged"):
        open_corpus(put(tmp_path, path.read_bytes()[:60]))


@pytest.mark.parametrize("kind", ["JSON lines", "JSON array", "CSV", "plain text"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, kind: str) -> None:
    """Ten times the records, the same peak of memory."""

    def peak(count: int) -> int:
        records = [json.dumps({"text": f"tweet {n} " + "x" * 100}) for n in range(count)]
        content = {
            "JSON lines": "\n".join(records),
            "JSON array": "[" + ",\n".join(records) + "]",
            "CSV": "id,text\n" + "".join(f"{n},{'x' * 100}\n" for n in range(count)),
            "plain text": "".join(f"tweet {n} {'x' * 100}\n" for n in range(count)),
        }[kind]
        path = put(tmp_path, content)
        del records, content
        tracemalloc.start()
        read = sum(len(chunk.rows) for chunk in chunks(open_corpus(path), 200))
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert read == count
        return size

    peak(100)
    assert peak(20_000) < 1.5 * peak(2_000) + 200_000


def test_the_real_corpora(shared: Path) -> None:
    """The record counts of the three real files, counted independently by json and by lines."""
    for name in ("trump_2009_2018.json.gz", "trump_2016_condensed.json.gz"):
        path = shared / "corpora" / name
        records = json.loads(gzip.decompress(path.read_bytes()).decode("utf-8-sig"))
        rows, rejects = read(path, size=5000)
        assert [row["raw_text"] for row in rows] == [record["text"] for record in records]
        assert rejects == []
    path = shared / "corpora" / "musk_2010_2021.jsonl"
    lines = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["raw_text"] for row in read(path, size=5000)[0]] == lines
