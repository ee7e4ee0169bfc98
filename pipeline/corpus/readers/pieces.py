"""A corpus in pieces that can be read apart: some files each, or a range of the lines of a large file."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from pipeline.corpus.readers.claim import Claim
from pipeline.corpus.readers.plain import read_lines
from pipeline.corpus.readers.records.json_records import read_json_lines
from pipeline.corpus.readers.sources.decode import LONGEST_LINE, Source

PIECE = 32 << 20  # bytes at most: some seconds of work for one process
LEAST = 1 << 20  # bytes: less is not worth the way to another process
BY_LINE = {"JSON lines": read_json_lines, "plain text": read_lines}  # a record never goes past its line
WIDE = (
    "16",
    "32",
    "utf-7",
    "utf_7",
)  # encodings in which the byte of a line end may be half of something else
Records = Callable[[], Iterator[tuple[Any, str | None]]]
Piece = tuple[Records, ...]


def pieces(sources: tuple[Source, ...], claims: tuple[Claim, ...], size: int) -> list[Piece]:
    """The records of all files, in order, in pieces of about `size` bytes.

    Only text whose records are lines is cut, and only where it is not packed: in a table a line end may be in
    a cell. What an X archive keeps beside its posts belongs to all of them, so it is one piece.
    """
    reads = [
        read for source, claim in zip(sources, claims, strict=True) for read in _cut(source, claim, size)
    ]
    if any(source.side for source in sources):
        return [tuple(read for read, _ in reads)]
    found: list[list[Records]] = []
    weight = size
    for read, bytes_ in reads:
        if weight + bytes_ > size:
            found.append([])
            weight = 0
        found[-1].append(read)
        weight += bytes_
    return [tuple(piece) for piece in found]


def records(piece: Piece) -> Iterator[tuple[Any, str | None]]:
    """The records of a piece."""
    return chain.from_iterable(read() for read in piece)


def _cut(source: Source, claim: Claim, size: int) -> list[tuple[Records, int]]:
    """The ways to read a file, one or one for each range, each with its bytes."""
    whole = source.path.stat().st_size
    wide = any(part in source.encoding.name for part in WIDE)
    if claim.form not in BY_LINE or source.steps or wide or whole <= 2 * size:
        return [(claim.read, whole)]
    ends = _line_ends(source, size, whole)
    reader = BY_LINE[claim.form]
    return [
        (partial(reader, replace(source, part=(start, end))), end - start)
        for start, end in zip([0, *ends], [*ends, whole], strict=True)
    ]


def _line_ends(source: Source, size: int, whole: int) -> list[int]:
    """Where a line ends, about every `size` bytes."""
    ends: list[int] = []
    with source.binary() as stream:
        while (ends[-1] if ends else 0) + 2 * size <= whole:
            stream.seek((ends[-1] if ends else 0) + size)
            stream.readline(LONGEST_LINE)
            ends.append(stream.tell())
    return ends
