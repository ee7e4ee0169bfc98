"""What an entity is, and how its patterns are compiled and run: with Unicode properties and a time limit."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from pipeline.core.errors import UserError

# Processor seconds a pattern may take over one text. An ordinary tweet takes some 10 µs, so only a text
# made to hang a matcher comes near it.
TIME_LIMIT = 1.0

FLAGS = regex.VERBOSE | regex.VERSION1  # version 1: set operations within a class


class EntityTimeout(UserError, TimeoutError):
    """A text on which a pattern ran past its time limit.

    A text that passed as one without entities would be wrong without a word. Ingestion catches this as the
    TimeoutError that it is and puts the record among the rejects; anywhere else it is one clear line.
    """


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text: `text` is the slice [start, end) in code points, its sign (#, @, $) included."""

    kind: str
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, kind: str, match: regex.Match[str]) -> "Entity":
        """The entity of this kind that a pattern has matched."""
        start, end = match.span()
        return cls(kind, start, end, match[0])


def find(pattern: regex.Pattern[str], text: str) -> Iterator[regex.Match[str]]:
    """The matches of `pattern` in `text`, from left to right.

    Raises:
        EntityTimeout: the search took more than `TIME_LIMIT` seconds of processor time.
    """
    try:
        yield from pattern.finditer(text, timeout=TIME_LIMIT)
    except TimeoutError as error:
        raise _timeout(text) from error


def whole(pattern: regex.Pattern[str], text: str) -> regex.Match[str] | None:
    """The match of `pattern` with the whole of `text`; raises as `find` does."""
    try:
        return pattern.fullmatch(text, timeout=TIME_LIMIT)
    except TimeoutError as error:
        raise _timeout(text) from error


def _timeout(text: str) -> EntityTimeout:
    return EntityTimeout(
        f"looking for entities took over {TIME_LIMIT:g} s in the text that starts {text[:40]!a}: leave it out"
    )
