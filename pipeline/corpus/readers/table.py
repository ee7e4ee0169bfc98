"""Tables: CSV, TSV and their kin, Parquet, and plain text with one tweet a line."""

import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core.errors import UserError
from pipeline.corpus.readers.decode import BLOCK, HEAD, Source

DELIMITERS = {",": "CSV", "\t": "TSV", ";": "CSV (;)", "|": "CSV (|)"}
SAMPLE_ROWS = 50
LONGEST_NAME = 40  # characters of a column's name
Item = tuple[Any, str | None]


@dataclass(frozen=True)
class Dialect:
    """How a table is written: its delimiter, whether cells are quoted, and the names of its columns."""

    delimiter: str
    quoted: bool
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return DELIMITERS[self.delimiter]

    def rows(self, lines: Iterator[str], strict: bool = False) -> Iterator[list[str]]:
        """The rows; where `strict`, a quote within a cell is a csv.Error."""
        if self.quoted:
            return csv.reader(lines, delimiter=self.delimiter, strict=strict)
        return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE)


def table_dialect(head: str, names: frozenset[str]) -> Dialect | None:
    """The dialect of a table, told from its beginning, or None for plain text.

    A table repeats its number of cells; running text with commas does not. Each delimiter is tried with
    proper quotes, with none (many TSV files do not quote, and tweets often begin with a quote), and with
    quotes as they come.

    Args:
        head: the beginning of the text.
        names: usual names of the text column, in lower case: one of them alone is a table of one column.
    """
    best: tuple[float, Dialect] | None = None
    for delimiter in DELIMITERS:
        for quoted, strict in ((True, True), (False, False), (True, False)):
            rows = _sample(Dialect(delimiter, quoted, ()), head, strict)
            share = _same_width(rows)
            if share >= 0.9 and (best is None or share > best[0]):
                best = share, Dialect(delimiter, quoted, tuple(cell.strip() for cell in rows[0]))
    if best:
        return best[1]
    first = head.splitlines()[0].strip().strip('"') if head.strip() else ""
    return Dialect(",", True, (first,)) if first.lower() in names else None


def _sample(dialect: Dialect, head: str, strict: bool) -> list[list[str]]:
    """The first rows; the last one of a long head is cut off, so it does not count."""
    rows: list[list[str]] = []
    try:
        for row in dialect.rows(iter(io.StringIO(head, newline="")), strict):
            rows.append(row)
            if len(rows) > SAMPLE_ROWS:
                break
    except csv.Error:
        return []
    return rows[:-1] if len(rows) > 1 and (len(rows) > SAMPLE_ROWS or len(head) >= HEAD // 2) else rows


def _same_width(rows: list[list[str]]) -> float:
    """The share of rows as wide as the first, or 0 where they cannot be a table."""
    rows = [row for row in rows if row]
    width = len(rows[0]) if rows else 0
    if width < 2 or len(rows) < 2:
        return 0.0
    named = all(0 < len(cell.strip()) <= LONGEST_NAME and "\n" not in cell for cell in rows[0])
    if width == 2 and not named:  # two halves around one comma are a sentence
        return 0.0
    return sum(len(row) == width for row in rows) / len(rows)


def read_table(source: Source, dialect: Dialect) -> Iterator[Item]:
    """The rows under the header as records; a row of another width is a problem, not a guess.

    Raises:
        UserError: a quote that is never closed has swallowed the rest.
    """
    width = len(dialect.columns)
    with source.text() as stream:
        rows = dialect.rows(iter(stream))
        next(rows, None)
        try:
            for row in rows:
                if len(row) == width:
                    yield dict(zip(dialect.columns, row, strict=True)), None
                elif row:
                    yield row, "wrong number of cells"
        except csv.Error as error:
            line = getattr(rows, "line_num", 0)
            raise UserError(f"{source.path}, line {line}: {error}: is a quote left open?") from error


def read_lines(source: Source) -> Iterator[Item]:
    """One tweet a line. A blank line is a record without text, so that the count is the file's lines."""
    with source.text() as stream:
        for line in stream:
            yield {"text": line.rstrip("\r\n")}, None


def read_parquet(source: Source) -> Iterator[Item]:
    """The rows of a Parquet file, a batch in memory at a time.

    Raises:
        UserError: the file is cut short or damaged.
    """
    with tempfile.TemporaryFile() as copy, source.binary() as stream:
        seekable: Any = stream
        if source.container != "plain":  # Parquet is read from its end
            while block := stream.read(BLOCK):
                copy.write(block)
            seekable = copy
        try:
            file = pq.ParquetFile(seekable)
            for batch in file.iter_batches(batch_size=2000):
                yield from ((row, None) for row in batch.to_pylist())
        except (pa.ArrowException, OSError) as error:
            raise UserError(f"{source.path} is a damaged Parquet file ({error}): fetch it again") from error
