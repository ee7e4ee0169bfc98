"""Spreadsheets (.xlsx, .xls, .xlsb, .ods), by calamine: their sheets, headers and cells.

A workbook is parsed as a whole, and its cells become Python values a row at a time.
"""

import io
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from pipeline.core.errors import UserError
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.claim import Claim
from pipeline.corpus.readers.sources.decode import Source
from pipeline.corpus.readers.sources.unpack import seekable
from pipeline.corpus.readers.tables.header import Header, find_header, has_text_name, trimmed
from pipeline.corpus.readers.tables.rows import need_text_column

LARGEST = 1 << 28  # bytes of the file; cells take many times that
TITLES = 6  # rows above the header, at most
SAMPLE = 200  # rows in which the header is looked for
Item = tuple[Any, str | None]


def claim_spreadsheet(source: Source, asked: CorpusSettings) -> Claim:
    """The claim on a workbook: the sheet asked for, or all that have the columns of the first with texts.

    Raises:
        UserError: it is damaged, or no sheet has a text column.
    """
    with _Book(source) as book:
        names = book.names
        if asked.table and asked.table not in names:
            raise UserError(f"{source.shown} has no sheet {asked.table!r}; it has: {', '.join(names)}")
        wanted = [asked.table] if asked.table else names
        found = {
            name: header
            for name in wanted
            if (header := _header(list(islice(book.rows(name), SAMPLE)), asked))
        }
    fit = [n for n, h in found.items() if has_text_name(h.columns) or asked.text_column in h.columns]
    name = next(iter(fit or found), None)
    if name is None:
        raise UserError(f"{source.shown} is a spreadsheet without rows: give one with posts in it")
    columns = found[name].columns
    need_text_column(source.shown, columns, asked.text_column)
    same = {n: h for n, h in found.items() if h.columns == columns}
    others = [n for n in fit if n not in same]
    return Claim(
        1.0,
        "spreadsheet",
        f"its first bytes; sheet{'s' * (len(same) > 1)} {', '.join(same)}",
        partial(read_sheets, source, same),
        columns,
        (f"not read, for their columns are others: {', '.join(others)} (--table)",) if others else (),
    )


class _Book:
    """An open workbook, with damage as one line."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def __enter__(self) -> "_Book":
        if self.source.size > LARGEST:
            raise UserError(f"{self.source.shown} is larger than 256 MiB: save its table as CSV")
        try:
            with self.source.binary() as stream, ExitStack() as stack:
                self.book = CalamineWorkbook.from_filelike(io.BytesIO(seekable(stream, stack).read()))
        except (CalamineError, OSError, ValueError) as error:
            raise self._damaged(error) from error
        self.names = list(self.book.sheet_names)
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()

    def _damaged(self, error: Exception) -> UserError:
        said = " ".join(str(error).split())[:120]
        return UserError(f"{self.source.shown} is a damaged spreadsheet file ({said}): fetch it again")

    def rows(self, name: str) -> Iterator[list[Any]]:
        """The rows of one sheet."""
        try:
            yield from self.book.get_sheet_by_name(name).iter_rows()
        except (CalamineError, OSError, ValueError) as error:
            raise self._damaged(error) from error


def _header(rows: list[list[Any]], asked: CorpusSettings) -> Header | None:
    """The header of a sheet, which may begin with empty rows and titles; None without one."""
    texts = [[str(cell) for cell in row] for row in rows]
    width = max((len(trimmed(row)) for row in texts), default=0)
    if not asked.header:
        return Header(asked.columns or tuple(str(n + 1) for n in range(width)), 0, True) if width else None
    if width == 1:
        first = next(n for n, row in enumerate(texts) if row[0].strip())
        return Header((texts[first][0].strip(),), first + 1, True)
    filled = [n for n, row in enumerate(texts) if trimmed(row)]
    for number in filled[:TITLES]:  # a sheet's rows are all equally wide: a title fills one cell
        row = texts[number]
        if len(trimmed(row)) == width or has_text_name(row):
            header = find_header([row[:width]], width)
            columns = asked.columns or (header.columns if header else ())
            return Header(tuple(columns), number + 1, True) if columns else None
    return None


def read_sheets(source: Source, sheets: dict[str, Header]) -> Iterator[Item]:
    """The rows under the header of each sheet; an empty row does not count.

    Raises:
        UserError: the file is damaged.
    """
    with _Book(source) as book:
        for name, header in sheets.items():
            for row in islice(book.rows(name), header.skip, None):
                cells = [_cell(cell) for cell in row[: len(header.columns)]]
                if any(cell not in ("", None) for cell in cells):
                    yield dict(zip(header.columns, cells, strict=False)), None


def _cell(cell: Any) -> Any:
    """A number in a text's place is a text; dates stay, and times of day are written out."""
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.2E}" if abs(cell) >= 1e15 else str(int(cell))
    if isinstance(cell, bool):
        return str(cell).upper()
    return str(cell) if isinstance(cell, int | float) else cell
