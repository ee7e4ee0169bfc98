"""Reading a table through before it is believed: how many rows, which faults, which style loses least."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from pipeline.corpus.readers.sources.decode import Source
from pipeline.corpus.readers.tables.cells import split
from pipeline.corpus.readers.tables.dialect import STYLES, Dialect, Style, plain_rows
from pipeline.corpus.readers.tables.header import trimmed

MOST_LINES = 200  # of one cell: no post has more
Row = tuple[list[str] | str, str | None]  # cells, or the raw line, and the fault
WRONG_WIDTH, OPEN_QUOTE = "wrong number of cells", "a quote left open"


@dataclass
class Audit:
    """What one pass found: rows of the right width, faults, and the first line with one."""

    rows: int = 0
    faults: int = 0
    swallowed: int = 0  # rows that stand inside a cell of another
    surplus: int = 0  # rows with cells too many that begin as running text does
    first: int = 0
    broken: bool = False  # the quotes cannot be read at all

    @property
    def cost(self) -> float:
        """Records lost or damaged; infinite where reading cannot go on."""
        return float("inf") if self.broken else self.faults + 2 * self.swallowed


def choose(source: Source, dialect: Dialect, styles: tuple[Style, ...]) -> tuple[Dialect, Audit]:
    """The style that reads the whole file with the fewest faults."""
    found = audit(source, dialect)
    if not found.cost:
        return dialect, found
    tried = [(found.cost, STYLES.index(dialect.style), dialect, found)]
    quotes = quotes_work(source, dialect)
    for style in styles:
        if style == dialect.style or (style in ("bare", "slashed") if quotes else style == "tolerant"):
            continue
        other = replace(dialect, style=style)
        checked = audit(source, other)
        tried.append((checked.cost, STYLES.index(style), other, checked))
    best = min(tried, key=lambda item: item[:2])
    return _with_surplus(source, best[2], best[3])


def _with_surplus(source: Source, dialect: Dialect, found: Audit) -> tuple[Dialect, Audit]:
    """Cells too many go to the text where most of them begin with a blank, as commas in running text do."""
    if dialect.style == "slashed" or (dialect.style != "bare" and '"' in source.head):
        return dialect, found
    if dialect.shape.text is not None and found.surplus >= 0.5 * found.faults > 0:
        other = replace(dialect, surplus=True, style="bare")
        checked = audit(source, other)
        if checked.cost < found.cost:
            return other, checked
    return dialect, found


def audit(source: Source, dialect: Dialect) -> Audit:
    """One pass over the whole file."""
    found = Audit()
    if dialect.style == "tolerant":
        for number, (cells, fault) in enumerate(islice(tolerant(source, dialect), dialect.header.skip, None)):
            _count(found, cells, fault, number + 1, dialect)
        return found
    taken: list[str] = []
    lines = _recorded(source_lines(source, dialect), taken)
    rows = plain_rows(lines, dialect.delimiter, dialect.style, dialect.quote, loose=dialect.loose)
    number, width = 0, len(dialect.header.columns)
    try:
        for number, row in enumerate(filter(None, rows)):
            if len(row) == width and len(taken) == 1:  # what nearly all rows are
                found.rows += number >= dialect.header.skip
                taken.clear()
                continue
            if len(taken) > 1 and number >= dialect.header.skip:
                inside = sum(
                    dialect.shape.is_row(_stripped(one), dialect.delimiter, dialect.quote)
                    for one in taken[1:]
                )
                found.swallowed += inside + (len(taken) > MOST_LINES)
            taken.clear()
            if number >= dialect.header.skip:
                _count(found, row, None, number + 1, dialect)
    except csv.Error:
        found.broken, found.first = True, found.first or number + 2
    return found


def _count(found: Audit, cells: list[str] | str, fault: str | None, line: int, dialect: Dialect) -> None:
    width = len(dialect.header.columns)
    if fault is None and row_of(cells, dialect) is not None:
        found.rows += 1
        return
    found.faults += 1
    found.first = found.first or line
    if len(cells) > width and isinstance(cells, list):
        blank = all(cell.startswith(" ") for cell in cells[width:])
        found.surplus += blank or _held(cells, dialect)


def _held(cells: list[str], dialect: Dialect) -> bool:
    """Whether columns of known types stand on the text's right, and hold it where cells are too many."""
    shape, text = dialect.shape, dialect.shape.text
    if text is None or not any(number > text for number, *_ in shape.types):
        return False
    return shape.anchored(dialect.delimiter.join(cells), dialect.delimiter, "") is not None


def fitted(cells: list[str] | str, width: int) -> list[str] | None:
    """The cells at their width: empty ones at the end do not count, but nothing is cut or made up."""
    if len(cells) == width and isinstance(cells, list):
        return cells
    if not isinstance(cells, list) or len(cells) < width:
        return None
    return cells[:width] if len(trimmed(cells)) <= width else None


