"""One line of a table to its cells: against the csv module where it is well written, by hand where not."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.readers.tables.cells import Shape, split, usual_width

CELL = st.text(st.characters(codec="ascii", exclude_characters='"\r\n\x00'), max_size=6)


@given(st.lists(st.one_of(CELL, CELL.map(lambda text: f'a {text}, "{text}" b')), min_size=2, max_size=5))
def test_well_written_lines_are_the_csv_modules(cells: list[str]) -> None:
    """All cells quoted, quotes doubled."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="").writerow(cells)
    assert split(out.getvalue(), ",") == cells


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('1,"he said "no" twice",x', ["1", 'he said "no" twice', "x"]),
        ('1,he said "no",x', ["1", 'he said "no"', "x"]),
        ('"he said "no""', ['he said "no"']),
        ('1,"never ends', None),
        (",,", ["", "", ""]),
    ],
)
def test_bare_quotes_are_of_the_text(line: str, cells: list[str] | None) -> None:
    """A quote ends a cell only before a delimiter or the end."""
    assert split(line, ",") == cells


def test_a_shape_is_learnt_and_holds_a_text_with_delimiters() -> None:
    """Ids and dates hold the text between them, commas and all; another line is not a row."""
    rows = [[str(1000 + n), f"text {n}", f"2026-01-{n:02}"] for n in range(10, 28)]
    shape = Shape.of(rows, 3, text=1)
    assert shape.fits(["1100", "anything, at all", "2026-02-03"])
    assert not shape.fits(["ann", "anything", "2026-02-03"])
    assert not shape.fits(["1100", "two cells"])
    assert shape.anchored("1100,one, two, three,2026-02-03", ",", '"') == [
        "1100",
        "one, two, three",
        "2026-02-03",
    ]
    assert shape.anchored("1100,one, two, three", ",", '"') is None


def test_the_usual_width_is_that_of_most_rows() -> None:
    """Two of three; of none there is none."""
    assert usual_width([["a", "b"], ["a"], ["c", "d"], []]) == (2, pytest.approx(2 / 3))
    assert usual_width([[]]) == (0, 0.0)
