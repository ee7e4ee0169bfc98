"""From a packed file to the bytes inside: zip, gzip, bzip2, xz, Zstandard and tar, nested, read as streams.

What cannot be opened is refused by name: Deflate64, encryption, 7z, rar. A member that grows beyond all
reason (a bomb) is refused while it is read, before memory or disk are full.
"""

import bz2
import gzip
import io
import lzma
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from backports import zstd

from pipeline.core.errors import UserError

BLOCK = 1 << 18
DEEPEST = 3  # containers within containers: a zip that holds a .tar.gz
BOMB_BYTES, BOMB_RATIO = 1 << 30, 1000  # more than a GiB, and more than 1,000 times what is on the disk
MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x5d\x00\x00", "xz"),
)
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
REFUSED = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a rar archive"),
    (b"\x04\x22\x4d\x18", "packed with LZ4"),
    (b"\x1f\x9d", "packed with compress (.Z)"),
)
ZIP_METHODS = {9: "Deflate64", 93: "Zstandard", 95: "xz", 98: "PPMd", 99: "AES encryption"}
DAMAGE = (
    zstd.ZstdError,
    EOFError,
    gzip.BadGzipFile,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
)
Steps = tuple[tuple[str, str], ...]  # containers from the outside in, each with the member in it
Part = tuple[int, int]  # the first byte of a file that is read, and the one after the last


@dataclass
class Meter:
    """How many bytes of the file itself have been read: what a progress bar needs."""

    count: int = 0


class _Metered(io.FileIO):
    """A file, or some of its bytes, that counts what is read of it."""

    def __init__(self, path: Path, meter: Meter, part: Part | None) -> None:
        super().__init__(path)
        self.meter, self.part = meter, part
        if part:
            self.seek(part[0])

    def readinto(self, buffer: Any) -> int | None:
        if self.part:
            buffer = memoryview(buffer)[: max(0, self.part[1] - self.tell())]
        amount = super().readinto(buffer)
        self.meter.count += amount or 0
        return amount


class _Limited(io.RawIOBase):
    """A stream that refuses to become a bomb."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self.stream, self.path, self.count = stream, path, 0
        self.most = max(BOMB_BYTES, BOMB_RATIO * path.stat().st_size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.stream.read(len(buffer))
        self.count += len(data)
        if self.count > self.most:
            raise UserError(f"{self.path} unpacks to over {BOMB_RATIO:,} times its size: unpack it yourself")
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def opened(
    path: Path, steps: Steps = (), meter: Meter | None = None, part: Part | None = None
) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a file, with every way it can be damaged turned into one line.

    Args:
        path: of the file.
        steps: through its containers.
        meter: counts the bytes of the file itself.
        part: of a file that is not packed, what is read of it.

    Raises:
        UserError: the packed file is cut short, damaged, encrypted, packed in a way that is not known, or
            cannot be read.
    """
    try:
        with ExitStack() as stack:
            stream = cast(IO[bytes], stack.enter_context(_file(path, meter, part)))
            for container, member in steps:
                stream = _OPENERS[container](stream, member, stack)
            yield cast(IO[bytes], io.BufferedReader(_Limited(stream, path), BLOCK)) if steps else stream
    except DAMAGE as error:
        raise UserError(f"{path} is cut short or damaged ({error}): fetch it again") from error
    except OSError as error:
        if error.errno is None:  # bz2's "Invalid data stream"
            raise UserError(f"{path} is cut short or damaged ({error}): fetch it again") from error
        raise UserError(f"cannot read {path}: {error.strerror or error}") from error


def _file(path: Path, meter: Meter | None, part: Part | None) -> io.BufferedReader:
    return io.BufferedReader(_Metered(path, meter or Meter(), part), BLOCK)


def seekable(stream: IO[bytes], stack: ExitStack) -> IO[bytes]:
    """The stream itself where one can move in it, else a copy on disk."""
    if stream.seekable() and isinstance(stream, io.BufferedReader) and isinstance(stream.raw, _Metered):
        return stream
    copy = stack.enter_context(tempfile.TemporaryFile())
    shutil.copyfileobj(stream, copy, BLOCK)
    copy.seek(0)
    return cast(IO[bytes], copy)


def _open_zip(stream: IO[bytes], member: str, stack: ExitStack) -> IO[bytes]:
    archive = stack.enter_context(zipfile.ZipFile(seekable(stream, stack)))
    info = archive.getinfo(member)
    if info.flag_bits & 1:
        raise UserError(f"{member} in {archive.filename or 'the zip'} is encrypted: unpack it first")
    if info.compress_type not in (
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
        zipfile.ZIP_BZIP2,
        zipfile.ZIP_LZMA,
    ):
        name = ZIP_METHODS.get(info.compress_type, f"method {info.compress_type}")
        raise UserError(
            f"{member} in the zip is packed with {name}, which cannot be read here: "
            "unpack it and give the file inside, or pack that again as an ordinary zip (Deflate)"
        )
    return stack.enter_context(archive.open(info))


def _open_tar(stream: IO[bytes], member: str, stack: ExitStack) -> IO[bytes]:
    archive = stack.enter_context(tarfile.open(fileobj=stream, mode="r|", bufsize=BLOCK))
    for info in archive:
        if info.name == member and (inside := archive.extractfile(info)):
            return cast(IO[bytes], inside)
    raise tarfile.TarError(f"{member} is not in it")


_OPENERS: dict[str, Callable[[IO[bytes], str, ExitStack], IO[bytes]]] = {
    "gzip": lambda stream, _, stack: cast(
        IO[bytes], stack.enter_context(gzip.GzipFile(fileobj=stream, mode="rb"))
    ),
    "bz2": lambda stream, _, stack: cast(IO[bytes], stack.enter_context(bz2.BZ2File(stream))),
    "xz": lambda stream, _, stack: cast(IO[bytes], stack.enter_context(lzma.LZMAFile(stream))),
    "zstd": lambda stream, _, stack: cast(IO[bytes], stack.enter_context(zstd.ZstdFile(stream))),
    "zip": _open_zip,
    "tar": _open_tar,
}


def container_of(head: bytes) -> str | None:
    """Which container a file's first 512 bytes announce."""
    if head[:4] in ZIP:
        return "zip"
    if head[257:262] == b"ustar" or _is_old_tar(head):
        return "tar"
    return next((name for magic, name in MAGIC if head.startswith(magic)), None)


def _is_old_tar(head: bytes) -> bool:
    """A tar from before POSIX has no mark, only the sum of its header's bytes."""
    if not head[:1].strip(b"\0") or head[148:156].strip(b"\0 ") == b"":
        return False
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def refuse_packing(path: Path, head: bytes) -> None:
    """A UserError for archives that only other programs open."""
    for magic, what in REFUSED:
        if head.startswith(magic):
            raise UserError(f"{path} is {what}: unpack it and give the file inside")


def members(path: Path, steps: Steps, container: str) -> list[str]:
    """The names of the files in a zip or tar, in the archive's order."""
    with opened(path, steps) as stream, ExitStack() as stack:
        if container == "zip":
            infos = zipfile.ZipFile(seekable(stream, stack)).infolist()
            return [info.filename for info in infos if not info.is_dir()]
        return [info.name for info in tarfile.open(fileobj=stream, mode="r|", bufsize=BLOCK) if info.isfile()]
