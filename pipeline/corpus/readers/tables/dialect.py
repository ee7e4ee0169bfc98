"""How a table is written: its delimiter, its quotes, its header; found in its beginning."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.core.errors import UserError
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.columns import squash
from pipeline.corpus.readers.tables.cells import Shape, usual_width
from pipeline.corpus.readers.tables.header import (
    SENTIMENT140,
    SEP,
    Header,
    find_header,
    has_text_name,
    is_sentiment140,
    looks_like_row,
)

DELIMITERS = {",": "CSV", "\t": "TSV", ";": "CSV (;)", "|": "CSV (|)"}
NAMED_DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}
SPACED = re.compile(r'"[^"\n]+"(?: "[^"\n]+")+\r?\n')  # the header of R's write.table
LOOSE, TIGHT = re.compile(r'[,;|] "'), re.compile(r'[,;|]"')
APOSTROPHES = re.compile(r"(?:^|[,;\t|])'[^\n]*'\s*(?:$|[,;\t|])")
SAMPLE_ROWS = 200
ESCAPES = (("\\\\", "\ufdd0"), ('\\"', "\ufdd1"))  # noncharacters stand for what was escaped
Style = Literal["quoted", "escaped", "tolerant", "bare", "slashed"]
STYLES: tuple[Style, ...] = ("quoted", "escaped", "tolerant", "bare", "slashed")


@dataclass(frozen=True)
class Dialect:
    """A delimiter, a quote, a style of quoting, and what stands above the rows.

    Styles: `quoted` as RFC 4180 says; `escaped` with `\\"` in quoted cells; `tolerant` with bare quotes in
    them and cells that never end; `bare` without quotes at all; `slashed` without quotes, a backslash before
    each delimiter, line end and backslash of a text (MySQL's SELECT INTO OUTFILE).
    """

    delimiter: str
    style: Style
    header: Header
    shape: Shape
    quote: str = '"'
    sep_line: bool = False
    loose: bool = False  # a blank stands before each quote
    surplus: bool = False  # cells too many belong to the text: it is not quoted, and holds delimiters

    @property
    def name(self) -> str:
        return DELIMITERS.get(self.delimiter, f"CSV ({self.delimiter})")


def plain_rows(
    lines: Iterator[str], delimiter: str, style: Style, quote: str, strict: bool = True, loose: bool = False
) -> Iterator[list[str]]:
    """The rows of lines by the csv module; a fault in the quotes is a csv.Error where `strict`."""
    if style == "bare":
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    if style == "slashed":
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, escapechar="\\", strict=strict)
    if style == "escaped":
        reader = csv.reader(
            map(_hidden, lines), delimiter=delimiter, quotechar=quote, strict=strict, skipinitialspace=loose
        )
        return ([_shown(cell) for cell in row] for row in reader)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=strict, skipinitialspace=loose)


def _hidden(line: str) -> str:
    for written, stand_in in ESCAPES:
        line = line.replace(written, stand_in)
    return line


def _shown(cell: str) -> str:
    for written, stand_in in ESCAPES:
        cell = cell.replace(stand_in, written[1])
    return cell


def candidates(head: str, whole: bool, asked: CorpusSettings) -> list[tuple[float, Dialect]]:
    """Every way in which the beginning of a text is a table, the best first, each with how well it fits.

    Args:
        head: the beginning of the text.
        whole: whether that is all of it.
        asked: the delimiter, the quote and the header that the user names.
    """
    found = SEP.match(head)
    body = head[found.end() :] if found else head
    delimiters = (
        [_asked_delimiter(asked.delimiter)] if asked.delimiter else [found[1]] if found else list(DELIMITERS)
    )
    if SPACED.match(body) and not asked.delimiter:
        delimiters = [*delimiters, " "]
    sure = bool(asked.delimiter or found or asked.form == "table" or asked.columns or not asked.header)
    quote = _quote_of(body, asked)
    loose = bool(LOOSE.search(body)) and not TIGHT.search(body)
    made = []
    for delimiter in delimiters:
        for style in _styles(asked, body):
            rows = _sample(body, delimiter, style, quote, whole, loose)
            if fit := _fit(rows, delimiter, style, asked, sure):
                score, dialect = fit
                made.append((score, replace(dialect, sep_line=bool(found), quote=quote, loose=loose)))
    return sorted(made, key=lambda item: -item[0])


def _quote_of(body: str, asked: CorpusSettings) -> str:
    """The quote: as asked, or the apostrophe where one stands around a cell of every line."""
    if asked.quote and asked.quote != "none":
        if len(asked.quote) != 1:
            raise UserError(f"--quote {asked.quote!r} is not one character: give one, or none")
        return asked.quote
    lines = body.splitlines()[1:SAMPLE_ROWS]
    apostrophes = sum(APOSTROPHES.search(line) is not None for line in lines)
    return "'" if '"' not in body and len(lines) > 2 and apostrophes >= 0.9 * len(lines) else '"'


def _styles(asked: CorpusSettings, body: str) -> tuple[Style, ...]:
    if asked.quote in ("none", ""):
        return ("bare",)
    if '\\"' not in body:
        return ("quoted", "bare")
    return ("quoted", "escaped", "bare")


def _asked_delimiter(name: str) -> str:
    delimiter = NAMED_DELIMITERS.get(name, name)
    if len(delimiter) != 1:
        raise UserError(f"--delimiter {name!r} is not one character: give one, or tab")
    return delimiter


def _sample(body: str, delimiter: str, style: Style, quote: str, whole: bool, loose: bool) -> list[list[str]]:
    """The first rows that are not blank; the last one of a long head is cut off, so it does not count."""
    rows: list[list[str]] = []
    try:
        for row in plain_rows(iter(io.StringIO(body, newline="")), delimiter, style, quote, loose=loose):
            if row:
                rows.append(row)
            if len(rows) > SAMPLE_ROWS:
                return rows[:-1]
    except csv.Error:
        if len(rows) < 3:
            return rows if len(rows) > 1 else []
        return rows
    return rows if whole or len(rows) < 2 else rows[:-1]


def _fit(
    rows: list[list[str]], delimiter: str, style: Style, asked: CorpusSettings, sure: bool
) -> tuple[float, Dialect] | None:
    """How well rows are a table, and its dialect."""
    width, share = usual_width(rows)
    if width < 2 or (len(rows) < 2 and not sure and not is_sentiment140(rows[0])):
        return None
    header = _header(rows, width, asked)
    if header is None:
        return None
    width = len(header.columns)
    known = has_text_name(header.columns) or _asked_name(asked, header)
    fitting = sum(len(row) == width for row in rows[header.skip :]) / max(1, len(rows) - header.skip)
    if not known and not sure and (share < 0.9 or (width == 2 and not header.named)):
        return None
    if not known and not sure and width == 2 and any(len(n) > 24 or not n for n in header.columns):
        return None  # two halves around one comma are a sentence
    if not known and not sure and all(cell.startswith(" ") for row in rows for cell in row[1:]):
        return None  # a blank after each comma: running text
    if known and not sure and max(fitting, share) < 0.3:
        return None
    text = next((n for n, name in enumerate(header.columns) if has_text_name([name])), None)
    if asked.text_column:
        text = next((n for n, c in enumerate(header.columns) if squash(c) == squash(asked.text_column)), text)
    shape = Shape.of(rows[header.skip :], width, text)
    score = share + (1.0 if known else 0.0) + 0.1 * (width > 2) - 0.01 * STYLES.index(style)
    return score, Dialect(delimiter, style, header, shape)


def _asked_name(asked: CorpusSettings, header: Header) -> bool:
    return bool(asked.text_column) and squash(asked.text_column or "") in map(squash, header.columns)


def _header(rows: list[list[str]], width: int, asked: CorpusSettings) -> Header | None:
    """The header found, or as the user names it."""
    if not asked.header:
        names = asked.columns or tuple(str(n + 1) for n in range(width))
        return Header(names, 0, True, note="no header, as asked")
    if rows and is_sentiment140(rows[0]) and not asked.columns:
        return Header(SENTIMENT140, 0, True, note="the six columns of Sentiment140, without names")
    found = find_header(rows, width)
    if found and asked.columns:
        return replace(found, columns=asked.columns)
    if found and looks_like_row(found, rows, width):
        return replace(found, named=False)
    return found
