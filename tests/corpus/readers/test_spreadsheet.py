"""Workbooks: titles, empty rows, several sheets of the same columns, and how much memory they take."""

import tracemalloc
from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from tests.corpus.readers.forms.binary import workbook
from tests.corpus.readers.reading import put, read

HEADER = ["id", "text"]


def test_sheets_of_the_same_columns_are_one_table(tmp_path: Path) -> None:
    """One sheet a year is how people keep archives: all are read, and a note's sheet is not."""
    sheets = {
        "About": [["This workbook holds posts"]],
        "2020": [HEADER, ["1", "one"], ["2", "two"]],
        "2021": [["Posts of 2021", ""], ["", ""], HEADER, ["3", "three"], ["", ""], ["4", "four"]],
    }
    path = put(tmp_path, workbook(sheets))
    assert read(path).texts == ["one", "two", "three", "four"]
    assert read(path, table="2021").texts == ["three", "four"]


def test_an_old_workbook() -> None:
    """A small .xls that xlwt 1.3.0 wrote: dates as dates, a number as text, no post of an empty cell."""
    found = read(Path(__file__).parent / "forms" / "posts.xls")
    assert found.texts == [
        "é “x” 😀 kettle",
        "two\nlines, and a comma",
        "=1+1 text",
        "  padded  ",
        "7",
    ]


def test_a_binary_workbook() -> None:
    """A small .xlsb that pyxlsbwriter 0.1.0 wrote: the same, with all dates as they were given."""
    found = read(Path(__file__).parent / "forms" / "posts.xlsb")
    assert found.form == "spreadsheet"
    assert found.texts == ["é “x” ☕ kettle", "two\nlines, and a comma", "=1+1 text", "  padded  ", "7"]
    assert found.of("tweet_id") == ["1", "2", "4", "5", "6"]
    assert found.of("author") == ["ann", "bob", "dé", "eve", "flo"]
    assert found.of("created") == [
        *("2018-10-10T20:19:24", "2019-01-02T03:04:05", "2020-02-29T12:00:00", "2021-02-28", "2021-03-01"),
    ]
    assert found.rejects == ["no text"]


def test_what_cannot_be_read(tmp_path: Path) -> None:
    """No such sheet, a header alone, no text column: a line each."""
    with pytest.raises(UserError, match="no sheet 'x'; it has: a"):
        read(put(tmp_path, workbook({"a": [HEADER, ["1", "one"]]})), table="x")
    with pytest.raises(UserError, match="no records"):
        read(put(tmp_path, workbook({"a": [HEADER]})))
    with pytest.raises(UserError, match="--text-column"):
        read(put(tmp_path, workbook({"a": [["x", "y"], ["1", "2"]]})))


def test_rows_become_python_one_by_one(tmp_path: Path) -> None:
    """Python's own memory for 10,000 rows of 200 characters stays below that of a list of their cells."""
    path = put(tmp_path, workbook({"a": [HEADER, *([str(n), f"{n} " * 40] for n in range(10_000))]}))
    tracemalloc.start()
    try:
        from pipeline.corpus.readers.formats import open_corpus

        assert sum(1 for _ in open_corpus(path).items()) == 10_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000
