"""Sources: the bytes of a file, or of what is packed in it, as text with a known encoding."""

import gzip
import zipfile
from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.corpus.readers.sources import decode
from pipeline.corpus.readers.sources.decode import sources
from tests.corpus.readers.reading import put

TEXT = "naïve café — 😀\nsecond line\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_the_encoding_is_found_and_the_mark_is_gone(tmp_path: Path, encoding: str) -> None:
    """The same text, line by line, with its line ends."""
    content = "\ufeff".encode(encoding) * (encoding == "utf-16-le") + (TEXT * 20).encode(encoding)
    (source,) = sources(put(tmp_path, content))
    assert "".join(source.lines()) == TEXT * 20
    assert source.binary_kind == ""


def test_what_is_packed_is_named_by_its_member(tmp_path: Path) -> None:
    """A member of a zip, packed again; it can be opened any number of times."""
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("inner/posts.csv.gz", gzip.compress(TEXT.encode()))
    (source,) = sources(tmp_path / "all.zip")
    assert "posts.csv" in source.name
    assert source.shown.startswith(str(tmp_path / "all.zip"))
    for _ in range(2):
        with source.text() as stream:
            assert stream.read() == TEXT


def test_a_line_without_end_is_refused_in_bounded_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line says where, and which options may help."""
    monkeypatch.setattr(decode, "LONGEST_LINE", 50)
    (source,) = sources(put(tmp_path, "short\n" + "x" * 200 + "\n"))
    lines = source.lines()
    assert next(lines) == "short\n"
    with pytest.raises(UserError, match="line 2 is longer than 50 characters"):
        next(lines)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"%PDF-1.7 x" * 9, "PDF"), (b"\x80\x04\x95" + b"x" * 90, "pickle")],
)
def test_what_is_not_text_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    """By its first bytes, whatever its name is."""
    with pytest.raises(UserError, match=words):
        sources(put(tmp_path, content, "posts.csv"))
