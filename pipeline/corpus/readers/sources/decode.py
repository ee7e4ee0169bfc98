"""Sources: each text or table that a corpus is made of, its container and its encoding known.

Containers and encodings are recognised by content. What each source has been packed in, `unpack` knows; which
members of an archive hold posts, `archives`; which encoding, `encoding`.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, cast

from pipeline.core.errors import UserError
from pipeline.corpus.readers.sources import archives
from pipeline.corpus.readers.sources.encoding import CONTROL, Encoding, detect
from pipeline.corpus.readers.sources.mended import Mended
from pipeline.corpus.readers.sources.survey import SAMPLE, survey
from pipeline.corpus.readers.sources.unpack import (
    DEEPEST,
    Meter,
    Part,
    Steps,
    container_of,
    members,
    opened,
    refuse_packing,
)

LONGEST_LINE = 1 << 24  # characters; a longer line belongs to no table and no list of posts
BINARY = (
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"\xff\xff\xff\xff", "arrow stream"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet"),
)
UNREADABLE = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x89HDF", "an HDF5 file: save the table as Parquet or CSV"),
    (b"RDX", "an R data file: write it with write.csv"),
    (b"X\n\x00\x00\x00", "an R data file: write it with write.csv"),
    (b"\x80\x04\x95", "a Python pickle, which could run code: save the table as Parquet or CSV"),
    (b"\x80\x03", "a Python pickle, which could run code: save the table as Parquet or CSV"),
    (b"\x80\x02", "a Python pickle, which could run code: save the table as Parquet or CSV"),
    (b"FEA1", "a Feather file of version 1: save the table as Parquet or CSV"),
    (b"ORC", "an ORC file: save the table as Parquet or CSV"),
    (b"Obj\x01", "an Avro file: save the table as Parquet or CSV"),
    (b"bplist00", "a property list of Apple: save the posts as JSON or CSV"),
    (b"\x93NUMPY", "a NumPy array: save the texts as plain text"),
)
SHEET_PARTS = ("xl/workbook.xml", "xl/workbook.bin")
GIT_LFS = "version https://git-lfs.github.com/spec/"


@dataclass(frozen=True)
class Source:
    """A file whose container and encoding are known: it can be opened any number of times.

    `steps` lead through containers to the member; `binary_kind` is "" for text; `samples` are pieces of the
    text from everywhere, and `head` is its beginning. `part` is what is read of a file that is cut.
    """

    path: Path
    steps: Steps = ()
    binary_kind: str = ""
    encoding: Encoding = field(default_factory=lambda: Encoding("utf-8"))
    head: str = ""
    samples: tuple[str, ...] = ()
    size: int = 0  # bytes, unpacked
    part: Part | None = None
    side: dict[str, tuple["Source", ...]] = field(default_factory=dict, compare=False)
    platform: str | None = None
    meter: Meter = field(default_factory=Meter, compare=False)

    @property
    def name(self) -> str:
        """Of the file itself or the member in it."""
        return next((member for _, member in reversed(self.steps) if member), self.path.name)

    @property
    def shown(self) -> str:
        """The path, and the member where it is in an archive."""
        return str(self.path) if self.name == self.path.name else f"{self.path} ({self.name})"

    @contextmanager
    def binary(self) -> Iterator[IO[bytes]]:
        """The unpacked bytes."""
        with opened(self.path, self.steps, self.meter, self.part) as stream:
            yield stream

    @contextmanager
    def text(self) -> Iterator[io.TextIOWrapper]:
        """The decoded text, its line ends as they are, without a byte-order mark."""
        with self.binary() as stream:
            if self.encoding.stray:
                stream = cast(IO[bytes], io.BufferedReader(Mended(stream, self.encoding.stray)))
            yield io.TextIOWrapper(stream, self.encoding.name, errors="replace", newline="")

    def lines(self) -> Iterator[str]:
        """The lines with their ends, each of bounded length.

        Raises:
            UserError: a line is longer than any table or list of posts has.
        """
        with self.text() as stream:
            yield from bounded(stream, self)


def bounded(stream: IO[str], source: Source) -> Iterator[str]:
    """The lines of a text stream; memory is bounded by the longest line allowed."""
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            after = f" after byte {source.part[0]:,}" if source.part else ""
            raise UserError(
                f"{source.shown}, line {number:,}{after} is longer than {LONGEST_LINE:,} characters: this is "
                "not a list of posts, or its form is another one (--delimiter, --quote, --encoding)"
            )
        yield line


def sources(path: Path, encoding: str | None = None) -> list[Source]:
    """The texts and tables that a path holds: a file, the posts of an archive, or those of a folder.

    Raises:
        UserError: the file does not exist, is empty, damaged, or not text.
    """
    if path.is_dir():
        names = sorted(str(p.relative_to(path)) for p in path.rglob("*") if p.is_file())
        chosen = archives.select(names, str(path), folder=True)
        found = [one for name in chosen.posts for one in _leaves(path / name, (), encoding)]
        side = {r: tuple(_side(path / n, ()) for n in names) for r, names in chosen.side.items()}
        return [replace(one, side=side, platform=one.platform or chosen.platform) for one in found]
    if not path.is_file():
        raise UserError(f"{path} does not exist: give the path of a tweet file")
    return _with_neighbours(path, _leaves(path, (), encoding), encoding)


def _with_neighbours(path: Path, found: list[Source], encoding: str | None) -> list[Source]:
    """The parts of an unpacked X archive beside its tweets.js."""
    if path.name not in ("tweets.js", "tweet.js"):
        return found
    from pipeline.corpus.readers.sources.files import beside

    names = [str(p.relative_to(path.parent)) for p in [path, *beside(path)]]
    chosen = archives.select(names, str(path.parent))
    others = [name for name in chosen.posts if name != path.name]
    found += [one for name in others for one in _leaves(path.parent / name, (), encoding)]
    side = {r: tuple(_side(path.parent / n, ()) for n in ns) for r, ns in chosen.side.items()}
    return [replace(one, side=side, platform="X archive") for one in found]


def _side(path: Path, steps: Steps) -> Source:
    return Source(path, steps)


def _leaves(path: Path, steps: Steps, encoding: str | None) -> list[Source]:
    """The sources inside a file, through its containers."""
    with opened(path, steps) as stream:
        head = stream.read(512)
    if not head:
        inside = " inside" if steps else ""
        raise UserError(f"{path} is empty{inside}: give a file with tweets in it")
    refuse_packing(path, head)
    container = container_of(head)
    if container is None:
        return [_leaf(path, steps, encoding)]
    if len(steps) >= DEEPEST:
        raise UserError(f"{path} is packed more than {DEEPEST} times over: unpack it first")
    if container not in ("zip", "tar"):
        return _leaves(path, (*steps, (container, "")), encoding)
    names = members(path, steps, container)
    if container == "zip" and (any(n in names for n in SHEET_PARTS) or "content.xml" in names):
        return [Source(path, steps, "spreadsheet", size=path.stat().st_size)]
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise UserError(f"{path} is an Office document: save its table as .xlsx or CSV")
    chosen = archives.select(names, str(path))
    found = [one for n in chosen.posts for one in _leaves(path, (*steps, (container, n)), encoding)]
    side = {r: tuple(_side(path, (*steps, (container, n))) for n in ns) for r, ns in chosen.side.items()}
    return [replace(one, side=side, platform=chosen.platform) for one in found] if chosen.platform else found


def _leaf(path: Path, steps: Steps, asked: str | None) -> Source:
    """A file that is packed no further."""
    with opened(path, steps) as stream:
        found = survey(stream)
    for magic, kind in BINARY:
        if found.head.startswith(magic):
            return Source(path, steps, kind, Encoding("binary"), size=found.size)
    if _is_car(found.head):
        return Source(path, steps, "car", Encoding("binary"), size=found.size)
    for magic, what in UNREADABLE:
        if found.head.startswith(magic):
            raise UserError(
                f"{path} is {what}" + ("" if ":" in what else ": give the posts as text or a table")
            )
    encoding = _asked(asked) if asked else detect(found, str(path))
    source = Source(path, steps, "", encoding, size=found.size)
    head = _decoded(found.head, encoding, first=True)
    if head.startswith(GIT_LFS):
        raise UserError(
            f"{path} is a Git LFS pointer, not the file itself: run `git lfs pull` where it came from, "
            "or download the file"
        )
    if len(CONTROL.findall(head)) > 0.02 * len(head):
        raise UserError(f"{path} is not text: give JSON, CSV, Parquet, a spreadsheet, SQLite or plain text")
    samples = tuple(_decoded(piece, encoding) for piece in found.samples)
    return replace(source, head=head, samples=samples)


def _asked(name: str) -> Encoding:
    """The encoding that --encoding names."""
    try:
        "".encode(name)
        b"".decode(name)
    except (LookupError, UnicodeError) as error:
        raise UserError(
            f"--encoding {name!r} is not known: try utf-8, cp1252, mac_roman or shift_jis"
        ) from error
    return Encoding(name)


def _decoded(piece: bytes, encoding: Encoding, first: bool = False) -> str:
    name = encoding.name
    if not first and name in ("utf-16", "utf-32", "utf-8-sig"):
        return "" if name != "utf-8-sig" else piece.decode("utf-8", "replace")
    if "16" in name or "32" in name:
        piece = piece[: len(piece) // 4 * 4] if first else b""
    if encoding.stray:
        from pipeline.corpus.readers.sources.mended import mend

        return "".join(mend(line, encoding.stray) for line in piece.splitlines(keepends=True))
    return piece.decode(name, "replace")


def _is_car(head: bytes) -> bool:
    """A CAR file begins with the length of its header, a DAG-CBOR map with `roots` and `version`."""
    return b"eroots" in head[:16] and b"gversion" in head[:120]


__all__ = ["SAMPLE", "Source", "bounded", "sources"]
