"""Raw records in chunks: the fields of those that are tweets, the others with their reasons."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.fields import fields
from pipeline.corpus.readers.no_posts import refuse_texts
from pipeline.corpus.readers.platforms.post import Dropped
from pipeline.corpus.readers.tables.rows import need_text_column

Item = tuple[Any, str | None]


@dataclass(frozen=True)
class Chunk:
    """Some records: the fields of those that are tweets, and the rest with their reasons.

    `rows` are dicts of `fields.fields` and `source_row`; `rejects` of source_row, reason, raw; `drops` are
    the reasons of records that are left out on purpose.
    """

    start: int
    items: list[Item]
    rows: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    drops: list[str] = field(default_factory=list)

    def raw(self, source_row: int) -> str:
        """One of its records, as it can be kept."""
        return raw(self.items[source_row - self.start][0])


def chunked(
    items: Iterator[Item], shown: str, asked: CorpusSettings, size: int, first: bool = True
) -> Iterator[Chunk]:
    """Records, `size` in memory at a time; `source_row` counts them from 0.

    Args:
        items: the records, each with the reason why it is none, or None.
        shown: the file, for messages.
        asked: which column is which.
        size: records of a chunk.
        first: whether the file begins here, so that its beginning shows whether it holds posts.

    Raises:
        UserError: the file is damaged further on, or none of the first `size` records has a text.
    """
    start, useful = 0, not first
    while part := list(islice(items, size)):
        chunk = _chunk(part, start, asked)
        useful = useful or bool(chunk.rows)
        if start == 0 and not useful and not chunk.drops:
            _complain(shown, asked, part)
        if start == 0 and first and asked.form != "text":
            refuse_texts(shown, [row["raw_text"] for row in chunk.rows])
        yield chunk
        start += len(part)
    if start == 0 and first:
        raise UserError(f"{shown} has no records: give a file with tweets in it")


def _chunk(part: list[Item], start: int, asked: CorpusSettings) -> Chunk:
    chunk = Chunk(start, part)
    for number, (record, problem) in enumerate(part, start):
        found = problem or fields(record, asked)
        if isinstance(found, Dropped):
            chunk.drops.append(str(found))
        elif isinstance(found, str):
            chunk.rejects.append({"source_row": number, "reason": found, "raw": raw(record)})
        else:
            found["source_row"] = number
            chunk.rows.append(found)
    return chunk


def _complain(shown: str, asked: CorpusSettings, part: list[Item]) -> None:
    """Nothing in the first chunk is a tweet: say what is there."""
    record = next((record for record, problem in part if problem is None and isinstance(record, dict)), None)
    if record is None:
        why = f" ({part[0][1]})" if part[0][1] else ""
        raise UserError(f"{shown} is not a corpus: none of its first {len(part)} records is a tweet{why}")
    need_text_column(shown, tuple(str(key) for key in record), asked.text_column)
    raise UserError(f"{shown} is not a corpus: its first {len(part)} records have no text")


def raw(record: Any) -> str:
    """A record as it can be kept: a text as it is, anything else as JSON."""
    text = record if isinstance(record, str) else json.dumps(record, ensure_ascii=False, default=str)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
