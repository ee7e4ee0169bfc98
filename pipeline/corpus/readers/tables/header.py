"""What stands above a table's rows: Excel's `sep=`, titles, the names of the columns, or nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.corpus.readers.columns import TEXT_KEYS, squash
from pipeline.corpus.readers.tables.cells import DATE, INTEGER, Shape

SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)
TITLES = 6  # lines above the header, at most
LONGEST_NAME = 60  # characters of a column's name
SENTIMENT140 = ("target", "id", "date", "flag", "user", "text")


@dataclass(frozen=True)
class Header:
    """The names of the columns; how many rows stand above the first post; whether names were found at all.

    `index` says that rows have one cell more, their name, first (R's write.table).
    """

    columns: tuple[str, ...]
    skip: int
    named: bool
    index: bool = False
    note: str = ""


def find_header(rows: Sequence[Sequence[str]], width: int) -> Header | None:
    """The header among the first rows of a table, or None where none of them can be one.

    Args:
        rows: from the beginning of the file, blank ones left out.
        width: cells of most rows.
    """
    known = [n for n, row in enumerate(rows[:TITLES]) if has_text_name(row)]
    for number, row in enumerate(rows[:TITLES]):
        if known and number < known[0]:
            continue
        names = [cell.strip() for cell in row]
        filled = trimmed(names)
        below = [other for other in rows[number + 1 :] if len(other) == width]
        trailing = (
            len(row) < width
            and bool(below)
            and not any("".join(other[len(row) :]).strip() for other in below)
        )
        if len(filled) == len(row) == width - 1 and not trailing and _is_index(below):
            return Header(("", *names), number + 1, True, index=True, note="rows have names of their own (R)")
        # Trailing delimiters may be on the header alone, or on the rows alone.
        fits = width in (len(row), len(filled)) or trailing
        if fits and (number == 0 or _well_named(filled)):
            names = (filled + [""] * width)[:width]
            note = f"{number} title line{'s' * (number > 1)} above the header" if number else ""
            return Header(tuple(_unique(names)), number + 1, _well_named(trimmed(names)), note=note)
    return None


def trimmed(cells: Sequence[str]) -> list[str]:
    """The cells without empty ones at the end."""
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _well_named(names: Sequence[str]) -> bool:
    """Names are there, short, one line each, and not the same twice."""
    return bool(names) and all(len(n) <= LONGEST_NAME and "\n" not in n for n in names) and any(names)


def _unique(names: Sequence[str]) -> list[str]:
    """A name that comes twice gets a number, so that no column hides another."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return unique


def _is_index(rows: Sequence[Sequence[str]]) -> bool:
    """R numbers the rows, or names them, each once, in one cell more than the header has."""
    first = [row[0] for row in rows]
    return len(first) > 0 and len(set(first)) == len(first)


def has_text_name(names: Sequence[str]) -> bool:
    """Whether one of the usual names of a text column is among these."""
    return any(squash(name) in TEXT_KEYS for name in names) or any(
        squash(name) in {"notetweettext", "extendedtweetfulltext"} for name in names
    )


def looks_like_row(header: Header, rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether the supposed names are a post themselves: typed as the columns below them."""
    if has_text_name(header.columns):
        return False
    shape = Shape.of(rows[header.skip :], width, None)
    long = [len(name) > LONGEST_NAME for name in header.columns]
    return (bool(shape.types) and shape.fits(header.columns, empty=False)) or any(long)


def is_sentiment140(row: Sequence[str]) -> bool:
    """Six columns without names: polarity, id, date, query, user, text (Go et al. 2009)."""
    return (
        len(row) == 6
        and row[0] in ("0", "2", "4")
        and INTEGER.match(row[1]) is not None
        and (
            DATE.match(row[2]) is not None
            or re.match(r"\w{3} \w{3} \d+ [\d:]+ \w+ \d{4}$", row[2]) is not None
        )
    )
