"""UTF-8 with lines of an old code page: each line as it is."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.readers.sources import mended
from pipeline.corpus.readers.sources.mended import LOST, Mended, mend


@pytest.mark.parametrize(
    ("line", "stray", "text"),
    [
        (b"It\x92s", "cp1252", "It’s"),
        ("café ".encode() + b"caf\xe9", "cp1252", "café café"),
        (b"bad \xff byte", "cp1252", f"bad {LOST} byte"),
        (b"cut \xf0\x9f\x98", "cp1252", f"cut {LOST}"),
        (b"\xcf\xf0\xe8", "cp1251", "При"),
    ],
)
def test_lines_by_hand(line: bytes, stray: str, text: str) -> None:
    """What is UTF-8 stays, other bytes are of the code page, and what is neither is lost."""
    assert mend(line, stray) == text


@given(st.text())
def test_utf8_is_left_alone(text: str) -> None:
    """Any text comes back."""
    assert mend(text.encode("utf-8", "ignore"), "cp1252") == text.encode("utf-8", "ignore").decode()


def test_a_stream_is_mended_line_by_line_over_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks end within lines; a smiley across their joint is whole, and each stray line is mended."""
    monkeypatch.setattr(mended, "BLOCK", 7)
    content = b"".join([b"abc\n", "😀 ok\n".encode(), b"It\x92s\n"] * 20)
    stream = io.TextIOWrapper(io.BufferedReader(Mended(io.BytesIO(content), "cp1252")), "utf-8")
    assert stream.read() == "abc\n😀 ok\nIt’s\n" * 20
