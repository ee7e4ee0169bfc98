"""One look through all of a file's bytes: its head, samples from everywhere, and how it fares as UTF-8."""

from dataclasses import dataclass, field
from typing import IO

HEAD = 1 << 16  # bytes that the form is first recognised by
BLOCK = 1 << 18
SAMPLES, SAMPLE = 64, 4096  # at most so many samples, evenly spaced, of so many bytes each
STRAY = 1 << 13  # bytes of lines that are not UTF-8, kept of one block
HIGH = bytes(128) + b"\1" * 128  # which bytes are beyond ASCII


class Spaced:
    """Up to `most` of the things it is shown, evenly spaced, however many come."""

    def __init__(self, most: int) -> None:
        self.kept: list[bytes] = []
        self.most, self.stride, self.seen = most, 1, 0

    def add(self, thing: bytes) -> None:
        """Keep it if its turn has come."""
        if self.seen % self.stride == 0:
            self.kept.append(thing)
        self.seen += 1
        if len(self.kept) > self.most:
            self.kept, self.stride = self.kept[::2], self.stride * 2


@dataclass
class Survey:
    """What one look found.

    `samples` are pieces that begin and end with lines; `stray` are lines that are not UTF-8; `good_runs` and
    `bad_lines` count stretches beyond ASCII in blocks and lines that are UTF-8, and lines that are not.
    """

    head: bytes
    samples: list[bytes] = field(default_factory=list)
    stray: list[bytes] = field(default_factory=list)
    size: int = 0
    good_runs: int = 0
    bad_lines: int = 0


def survey(stream: IO[bytes]) -> Survey:
    """Look through a stream of bytes, a block in memory at a time."""
    head = stream.read(HEAD)
    found = Survey(head)
    samples, stray = Spaced(SAMPLES), Spaced(SAMPLES)
    block = head + stream.readline(BLOCK)
    while block:
        found.size += len(block)
        samples.add(_lines(block))
        if not block.isascii():
            _census(block, found, stray)
        block = stream.read(BLOCK)
        block += stream.readline(BLOCK) if block else b""
    found.samples, found.stray = samples.kept, stray.kept
    return found


def _lines(block: bytes) -> bytes:
    """The beginning of a block, up to a line's end."""
    piece = block[:SAMPLE]
    return piece if len(block) <= SAMPLE else piece[: piece.rfind(b"\n") + 1] or piece


def _runs(block: bytes) -> int:
    """How many stretches are beyond ASCII."""
    high = block.translate(HIGH)
    return high.count(b"\0\1") + high.startswith(b"\1")


def _census(block: bytes, found: Survey, stray: Spaced) -> None:
    """Count what of a block is UTF-8 and keep some of what is not."""
    try:
        block.decode()
        found.good_runs += _runs(block)
        return
    except UnicodeDecodeError:
        pass  # then line by line
    bad = []
    for line in block.splitlines(keepends=True):
        if line.isascii():
            continue
        try:
            line.decode()
            found.good_runs += _runs(line)
        except UnicodeDecodeError:
            found.bad_lines += 1
            bad.append(line)
    stray.add(b"".join(bad)[:STRAY])
