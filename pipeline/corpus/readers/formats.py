"""Readers: any tweet file, told apart by its content, as a stream of raw records in chunks."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.core.errors import UserError
from pipeline.corpus.readers.decode import Source, sources
from pipeline.corpus.readers.fields import TEXT, TEXT_NAMES, fields
from pipeline.corpus.readers.json_records import (
    json_format,
    read_json_array,
    read_json_document,
    read_json_lines,
)
from pipeline.corpus.readers.table import read_lines, read_parquet, read_table, table_dialect

Item = tuple[Any, str | None]
JSON_READERS: dict[str, Callable[[Source], Iterator[Item]]] = {
    "JSON array": read_json_array,
    "tweets.js": read_json_array,
    "JSON lines": read_json_lines,
    "JSON document": read_json_document,
}


@dataclass(frozen=True)
class Reading:
    """How a file is read: what it turned out to be, and its records."""

    path: Path
    format: str
    encoding: str
    broken: int
    items: Callable[[], Iterator[Item]]
    position: Callable[[], int]  # bytes of the file read so far


@dataclass(frozen=True)
class Chunk:
    """Some records: the fields of those that are tweets, and the rest with their reasons.

    `rows` are dicts of `formats_fields.fields` and `source_row`; `rejects` of source_row, reason, raw.
    """

    start: int
    items: list[Item]
    rows: list[dict[str, Any]]
    rejects: list[dict[str, Any]]

    def raw(self, source_row: int) -> str:
        """One of its records, as it can be kept."""
        return raw(self.items[source_row - self.start][0])


def open_corpus(path: Path, text_column: str | None = None) -> Reading:
    """Tell what a file is.

    Raises:
        UserError: it cannot be read, is no text, or is a table without a text column.
    """
    parts = sources(path)
    readers = [_reader(source, text_column) for source in parts]

    def items() -> Iterator[Item]:
        for _, read in readers:
            yield from read()

    def position() -> int:
        return sum(part.meter.count for part in parts)

    broken = sum(part.broken for part in parts)
    return Reading(path, readers[0][0], parts[0].encoding, broken, items, position)


def _reader(source: Source, text_column: str | None) -> tuple[str, Callable[[], Iterator[Item]]]:
    if source.encoding == "binary":
        return "Parquet", partial(read_parquet, source)
    head = source.head
    if head.lstrip()[:14].lower().startswith(("<!doctype html", "<html", "<?xml")):
        raise UserError(f"{source.path} is a web page or XML: give JSON, CSV, Parquet or plain text")
    kind = json_format(head)
    if kind:
        return kind, partial(JSON_READERS[kind], source)
    dialect = table_dialect(head, TEXT_NAMES | ({text_column.lower()} if text_column else set()))
    if dialect is None:
        return "plain text", partial(read_lines, source)
    _need_text_column(source.path, dialect.columns, text_column)
    return dialect.name, partial(read_table, source, dialect)


def _need_text_column(path: Path, columns: tuple[str, ...], text_column: str | None) -> None:
    there = {name.lower() for name in columns}
    wanted = (text_column.lower(),) if text_column else (*TEXT, "note_tweet.text", "extended_tweet.full_text")
    if not any(name in there or name.split(".")[0] in there for name in wanted):
        asked = f"no column {text_column!r}" if text_column else "no text column"
        shown = ", ".join(columns[:12]) + (", …" if len(columns) > 12 else "")
        raise UserError(f"{path} has {asked}; it has: {shown}. Name the one with the text by --text-column")


def chunks(reading: Reading, size: int, text_column: str | None = None) -> Iterator[Chunk]:
    """The records of a file, `size` in memory at a time; `source_row` counts them from 0.

    Raises:
        UserError: the file is damaged further on, or none of the first `size` records has a text.
    """
    items, start = reading.items(), 0
    while part := list(islice(items, size)):
        chunk = _chunk(part, start, text_column)
        if start == 0 and not chunk.rows:
            _complain(reading, part, text_column)
        yield chunk
        start += len(part)
    if start == 0:
        raise UserError(f"{reading.path} holds no records: give a file with tweets in it")


def _chunk(part: list[Item], start: int, text_column: str | None) -> Chunk:
    chunk = Chunk(start, part, [], [])
    for number, (record, problem) in enumerate(part, start):
        found = problem or fields(record, text_column)
        if isinstance(found, str):
            chunk.rejects.append({"source_row": number, "reason": found, "raw": raw(record)})
        else:
            found["source_row"] = number
            chunk.rows.append(found)
    return chunk


def _complain(reading: Reading, part: list[Item], text_column: str | None) -> None:
    """Nothing in the first chunk is a tweet: say what is there."""
    record = next((record for record, problem in part if problem is None and isinstance(record, dict)), None)
    if record is None:
        raise UserError(f"{reading.path} is no corpus: none of its first {len(part)} records is a tweet")
    _need_text_column(reading.path, tuple(str(key) for key in record), text_column)
    raise UserError(f"{reading.path} is no corpus: its first {len(part)} records have no text")


def raw(record: Any) -> str:
    """A record as it can be kept: a text as it is, anything else as JSON."""
    text = record if isinstance(record, str) else json.dumps(record, ensure_ascii=False, default=str)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
