"""Readers: any file of short posts, told by its content, as a stream of raw records in chunks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.binary import claim_binary
from pipeline.corpus.readers.chunks import Chunk, Item, chunked
from pipeline.corpus.readers.claim import Claim
from pipeline.corpus.readers.plain import claim_text
from pipeline.corpus.readers.platforms.post import Dropped, inside
from pipeline.corpus.readers.platforms.twitter import Notes
from pipeline.corpus.readers.records.json_records import (
    json_format,
    read_json_array,
    read_json_document,
    read_json_lines,
    refuse_answer,
)
from pipeline.corpus.readers.sources.decode import Source, sources
from pipeline.corpus.readers.tables.rows import claim_table

JSON_READERS: dict[str, Callable[[Source], Iterator[Item]]] = {
    "JSON array": read_json_array,
    "tweets.js": read_json_array,
    "JSON array behind an assignment": read_json_array,
    "JSON lines": read_json_lines,
    "JSON document": read_json_document,
}
NO_SETTINGS = CorpusSettings()


@dataclass(frozen=True)
class Reading:
    """How a corpus is read: what its files turned out to be and why, and its records."""

    path: Path
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    items: Callable[[], Iterator[Item]]
    asked: CorpusSettings
    warnings: tuple[str, ...] = ()

    @property
    def format(self) -> str:
        """The form of the files, or of each kind among them."""
        names = dict.fromkeys(claim.form for claim in self.claims)
        platform = next((s.platform for s in self.sources if s.platform), None)
        return " and ".join(names) + (f" ({platform})" if platform else "")

    @property
    def encoding(self) -> str:
        """Of the files, with the confidence where the bytes do not prove it."""
        shown = {
            s.encoding.shown + (f" ({s.encoding.confidence:.0%})" if s.encoding.confidence < 1 else "")
            for s in self.sources
        }
        return " and ".join(sorted(shown))

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return sum(path.stat().st_size for path in {source.path for source in self.sources})

    def position(self) -> int:
        """Bytes of the files read so far."""
        return sum(source.meter.count for source in self.sources)


def open_corpus(path: Path | list[Path], asked: CorpusSettings = NO_SETTINGS) -> Reading:
    """Tell what a file is, or each of several.

    Raises:
        UserError: it cannot be read, is not text, or is a table without a text column.
    """
    paths = path if isinstance(path, list) else [path]
    found = [source for one in paths for source in sources(one, asked.encoding)]
    parts = list({(source.path.resolve(), source.steps): source for source in reversed(found)}.values())[::-1]
    claims = [claim(source, asked) for source in parts]
    side = {id(source.side): source.side for source in parts if source.side}

    def items() -> Iterator[Item]:
        for source, claimed in zip(parts, claims, strict=True):
            yield from _owned(claimed.read(), source) if source.side else claimed.read()
        for others in side.values():
            for source in others.get("deleted", ()):
                yield from ((record, Dropped("deleted post")) for record, _ in read_json_array(source))

    return Reading(paths[0], tuple(parts), tuple(claims), items, asked, tuple(_missing_parts(parts)))


def claim(source: Source, asked: CorpusSettings) -> Claim:
    """The best claim on a file.

    Raises:
        UserError: no reader can read it, or only with an option that the line names.
    """
    if source.binary_kind:
        return claim_binary(source, asked)
    kind = json_format(source.head) if asked.form in ("auto", "json") else None
    if kind:
        refuse_answer(source)
        return Claim(0.95, kind, "its first characters", partial(JSON_READERS[kind], source))
    if asked.form == "json":
        raise UserError(f"{source.shown} is not JSON: it begins with {source.head[:20]!r}")
    if asked.form in ("auto", "table") and (claimed := claim_table(source, asked)):
        return claimed
    if asked.form == "table":
        raise UserError(
            f"{source.shown} is not a table: its lines have no common number of cells (--delimiter, --quote)"
        )
    return claim_text(source, asked)


def _owned(items: Iterator[Item], source: Source) -> Iterator[Item]:
    """The records of an X archive with its owner as author, and long posts whole."""
    owner, notes = None, Notes()
    for account in source.side.get("account", ()):
        owner = next(
            (n for r, _ in read_json_array(account) if (n := inside(r, "account", "username"))), owner
        )
    for long in source.side.get("notes", ()):
        for record, _ in read_json_array(long):
            notes.add(record)
    for record, problem in items:
        if problem is None and isinstance(record, dict):
            text = record.get("full_text")
            whole = notes.whole(text) if isinstance(text, str) else None
            record = record | ({"full_text": whole, "truncated": False, "entities": None} if whole else {})
            if owner and not any(key in record for key in ("user", "author", "screen_name")):
                record["screen_name"] = owner
        yield record, problem


def _missing_parts(parts: list[Source]) -> Iterator[str]:
    """What an X archive should have and has not: parts by its manifest, or gaps in their numbers."""
    names = {source.name.rpartition("/")[2] for source in parts}
    alone = names == {"tweets.js"} or names == {"tweet.js"}
    if alone and all(not source.steps for source in parts) and not parts[0].side.get("manifest"):
        yield (
            "only tweets.js was found: the archive of a busy account goes on in tweets-part1.js and so on; "
            "if yours has them, put them beside it"
        )
    numbers = sorted(int(n[11:-3]) for n in names if n.startswith("tweets-part") and n[11:-3].isdigit())
    missing = sorted(set(range(1, numbers[-1] + 1 if numbers else 1)) - set(numbers))
    for manifest in {m for source in parts for m in source.side.get("manifest", ())}:
        with manifest.text() as stream:
            text = stream.read(1 << 22)
        import re

        listed = set(re.findall(r"(?:community-)?tweets?(?:-part\d+)?\.js", text))
        missing_names = {n for n in listed if n.startswith("tweet")} - names
        if missing_names:
            lost = ", ".join(sorted(missing_names))
            yield f"the archive's manifest lists {lost}, which is missing: put it beside tweets.js"
            return
    if missing:
        yield f"tweets-part{missing[0]}.js is missing: put all parts beside tweets.js"


def chunks(reading: Reading, size: int) -> Iterator[Chunk]:
    """The records of a corpus, `size` in memory at a time.

    Raises:
        UserError: as `chunked`.
    """
    return chunked(reading.items(), str(reading.path), reading.asked, size)


__all__ = ["Chunk", "Reading", "chunks", "open_corpus"]