def row_of(cells: list[str] | str, dialect: Dialect) -> list[str] | None:
    """The cells of a row as the dialect has it, surplus ones joined to the text; None if they do not fit."""
    fit = fitted(cells, len(dialect.header.columns))
    if fit is None and dialect.surplus and isinstance(cells, list):
        return dialect.shape.anchored(dialect.delimiter.join(cells), dialect.delimiter, "")
    return fit


def _recorded(lines: Iterator[str], taken: list[str]) -> Iterator[str]:
    for line in lines:
        taken.append(line)
        if len(taken) > 4 * MOST_LINES:  # memory stays bounded where a quote swallows the file
            raise csv.Error("a cell of too many lines")
        yield line


def _stripped(line: str) -> str:
    return line.rstrip("\r\n")


def source_lines(source: Source, dialect: Dialect) -> Iterator[str]:
    """The lines of the table, without Excel's `sep=` line; zero characters, which csv refuses, left out."""
    lines = source.lines()
    if dialect.sep_line:
        next(lines, None)
    return (line.replace("\x00", "") if "\x00" in line else line for line in lines)


def quotes_work(source: Source, dialect: Dialect) -> bool:
    """Whether quotes do anything in this file: hold a delimiter, or stand around most texts."""
    work = around = count = 0
    text = dialect.shape.text
    for piece in (source.head, *source.samples):
        for line in piece.splitlines()[1:]:
            if dialect.delimiter not in line:
                continue
            count += 1
            if dialect.quote not in line:
                continue
            cells = split(line, dialect.delimiter, dialect.quote)
            if cells is not None and len(cells) == dialect.shape.width:
                bare = line.split(dialect.delimiter)
                work += len(bare) > len(cells)
                place = text if text is not None else -1
                around += len(bare) == len(cells) and bare[place][:1] == bare[place][-1:] == dialect.quote
    return work > 0.02 * count or around >= 0.6 * count > 0


def tolerant(source: Source, dialect: Dialect) -> Iterator[Row]:
    """The rows where quotes are not to be trusted, each with its fault or None.

    A quoted cell goes on over lines until a quote ends it and the row is as wide as it must be; it does not
    go on over a line that is a row by itself, nor for more lines than a post has. Then its first line
    stands alone.
    """
    lines = (_stripped(line) for line in source_lines(source, dialect))
    waiting: list[str] = []  # lines that were looked at, and not used
    while True:
        line = waiting.pop(0) if waiting else next(lines, None)
        if line is None:
            return
        if not line.strip():
            continue
        cells, used = _extend(line, waiting, lines, dialect)
        del waiting[:used]
        yield cells if cells is not None else _alone(line, dialect)


def _extend(line: str, waiting: list[str], lines: Iterator[str], dialect: Dialect) -> tuple[Row | None, int]:
    """The row that begins with a line, and how many waiting lines it took; None where it stands alone."""
    cells = _cells(line, dialect)
    for taken in range(MOST_LINES + 1):
        if cells is not None:
            return ((cells, None), taken) if fitted(cells, dialect.shape.width) or not taken else (None, 0)
        if taken == len(waiting):
            following = next(lines, None)
            if following is None:
                return None, 0
            waiting.append(following)
        if _begins_anew(waiting[taken], dialect):
            return None, 0
        line += "\n" + waiting[taken]
        if dialect.quote in waiting[taken]:
            cells = _cells(line, dialect)
    return None, 0


def _begins_anew(line: str, dialect: Dialect) -> bool:
    """Whether a line is a row by itself: by its types, or because a quoted cell begins in it."""
    delimiter, quote = dialect.delimiter, dialect.quote
    if dialect.shape.is_row(line, delimiter, quote):
        return True
    begins = re.search(f"(?:^|{re.escape(delimiter)}){re.escape(quote)}(?!{re.escape(quote)})", line)
    cells = split(line, delimiter, quote) if begins else None
    return cells is not None and len(cells) == dialect.shape.width


def _cells(line: str, dialect: Dialect) -> list[str] | None:
    cells = (
        line.split(dialect.delimiter)
        if dialect.quote not in line
        else split(line, dialect.delimiter, dialect.quote)
    )
    surplus = cells[dialect.shape.width :] if cells is not None else []
    if dialect.quote not in line and not all(cell.startswith(" ") for cell in surplus):
        return cells  # another table's row, and no running text
    if cells is not None and len(cells) != dialect.shape.width:
        return dialect.shape.anchored(line, dialect.delimiter, dialect.quote) or cells
    return cells


def _alone(line: str, dialect: Dialect) -> Row:
    """A line whose quote never ends: its cells as they stand, the quote a character of the text."""
    cells = dialect.shape.anchored(line, dialect.delimiter, "")
    return (cells, None) if cells is not None else (line, OPEN_QUOTE)
