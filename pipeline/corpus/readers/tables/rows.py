"""The rows of a table as records, and the claim that a text is one."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.claim import Claim
from pipeline.corpus.readers.columns import TEXT_KEYS, squash
from pipeline.corpus.readers.sources.decode import Source
from pipeline.corpus.readers.tables.audit import WRONG_WIDTH, choose, row_of, source_lines, tolerant
from pipeline.corpus.readers.tables.cells import Shape
from pipeline.corpus.readers.tables.dialect import STYLES, Dialect, candidates, plain_rows
from pipeline.corpus.readers.tables.header import Header, has_text_name

Item = tuple[Any, str | None]
MOST_FAULTS = 0.3  # of the rows; a table with more is not read
STYLE_NOTES = {
    "quoted": "cells quoted where needed",
    "escaped": "quotes escaped by a backslash",
    "tolerant": "quotes not closed or not doubled: read line by line",
    "bare": "quotes are characters of the text",
    "slashed": "a backslash before what belongs to the text (MySQL)",
}
ONE_NAME = re.compile(r"[\w .\-]+")
ONE_ROW = 10  # cells from which one row alone is a list of posts on its side


def claim_table(source: Source, asked: CorpusSettings) -> Claim | None:
    """The claim that a text is a table, checked over the whole file.

    Raises:
        UserError: it is a table, and cannot be read as one: without rows, names or a text column.
    """
    whole = len(source.head) >= source.size or source.size < 60_000
    if claim := _one_column(source, asked):
        return claim
    if claim := _one_row(source):
        return claim
    made = candidates(source.head, whole, asked)
    if not made:
        return _header_only(source)
    score, dialect = made[0]
    known = has_text_name(dialect.header.columns) or bool(asked.text_column)
    if not dialect.header.named:
        if not (known or (score >= 1.0 and len(dialect.header.columns) > 2)):
            return None
        if not has_text_name(dialect.header.columns):
            raise UserError(_headerless(source, dialect))
    need_text_column(source.shown, dialect.header.columns, asked.text_column)
    styles = ("bare",) if asked.quote == "none" else STYLES
    dialect, found = choose(source, dialect, styles)
    if not found.rows and not found.faults and not found.broken:
        raise UserError(
            f"{source.shown} is a table without rows: its only line is {', '.join(dialect.header.columns)}"
        )
    if _on_its_side(dialect.header.columns, found.rows):
        raise UserError(
            f"{source.shown} has {found.rows} rows and {len(dialect.header.columns)} columns named like "
            "posts: the table lies on its side; transpose it"
        )
    if found.broken or found.faults > max(2, MOST_FAULTS * (found.rows + found.faults)):
        raise UserError(
            f"{source.shown} begins as a table of {len(dialect.header.columns)} columns, but about line "
            f"{found.first:,} it is not one ({found.faults:,} of {found.rows + found.faults:,} rows have "
            "other cells): name its form with --delimiter or --quote (--quote none: no quotes)"
        )
    notes = [STYLE_NOTES[dialect.style], dialect.header.note]
    if dialect.surplus:
        notes.append("the text is not quoted: commas in it are its own")
    reason = f"{len(dialect.header.columns)} columns in {found.rows:,} of {found.rows + found.faults:,} rows"
    return Claim(
        0.9,
        dialect.name,
        reason,
        partial(read_table, source, dialect),
        dialect.header.columns,
        tuple(filter(None, notes)),
    )


def _on_its_side(columns: tuple[str, ...], rows: int) -> bool:
    """A few rows of many columns, whose names are running text."""
    return len(columns) > ONE_ROW > rows and sum(" " in name.strip() for name in columns) > 0.5 * len(columns)


def _one_column(source: Source, asked: CorpusSettings) -> Claim | None:
    """A table of one column is known by its name alone."""
    first = next(iter(source.head.lstrip("\ufeff").splitlines()), "").strip().strip('"').strip()
    names = TEXT_KEYS | ({squash(asked.text_column)} if asked.text_column else frozenset())
    if asked.columns and len(asked.columns) == 1 and not asked.header:
        header = Header(asked.columns, 0, True, note="no header, as asked")
    elif squash(first) in names and asked.header and ONE_NAME.fullmatch(first):
        header = Header((first,), 1, True)
    else:
        return None
    dialect = Dialect("\x1f", "quoted", header, Shape(1, 0, ()))
    dialect, found = choose(source, dialect, ("quoted", "bare"))
    if not found.rows:
        raise UserError(f"{source.shown} is a table without rows: its only line is {first}")
    return Claim(
        0.9, "CSV", "one column, known by its name", partial(read_table, source, dialect), header.columns
    )


def _one_row(source: Source) -> Claim | None:
    """All posts in one row of cells, under a name of the text column or without."""
    head = source.head.strip("\ufeff\r\n")
    if "\n" in head or "\r" in head or source.size > 4 * len(source.head):
        return None
    for delimiter in (",", ";", "\t", "|"):
        cells = next(plain_rows(iter([head]), delimiter, "quoted", '"', strict=False), [])
        if len(cells) > ONE_ROW and squash(cells[0]) in TEXT_KEYS:
            return Claim(
                0.9,
                "CSV in one row",
                f"one row of {len(cells)} cells under {cells[0]!r}",
                partial(_read_cells, source, delimiter),
                (cells[0],),
            )
    return None


def _read_cells(source: Source, delimiter: str) -> Iterator[Item]:
    with source.text() as stream:
        cells = next(plain_rows(iter([stream.read().strip("\r\n")]), delimiter, "quoted", '"', strict=False))
    yield from (({"text": cell}, None) for cell in cells[1:])


def _header_only(source: Source) -> Claim | None:
    """One line that names columns, one of them of texts, is a table without rows."""
    lines = [line for line in source.head.strip("\ufeff").splitlines() if line.strip()]
    if len(lines) == 1:
        for delimiter in (",", ";", "\t", "|"):
            names = [name.strip(' "') for name in lines[0].split(delimiter)]
            if len(names) > 1 and has_text_name(names):
                raise UserError(
                    f"{source.shown} is a table without rows: its only line is {', '.join(names)}"
                )
    return None


def _headerless(source: Source, dialect: Dialect) -> str:
    shown = ", ".join(name[:24] for name in dialect.header.columns[:6])
    return (
        f"{source.shown} is a table whose first line looks like a row, not like names ({shown}): "
        "if it has no header, give --no-header --columns with a name for each column, such as id,date,text; "
        "if each line really is a post, give --form text"
    )


def need_text_column(shown: str, columns: tuple[str, ...], text_column: str | None) -> None:
    """A UserError where no column is the text's."""
    if text_column:
        there = {squash(name) for name in columns}
        if squash(text_column) in there or squash(text_column.split(".")[0]) in there:
            return
    elif has_text_name(columns):
        return
    asked = f"no column {text_column!r}" if text_column else "no text column"
    names = ", ".join(columns[:12]) + (", …" if len(columns) > 12 else "")
    raise UserError(f"{shown} has {asked}; it has: {names}. Name the one with the text by --text-column")


def read_table(source: Source, dialect: Dialect) -> Iterator[Item]:
    """The rows under the header as records; a row of another width is a problem, not a guess."""
    columns = dialect.header.columns
    skip = dialect.header.skip
    if dialect.style == "tolerant":
        rows = tolerant(source, dialect)
    else:
        lines = source_lines(source, dialect)
        strict = plain_rows(lines, dialect.delimiter, dialect.style, dialect.quote, loose=dialect.loose)
        rows = ((row, None) for row in strict if row)
    for number, (cells, fault) in enumerate(rows):
        if number < skip:
            continue
        fit = None if fault else row_of(cells, dialect)
        if fit is not None and dialect.header.named and skip and tuple(fit) == columns:
            yield cells, "the header again"
        elif fit is not None:
            yield dict(zip(columns, fit, strict=True)), None
        else:
            yield cells, fault or WRONG_WIDTH
