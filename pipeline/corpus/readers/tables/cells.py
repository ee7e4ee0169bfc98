"""One line of a table to its cells, and which cells a line of this table has: parts of tolerant reading."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

INTEGER = re.compile(r"-?\d{1,20}$")
NUMBER = re.compile(r"-?\d[\d.,]*([eE][+-]?\d+)?$")
DATE = re.compile(r"(?=.*\d)[\d/:.\-+TZ ]{6,}$|[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ [\d:]{8} [+\w]+ \d{4}$")
FLAG = re.compile(r"(true|false|0|1|yes|no|t|f)$", re.IGNORECASE)
ENOUGH, FEW = 10, 0.1  # values, and the share of distinct ones, from which a column repeats itself
TYPED = 0.95  # share of a column's cells that must be of a type


def split(line: str, delimiter: str, quote: str = '"') -> list[str] | None:
    """The cells of a line where quotes may stand bare within a cell; None where a quoted cell does not end.

    A quoted cell ends at a quote before a delimiter or the line's end.

    >>> split('a;"he said "no" and 3";"x"', ";")
    ['a', 'he said "no" and 3', 'x']
    """
    cells, place, size = [], 0, len(line)
    while True:
        if place < size and line[place] == quote:
            end = _closing(line, place, delimiter, quote)
            if end is None:
                return None
            cells.append(line[place + 1 : end].replace(quote * 2, quote))
            place = end + 1
        else:
            end = line.find(delimiter, place)
            end = size if end < 0 else end
            cells.append(line[place:end])
            place = end
        if place >= size:
            return cells
        place += len(delimiter)


def _closing(line: str, start: int, delimiter: str, quote: str) -> int | None:
    """Where the quoted cell that begins at `start` ends; a doubled quote, and a bare one, do not end it."""
    place, bare = start + 1, False
    while (at := line.find(quote, place)) >= 0:
        after = line[at + 1 : at + 2]
        doubled = after == quote
        beyond = line[at + 2 : at + 3] if doubled else after
        if doubled and not (bare and beyond in ("", delimiter)):
            place = at + 2
        elif doubled:  # `"he said "no""`: the first of the two is the text's own
            return at + 1
        elif after in ("", delimiter, "\r", "\n"):
            return at
        else:
            bare, place = not bare, at + 1
    return None


@dataclass(frozen=True)
class Shape:
    """What a row of this table looks like: its width, where the text is, and the types of other columns."""

    width: int
    text: int | None
    types: tuple[tuple[int, re.Pattern[str], int, int], ...]  # column, type, least and most characters

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], width: int, text: int | None) -> "Shape":
        """Learn it from rows, the header left out."""
        columns = list(zip(*(row for row in rows if len(row) == width), strict=True))
        types = []
        for number, column in enumerate(columns):
            values = [value.strip() for value in column if value.strip()]
            if number == text or len(values) < 0.5 * len(column) or not values:
                continue
            for kind in (INTEGER, FLAG, NUMBER, DATE, *_few(values)):
                if sum(kind.match(value) is not None for value in values) >= TYPED * len(values):
                    lengths = sorted(map(len, values))
                    types.append((number, kind, lengths[0] - 1, lengths[-1] + 2))
                    break
        return cls(width, text, tuple(types))

    def fits(self, cells: Sequence[str], empty: bool = True) -> bool:
        """Whether these cells are a row of this table."""
        if len(cells) != self.width:
            return False
        for number, kind, least, most in self.types:
            value = cells[number].strip()
            if not value and empty:
                continue
            if not (least <= len(value) <= most and kind.match(value)):
                return False
        return True

    def is_row(self, line: str, delimiter: str, quote: str) -> bool:
        """Whether a line by itself is a row, which is unknown in a table of nothing but texts."""
        if not self.types or line.count(delimiter) < self.width - 1 or line.count(quote) % 2:
            return False  # an odd quote ends a cell of several lines
        cells = split(line, delimiter, quote)
        return cells is not None and self.fits(cells, empty=False)

    def anchored(self, line: str, delimiter: str, quote: str) -> list[str] | None:
        """The cells of a line whose text holds bare delimiters: the other columns hold it from both sides."""
        if self.text is None:
            return None
        parts = line.split(delimiter)
        surplus = len(parts) - self.width
        if surplus < 0:
            return None
        text = delimiter.join(parts[self.text : self.text + surplus + 1])
        before, after = parts[: self.text], parts[self.text + surplus + 1 :]
        cells = (
            [_bare(cell, quote) for cell in before]
            + [_bare(text, quote)]
            + [_bare(cell, quote) for cell in after]
        )
        return cells if self.fits(cells) else None


def _few(values: Sequence[str]) -> list[re.Pattern[str]]:
    """A column that repeats a few values, as that of an author does, is known by them."""
    known = set(values)
    if len(values) < ENOUGH or len(known) > FEW * len(values):
        return []
    return [re.compile("(?:" + "|".join(map(re.escape, sorted(known))) + ")$")]


def _bare(cell: str, quote: str) -> str:
    """A cell without the quotes around it."""
    if quote and len(cell) >= 2 and cell[0] == cell[-1] == quote:
        return cell[1:-1].replace(quote * 2, quote)
    return cell


def usual_width(rows: Sequence[Sequence[str]]) -> tuple[int, float]:
    """The number of cells that most rows have, and the share of rows that have it."""
    counts = Counter(len(row) for row in rows if row)
    if not counts:
        return 0, 0.0
    width, number = max(counts.items(), key=lambda item: (item[1], item[0]))
    return width, number / counts.total()
