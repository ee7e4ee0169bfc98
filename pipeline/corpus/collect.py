"""From a reading to the tweets that stay: cleaned, dated, each with an id of its own, all accounted for."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline.core.engine import HERE, Engine
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.account import Account
from pipeline.corpus.cleaning.dates import Dates, plain_dates, read_dates
from pipeline.corpus.cleaning.steps import clean
from pipeline.corpus.columns import REJECTS
from pipeline.corpus.gold_spans import Given
from pipeline.corpus.identity import trusted, unique_ids
from pipeline.corpus.readers.chunks import Chunk, chunked
from pipeline.corpus.readers.formats import Reading, chunks
from pipeline.corpus.readers.pieces import LEAST, PIECE, Piece, pieces, records

FIELDS = ("tweet_id", "raw_text", "created", "author", "is_retweet", "truncated", "source_row")
TEXTS = dict.fromkeys(("tweet_id", "created", "author"), "str")  # one type, where a chunk has no value too


@dataclass
class Collected:
    """The kept tweets (all columns but `cluster_id` and `split`), the rejected records, and what was found.

    `spans` are the platform's, of raw texts; `warnings` are content warnings by source row; `rounded`
    counts ids that name nobody; `example` is the first record that is a tweet.
    """

    frame: pd.DataFrame
    rejects: pd.DataFrame
    account: Account
    dates: Dates
    rounded: int = 0
    spans: list[Given] = field(default_factory=list)
    warnings: dict[int, str] = field(default_factory=dict)
    example: dict[str, Any] | None = None


@dataclass
class Part:
    """What is collected of one piece; rows count from its beginning."""

    frames: list[pd.DataFrame] = field(default_factory=list)
    rejects: list[pd.DataFrame] = field(default_factory=list)
    account: Account = field(default_factory=Account)
    spans: list[Given] = field(default_factory=list)
    warnings: dict[int, str] = field(default_factory=dict)
    example: dict[str, Any] | None = None

    def take(self, chunk: Chunk, settings: CorpusSettings) -> None:
        """Clean a chunk, and account for its records."""
        self.account.read += len(chunk.rows) + len(chunk.rejects) + len(chunk.drops)
        self.account.dropped.update(chunk.drops)
        frame = clean(pd.DataFrame(chunk.rows, columns=list(FIELDS)), settings)
        frame, bad = sort_out(frame, settings, self.account)
        frame["created_at"] = plain_dates(frame["created"].astype("str"))
        bad["raw"] = [chunk.raw(row) for row in bad["source_row"]]
        self.frames.append(frame)
        self.rejects += [pd.DataFrame(chunk.rejects, columns=list(REJECTS.columns)), bad]
        _aside(chunk, self.spans, self.warnings)
        self.example = self.example or _example(chunk)

    def after(self, rows: int) -> "Part":
        """The same with rows that count from the beginning of the corpus."""
        for frame in (*self.frames, *self.rejects):
            frame["source_row"] += rows
        self.spans = [(row + rows, *span) for row, *span in self.spans]  # type: ignore[misc]
        self.warnings = {row + rows: warning for row, warning in self.warnings.items()}
        return self


@dataclass(frozen=True)
class Collecting:
    """Reads and cleans a piece of the corpus, on a worker."""

    shown: str
    settings: CorpusSettings

    def __call__(self, numbered: tuple[int, Piece]) -> Part:
        number, piece = numbered
        part = Part()
        rows = self.settings.chunk_rows
        for chunk in chunked(records(piece), self.shown, self.settings, rows, first=number == 0):
            part.take(chunk, self.settings)
        return part


def collect(
    reading: Reading, settings: CorpusSettings, screen: QuietScreen, engine: Engine = HERE
) -> Collected:
    """Read and clean a corpus, and account for every record.

    Args:
        reading: how it is read.
        settings: of the stage.
        screen: shows progress.
        engine: reads pieces of a large corpus, or of many files, where it has processes.
    """
    size = min(PIECE, max(LEAST, reading.size // (4 * engine.workers)))
    cut = pieces(reading.sources, reading.claims, size) if engine is not HERE else []
    if len(cut) > 1:
        with screen.progress(f"reading {reading.path.name}", len(cut), "pieces") as advance:
            collecting = Collecting(str(reading.path), settings)
            parts = list(engine.map(collecting, enumerate(cut), lambda number: advance(1)))
    else:
        parts = [_whole(reading, settings, screen)]
    return _together(parts, settings)


def _whole(reading: Reading, settings: CorpusSettings, screen: QuietScreen) -> Part:
    """All of a corpus in this process, chunk by chunk."""
    part, before = Part(), 0
    with screen.progress(f"reading {reading.path.name}", reading.size, "B") as advance:
        for chunk in chunks(reading, settings.chunk_rows):
            part.take(chunk, settings)
            advance(reading.position() - before, note=f"{part.account.read:,} records")
            before = reading.position()
    return part


def _together(parts: list[Part], settings: CorpusSettings) -> Collected:
    """One table of the parts in their order; what the whole column decides is decided here."""
    account = Account()
    for part in parts:
        part.after(account.read)
        account.add(part.account)
    kept = [frame for part in parts for frame in part.frames]
    rejects = [frame for part in parts for frame in part.rejects]
    frame = pd.concat([one for one in kept if len(one)] or kept[:1], ignore_index=True).astype(TEXTS)
    ids, rounded = trusted(frame["tweet_id"])
    dates = read_dates(frame["created"], settings.day_first, frame["created_at"])
    frame = unique_ids(frame.assign(tweet_id=ids, created_at=dates.parsed), account.dropped)
    rejected = pd.concat([r for r in rejects if len(r)] or rejects[:1], ignore_index=True)
    account.kept = len(frame)
    account.rejected.update(rejected["reason"].tolist())
    account.check()
    rejected = rejected.sort_values("source_row", kind="stable", ignore_index=True)
    spans = [span for part in parts for span in part.spans]
    warnings = {row: warning for part in parts for row, warning in part.warnings.items()}
    example = next((part.example for part in parts if part.example), None)
    return Collected(frame, rejected, account, dates, rounded, spans, warnings, example)


def _aside(chunk: Chunk, spans: list[Given], warnings: dict[int, str]) -> None:
    """What a post has besides its fields: the platform's entities, a content warning."""
    for row in chunk.rows:
        if row["spans"]:
            spans += [(row["source_row"], *span) for span in row["spans"]]
        if row["warning"]:
            warnings[row["source_row"]] = row["warning"]


def _example(chunk: Chunk) -> dict[str, Any] | None:
    if not chunk.rows:
        return None
    record = chunk.items[chunk.rows[0]["source_row"] - chunk.start][0]
    return record if isinstance(record, dict) else None


def sort_out(
    frame: pd.DataFrame, settings: CorpusSettings, account: Account
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cleaned tweets that stay, and those rejected with a reason; dropped ones go into the account."""
    length = frame["text"].str.len()
    reason = pd.Series(None, index=frame.index, dtype=object)
    reason[length > settings.max_length] = f"longer than {settings.max_length} characters"
    reason[length == 0] = "empty after cleaning"
    reason[frame["text"].isna()] = "a pattern ran out of time"
    rejected = frame.assign(reason=reason)[reason.notna()]
    stays = reason.isna()
    if settings.retweets == "drop":
        retweets = stays & frame["is_retweet"]
        account.dropped.update(["retweet"] * int(retweets.sum()))
        stays &= ~retweets
    return frame[stays].copy(), rejected[["source_row", "reason"]].copy()
