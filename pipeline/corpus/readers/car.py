"""Bluesky's repositories (CAR version 1): blocks one after the other, each a CID and DAG-CBOR, by libipld.

Two passes: the first keeps where the posts are and what the tree calls them, the second reads them in the
order of their keys, which is that of time. Memory is bounded by the keys, not by the repository.

The format: ipld.io/specs/transport/car/carv1; the tree: atproto.com/specs/repository.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import IO, Any

import libipld

from pipeline.core.errors import UserError
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.claim import Claim
from pipeline.corpus.readers.platforms.bluesky import POST
from pipeline.corpus.readers.sources.decode import Source
from pipeline.corpus.readers.sources.unpack import seekable

LARGEST_BLOCK = 1 << 24  # bytes; a record has some thousands
LONGEST_VARINT = 9
Item = tuple[Any, str | None]


def claim_car(source: Source, asked: CorpusSettings) -> Claim:
    """The claim on a repository."""
    return Claim(
        1.0, "Bluesky repository (CAR)", "its first bytes", partial(read_car, source), ("text", "createdAt")
    )


@dataclass
class _Index:
    """Where the posts of a repository are, their keys, and whose it is."""

    places: dict[bytes, tuple[int, int]] = field(default_factory=dict)  # CID: offset and length
    keys: dict[bytes, str] = field(default_factory=dict)
    owner: str = ""

    def add(self, cid: bytes, place: tuple[int, int], block: Any) -> None:
        """Take in one block: a post, a node of the tree, or the commit."""
        if not isinstance(block, dict):
            return
        if block.get("$type") == POST:
            self.places[cid] = place
        elif isinstance(block.get("e"), list):
            self.keys |= {v: key for v, key in _entries(block["e"]) if key.startswith(f"{POST}/")}
        elif {"did", "data"} <= set(block):
            self.owner = str(block["did"])


def _entries(entries: list[Any]) -> Iterator[tuple[bytes, str]]:
    """The keys of a node of the tree: each entry shares a prefix with the one before."""
    key = b""
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get("k"), bytes) and isinstance(entry.get("p"), int):
            key = key[: entry["p"]] + entry["k"]
            yield entry.get("v", b""), key.decode("utf-8", "replace")


def read_car(source: Source) -> Iterator[Item]:
    """The posts of a repository, by their keys where the tree names them.

    Raises:
        UserError: it is damaged.
    """
    with source.binary() as packed, ExitStack() as stack:
        stream = seekable(packed, stack)
        try:
            index = _Index()
            for cid, place, data in _blocks(stream):
                index.add(cid, place, libipld.decode_dag_cbor(data))
            known = sorted(
                (index.keys[cid], place) for cid, place in index.places.items() if cid in index.keys
            )
            for key, (start, size) in known or [("", place) for place in index.places.values()]:
                stream.seek(start)
                post = libipld.decode_dag_cbor(stream.read(size))
                yield ({"uri": f"at://{index.owner}/{key}", "value": post} if key else post), None
        except (ValueError, TypeError, RecursionError, OverflowError, MemoryError) as error:
            said = " ".join(str(error).split())[:120]
            raise UserError(f"{source.shown} is a damaged CAR file ({said}): fetch it again") from error


def _blocks(stream: IO[bytes]) -> Iterator[tuple[bytes, tuple[int, int], bytes]]:
    """The blocks after the header: CID, the place of its data, and the data."""
    header = _varint(stream)
    if header is None or len(stream.read(min(header, LARGEST_BLOCK))) < header:
        raise ValueError("the header is cut short")
    while (size := _varint(stream)) is not None:
        start = stream.tell()
        block = stream.read(size) if size <= LARGEST_BLOCK else b""
        if len(block) < size:
            raise ValueError("a block is cut short" if block else "a block is too long")
        head = _cid_length(block)
        yield block[:head], (start + head, size - head), block[head:]


def _varint(stream: IO[bytes]) -> int | None:
    """An unsigned LEB128 number; None at the end of the stream."""
    number = 0
    for place in range(LONGEST_VARINT):
        byte = stream.read(1)
        if not byte:
            if place:
                raise ValueError("a length is cut short")
            return None
        number |= (byte[0] & 127) << (7 * place)
        if byte[0] < 128:
            return number
    raise ValueError("a length is too long")


def _cid_length(block: bytes) -> int:
    """Bytes of the CID at the beginning of a block: version, codec, hash and its length, then the hash."""
    if block[:2] == b"\x12\x20":  # version 0: a bare SHA-256
        return 34
    place = number = 0
    for _ in range(4):
        number, shift = 0, 0
        while True:
            if place >= len(block) or shift > 7 * LONGEST_VARINT:
                raise ValueError("a CID is cut short")
            number |= (block[place] & 127) << shift
            place, shift = place + 1, shift + 7
            if block[place - 1] < 128:
                break
    if place + number > len(block):
        raise ValueError("a CID is cut short")
    return place + number
