"""From a reading to the tweets that stay: cleaned, dated, each with an id of its own, all accounted for."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.account import Account
from pipeline.corpus.cleaning.dates import Dates, read_dates
from pipeline.corpus.cleaning.steps import clean
from pipeline.corpus.columns import REJECTS
from pipeline.corpus.gold_spans import Given
from pipeline.corpus.identity import trusted, unique_ids
from pipeline.corpus.readers.formats import Chunk, Reading, chunks

FIELDS = ("tweet_id", "raw_text", "created", "author", "is_retweet", "truncated", "source_row")


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


def collect(reading: Reading, settings: CorpusSettings, screen: QuietScreen) -> Collected:
    """Read and clean chunk by chunk, and account for every record."""
    account = Account()
    kept: list[pd.DataFrame] = []
    rejects: list[pd.DataFrame] = []
    spans: list[Given] = []
    warnings: dict[int, str] = {}
    example = None
    with screen.progress(f"reading {reading.path.name}", reading.size, "B") as advance:
        before = 0
        for chunk in chunks(reading, settings.chunk_rows):
            account.read += len(chunk.rows) + len(chunk.rejects) + len(chunk.drops)
            account.dropped.update(chunk.drops)
            frame = clean(pd.DataFrame(chunk.rows, columns=list(FIELDS)), settings)
            frame, bad = sort_out(frame, settings, account)
            bad["raw"] = [chunk.raw(row) for row in bad["source_row"]]
            kept.append(frame)
            rejects += [pd.DataFrame(chunk.rejects, columns=list(REJECTS.columns)), bad]
            _aside(chunk, spans, warnings)
            example = example or _example(chunk)
            advance(reading.position() - before, note=f"{account.read:,} records")
            before = reading.position()
    frame = pd.concat([part for part in kept if len(part)] or kept[:1], ignore_index=True)
    ids, rounded = trusted(frame["tweet_id"])
    dates = read_dates(frame["created"], settings.day_first)
    frame = unique_ids(frame.assign(tweet_id=ids, created_at=dates.parsed), account.dropped)
    rejected = pd.concat([r for r in rejects if len(r)] or rejects[:1], ignore_index=True)
    account.kept = len(frame)
    account.rejected.update(rejected["reason"].tolist())
    account.check()
    rejected = rejected.sort_values("source_row", kind="stable", ignore_index=True)
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
    return frame[stays], rejected[["source_row", "reason"]].copy()
