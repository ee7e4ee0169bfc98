"""UTF-8 with lines of an old code page among it, as one stream of UTF-8: each line is decoded as it is."""

import io
import re
from typing import IO, Any

BLOCK = 1 << 18
UNLIKELY = frozenset(b"\xfe\xff\x81\x8d\x8f\x90\x9d")  # þ and ÿ, and what Windows-1252 leaves undefined
# A character of UTF-8 that breaks off: its first byte, and fewer of the others than it announces.
CUT = re.compile(rb"[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2}")
LOST = "\N{REPLACEMENT CHARACTER}"


def mend(line: bytes, stray: str) -> str:
    """One line that is not UTF-8: its UTF-8 parts as they are, other bytes by the code page, or U+FFFD.

    >>> mend(b"It\\x92s caf\\xc3\\xa9", "cp1252"), mend(b"bad \\xff byte", "cp1252")
    ('It’s café', 'bad \ufffd byte')
    """
    parts: list[str] = []
    while line:
        try:
            return "".join([*parts, line.decode()])
        except UnicodeDecodeError as error:
            parts.append(line[: error.start].decode())
            cut = CUT.match(line, error.start)
            end = cut.end() if cut else error.start + 1
            parts.append(LOST if cut else _single(line[error.start : end], stray))
            line = line[end:]
    return "".join(parts)


def _single(byte: bytes, stray: str) -> str:
    if stray == "cp1252" and byte[0] in UNLIKELY:
        return LOST
    return byte.decode(stray, "replace")


class Mended(io.RawIOBase):
    """A stream of bytes as valid UTF-8, a block of whole lines at a time."""

    def __init__(self, stream: IO[bytes], stray: str) -> None:
        self.stream, self.stray, self.ready = stream, stray, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.ready:
            block = self.stream.read(BLOCK)
            self.ready = memoryview(self._valid(block + self.stream.readline(BLOCK) if block else b""))
        amount = min(len(buffer), len(self.ready))
        buffer[:amount] = self.ready[:amount]
        self.ready = self.ready[amount:]
        return amount

    def _valid(self, block: bytes) -> bytes:
        try:
            block.decode()
            return block
        except UnicodeDecodeError:
            return "".join(mend(line, self.stray) for line in block.splitlines(keepends=True)).encode()
