"""Pieces of a corpus: together they are the whole, in order, wherever the cuts fall."""

import gzip
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.formats import open_corpus
from pipeline.corpus.readers.pieces import pieces, records

TEXTS = st.lists(st.text(alphabet="ab\r\n é😀\u2028,\"'", max_size=12), min_size=4, max_size=30)
QUICK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@QUICK
@given(texts=TEXTS, size=st.integers(20, 300))
def test_pieces_are_the_whole(tmp_path: Path, texts: list[str], size: int) -> None:
    """JSON lines cut every few bytes give the records of the uncut file; pieces travel to other processes."""
    path = tmp_path / "corpus.jsonl"
    lines = [json.dumps({"text": f"k{text}k"}, ensure_ascii=False) for text in texts]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    reading = open_corpus(path)
    cut = pickle.loads(pickle.dumps(pieces(reading.sources, reading.claims, size)))
    assert [item for piece in cut for item in records(piece)] == list(reading.items())
    assert len(cut) > 1 or path.stat().st_size <= 2 * size


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """A mark at the beginning and one-byte encodings do not matter; what is wider is not cut."""
    path = tmp_path / "corpus.txt"
    path.write_text("".join(f"the café is open, {n}\n" for n in range(200)), encoding=encoding)
    reading = open_corpus(path, CorpusSettings(form="text", encoding=encoding))
    cut = pieces(reading.sources, reading.claims, 500)
    assert [item for piece in cut for item in records(piece)] == list(reading.items())
    assert (len(cut) == 1) == (encoding == "utf-16")


def test_what_is_not_cut(tmp_path: Path) -> None:
    """A table, whose cells may hold line ends, and a packed file are whole; small files share a piece."""
    table = tmp_path / "a.csv"
    table.write_text("id,text\n" + "".join(f'{n},"two\nlines"\n' for n in range(200)))
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(b'{"text": "hi there"}\n' * 500))
    small = [tmp_path / f"{n}.jsonl" for n in range(4)]
    for path in small:
        path.write_text('{"text": "hi there"}\n' * 3)
    one = open_corpus([table])
    assert len(pieces(one.sources, one.claims, 100)) == 1
    several = open_corpus([packed, *small])
    cut = pieces(several.sources, several.claims, 200)
    assert len(cut) == 2
    assert sum(map(len, cut)) == 5
