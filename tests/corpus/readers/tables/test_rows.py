"""Rows of tables: what a broken line costs, and tables that are one column, one row, or only a header."""

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from tests.corpus.readers.reading import put, read

GOOD = [f'{n},"post number {n}, ok",2026-01-{n:02}' for n in range(10, 30)]


def test_a_quote_that_never_ends_costs_its_own_row(tmp_path: Path) -> None:
    """The rows after it are read, each with its own text."""
    lines = [*GOOD[:5], '99,"it never ends,2026-02-01', *GOOD[5:]]
    found = read(put(tmp_path, "\n".join(["id,text,date", *lines]) + "\n"))
    texts = [text for text in found.texts if text.startswith("post")]
    assert texts == [f"post number {n}, ok" for n in range(10, 30)]
    assert len(found.rows) + len(found.rejects) == 21


def test_one_column_with_a_name_and_one_row_of_cells(tmp_path: Path) -> None:
    """A name above lines; a name and all posts in one row."""
    assert (
        read(put(tmp_path, "text\n" + "\n".join(f"just post {n}" for n in range(9)))).texts[0]
        == "just post 0"
    )
    row = ",".join(["text", *(f'"post {n}, here"' for n in range(40))])
    assert read(put(tmp_path, row, "row")).texts == [f"post {n}, here" for n in range(40)]


def test_a_header_without_rows_is_said(tmp_path: Path) -> None:
    """One line names the columns."""
    with pytest.raises(UserError, match="is a table without rows: its only line is id, text, date"):
        read(put(tmp_path, "id,text,date\n"))


def test_a_table_without_a_header_needs_names(tmp_path: Path) -> None:
    """The line says which options; with them it is read."""
    path = put(tmp_path, "\n".join(GOOD) + "\n")
    with pytest.raises(UserError, match="--no-header --columns"):
        read(path)
    found = read(path, header=False, columns=("id", "text", "date"))
    assert found.texts[0] == "post number 10, ok"
    assert len(found.rows) == 20
