"""From a file to a stream of decoded text: plain, gzip or zip; UTF-8, UTF-16 or a Windows code page.

The container and the encoding are told apart by content. A UTF-8 file with a few broken bytes stays UTF-8:
those bytes become U+FFFD, and their number is reported.
"""

import codecs
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from charset_normalizer import from_bytes

from pipeline.core.errors import UserError

HEAD = 1 << 16  # bytes (and characters) that the format is told from
BLOCK = 1 << 18
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What a table may be written in when it is neither Unicode nor Windows-1252.
CODE_PAGES = ["cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "shift_jis", "gb18030", "big5", "euc_kr"]
ARCHIVE_PART = re.compile(r"(^|/)tweets?(-part\d+)?\.js$")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


@dataclass
class Meter:
    """How many bytes of the file itself have been read: what a progress bar needs."""

    count: int = 0


class _Metered(io.FileIO):
    def __init__(self, path: Path, meter: Meter) -> None:
        super().__init__(path)
        self.meter = meter

    def readinto(self, buffer: Any) -> int | None:
        amount = super().readinto(buffer)
        self.meter.count += amount or 0
        return amount


@dataclass(frozen=True)
class Source:
    """A file whose container and encoding are known: it can be opened any number of times.

    `member` is the name inside a zip ("" elsewhere); `broken` counts characters that could not be decoded.
    """

    path: Path
    container: str
    member: str
    encoding: str
    head: str
    broken: int = 0
    meter: Meter = field(default_factory=Meter, compare=False)

    @contextmanager
    def binary(self) -> Iterator[IO[bytes]]:
        """The uncompressed bytes."""
        with opened(self.path, self.container, self.member, self.meter) as stream:
            yield stream

    @contextmanager
    def text(self) -> Iterator[io.TextIOWrapper]:
        """The decoded text, its line ends as they are, without a byte-order mark."""
        with self.binary() as stream:
            yield io.TextIOWrapper(cast(IO[bytes], stream), self.encoding, errors="replace", newline="")


@contextmanager
def opened(path: Path, container: str, member: str, meter: Meter | None = None) -> Iterator[IO[bytes]]:
    """The uncompressed bytes of a file, with every way it can be damaged turned into one line.

    Raises:
        UserError: the compressed file is cut short or damaged, encrypted, or cannot be read.
    """
    try:
        with io.BufferedReader(_Metered(path, meter or Meter()), BLOCK) as file:
            if container == "gzip":
                with gzip.GzipFile(fileobj=file) as stream:
                    yield cast(IO[bytes], stream)
            elif container == "zip":
                with zipfile.ZipFile(file) as archive, archive.open(member) as inside:
                    yield inside
            else:
                yield cast(IO[bytes], file)
    except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
        raise UserError(f"{path} is cut short or damaged ({error}): fetch it again") from error
    except RuntimeError as error:
        if "encrypted" not in str(error):
            raise
        raise UserError(f"{path} is encrypted: unpack it first") from error
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror or error}") from error


def must_exist(path: Path) -> None:
    """A UserError where there is no such file, or it is a folder."""
    if path.is_dir():
        raise UserError(f"{path} is a folder: give a tweet file in it")
    if not path.is_file():
        raise UserError(f"{path} does not exist: give the path of a tweet file")


def sources(path: Path) -> list[Source]:
    """The texts that a corpus file holds: one, or the parts of a personal archive's zip, in order.

    Raises:
        UserError: there is no such file, it is a folder, empty, damaged, or not text.
    """
    must_exist(path)
    with opened(path, "plain", "") as stream:
        magic = stream.read(4)
    if not magic:
        raise UserError(f"{path} is empty: give a file with tweets in it")
    if magic[:2] == b"\x1f\x8b":
        return [_source(path, "gzip", "")]
    if magic in (b"PK\x03\x04", b"PK\x05\x06"):
        return [_source(path, "zip", name) for name in _members(path)]
    return [_source(path, "plain", "")]


def _members(path: Path) -> list[str]:
    """The corpus files in a zip: the parts of tweets.js, or else its only file."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [item.filename for item in archive.infolist() if not item.is_dir()]
    except zipfile.BadZipFile as error:
        raise UserError(f"{path} is cut short or damaged ({error}): fetch it again") from error
    names = [name for name in names if not name.startswith("__MACOSX/")]
    parts = [name for name in names if ARCHIVE_PART.search(name)]
    if parts:
        return sorted(parts, key=lambda name: [int(n) for n in re.findall(r"-part(\d+)", name)])
    if len(names) == 1:
        return names
    shown = ", ".join(names[:5]) + (", …" if len(names) > 5 else "") if names else "nothing"
    raise UserError(f"{path} holds {shown}: unpack it and give the file with the tweets")


def _source(path: Path, container: str, member: str) -> Source:
    with opened(path, container, member) as stream:
        head = stream.read(HEAD)
    if not head:
        raise UserError(f"{path} is empty inside: give a file with tweets in it")
    if head[:4] == b"PAR1":
        return Source(path, container, member, "binary", "PAR1")
    encoding, broken = _encoding(path, container, member, head)
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    text = decoder.decode(head)
    if len(CONTROL.findall(text)) > 0.02 * len(text):
        raise UserError(f"{path} is not text: give JSON, CSV, Parquet or plain text")
    return Source(path, container, member, encoding, text, broken)


def _encoding(path: Path, container: str, member: str, head: bytes) -> tuple[str, int]:
    """The encoding of the whole file, and how many characters of it are broken in that encoding."""
    for mark, name in BOMS:
        if head.startswith(mark):
            return name, 0
    if b"\x00" in head:
        return _utf16(path, head), 0
    good, broken, sample = _utf8_census(path, container, member)
    if not broken or good > 2 * broken:
        return "utf-8", broken
    if _looks_western(sample):
        return "cp1252", 0
    best = from_bytes(sample, cp_isolation=CODE_PAGES).best()
    if best is None:
        raise UserError(f"{path} is in an encoding that cannot be told: save it as UTF-8")
    return best.encoding, 0


def _looks_western(sample: bytes) -> bool:
    """In Western languages a letter beyond ASCII stands alone; elsewhere whole words are made of them.

    A guess by frequencies needs more text than some tables have.
    """
    runs = re.findall(rb"[\x80-\xff]+", sample)
    undefined = re.search(rb"[\x81\x8d\x8f\x90\x9d]", sample)
    return not undefined and sum(map(len, runs)) < 1.5 * len(runs)


def _utf16(path: Path, head: bytes) -> str:
    """UTF-16 without a mark has its zeros at every other place; other zeros mean binary data."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 4 < len(head) // 2:
        raise UserError(f"{path} is not text: give JSON, CSV, Parquet or plain text")
    return "utf-16-le" if odd > even else "utf-16-be"


def _utf8_census(path: Path, container: str, member: str) -> tuple[int, int, bytes]:
    """Well-formed and broken non-ASCII characters read as UTF-8, and lines that hold bytes beyond ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    good = broken = 0
    sample = b""
    with opened(path, container, member) as stream:
        while block := stream.read(BLOCK):
            text = decoder.decode(block)
            if text.isascii():
                continue
            wrong = text.count("\N{REPLACEMENT CHARACTER}")
            broken += wrong
            good += sum(1 for _ in re.finditer(r"[^\x00-\x7f]+", text)) - wrong
            if wrong and len(sample) < HEAD:
                sample += b"\n".join(line for line in block.splitlines() if not line.isascii())[:HEAD]
    return good, broken + len(decoder.decode(b"", final=True)), sample
