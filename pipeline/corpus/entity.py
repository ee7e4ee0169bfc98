"""What an entity is, and how its patterns are compiled and run: with Unicode properties and a time limit."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from pipeline.errors import UserError

# Processor seconds a pattern may take over one text. An ordinary tweet takes some 10 µs, so only a text
# made to hang a matcher comes near it.
TIME_LIMIT = 1.0

FLAGS = regex.VERBOSE | regex.VERSION1  # version 1: set operations within a class


class EntityTimeout(UserError):
    """A text on which a pattern ran past its time limit.

    A text without its entities would be wrong without a word, so it is never passed on as if it had none:
    ingestion catches this and puts the record among the rejects; anywhere else it is one clear line.
    """


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text: `text` is the slice [start, end) in code points, its sign (#, @, $) included."""

    kind: str
    start: int
    end: int
    text: str


def find(pattern: regex.Pattern[str], text: str, start: int = 0) -> Iterator[regex.Match[str]]:
    """The matches of `pattern` in `text` from `start` on.

    Raises:
        EntityTimeout: the search took more than `TIME_LIMIT` seconds of processor time.
    """
    try:
        yield from pattern.finditer(text, start, timeout=TIME_LIMIT)
    except TimeoutError as error:
        shown = text[:40].encode("unicode_escape").decode()
        raise EntityTimeout(
            f"looking for entities took over {TIME_LIMIT:g} s in the text that starts {shown!r}: leave it out"
        ) from error
