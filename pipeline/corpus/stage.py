"""The corpus stage: a raw file in, the tweet table, the rejects and the vocabulary out."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.core.workspace import Workspace, atomic, sha256
from pipeline.corpus import duplicates
from pipeline.corpus.cleaning.dates import parse_dates
from pipeline.corpus.cleaning.steps import clean
from pipeline.corpus.readers.formats import Reading, chunks, open_corpus
from pipeline.corpus.split import SPLITS, split_by_hash, split_by_time
from pipeline.corpus.stream import ingest_stream
from pipeline.corpus.summary import draw, summarise
from pipeline.text import vocabulary
from pipeline.text.vocabulary import Vocabulary
from pipeline.tracking.tracker import NullTracker

TYPES = {
    "tweet_id": "str",
    "text": "str",
    "raw_text": "str",
    "created_at": "datetime64[us, UTC]",
    "author": "str",
    "is_retweet": "bool",
    "is_manual_retweet": "bool",
    "is_truncated": "bool",
    "cluster_id": "int64",
    "split": "str",
    "source_row": "int64",
}
FIELDS = ("tweet_id", "raw_text", "created", "author", "is_retweet", "truncated", "source_row")
REJECT_TYPES = {"source_row": "int64", "reason": "str", "raw": "str"}


@dataclass
class Account:
    """Where every record went: rows read = kept + dropped + rejected."""

    read: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)

    def rows(self) -> list[tuple[str, int]]:
        """The account as the rows of a table."""
        lines = [("read", self.read), ("kept", self.kept)]
        lines += [(f"dropped: {reason}", n) for reason, n in sorted(self.dropped.items())]
        return lines + [(f"rejected: {reason}", n) for reason, n in sorted(self.rejected.items())]

    def check(self) -> None:
        """The identity that makes the account one."""
        gone = self.dropped.total() + self.rejected.total()
        if self.read != self.kept + gone:
            raise AssertionError(f"{self.read} records read, {self.kept} kept, {gone} dropped or rejected")


def run(
    settings: CorpusSettings, workspace: Workspace, tracker: NullTracker, screen: QuietScreen
) -> dict[str, Any]:
    """Read, clean, cluster, split; write `tweets`, `rejects` and `vocabulary`, or `stream` and `vocabulary`.

    Returns:
        The counts for the manifest.

    Raises:
        UserError: the file cannot be read, is no corpus, or leaves no tweet. Nothing has been written then.
    """
    if not settings.source:
        raise UserError("no corpus is given: set CORPUS to the path of a tweet file")
    path = Path(settings.source)
    if settings.kind == "stream":
        return ingest_stream(path, settings, workspace, tracker, screen)
    reading = open_corpus(path, settings.text_column)
    account = Account()
    frame, rejects = collect(reading, settings, account, screen)
    if frame.empty:
        raise UserError(f"{path} leaves no tweet: all {account.read:,} records were dropped or rejected")
    frame = divide(frame, settings)
    learnt = frame["split"] == "train"
    known, characters = vocabulary.build(["".join(frame.loc[learnt, "text"])], settings.min_count)
    characters.update("".join(frame.loc[~learnt, "text"]))
    write(frame, rejects, known, workspace)
    digest = sha256(path)
    counts = count(frame, account, reading) | {
        "characters": characters.total(),
        "vocabulary_size": known.size,
        "unknown_share": vocabulary.unknown_share(known, characters),
        "source_sha256": digest,
    }
    show(counts, account, screen)
    report(frame, counts, path, tracker, summarise(frame, known, characters))
    return counts


def collect(
    reading: Reading, settings: CorpusSettings, account: Account, screen: QuietScreen
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read and clean chunk by chunk, and account for every record.

    Returns:
        The kept tweets (all columns but `cluster_id` and `split`), and the rejected records.
    """
    kept: list[pd.DataFrame] = []
    rejects: list[pd.DataFrame] = []
    with screen.progress(f"reading {reading.path.name}", reading.path.stat().st_size, "B") as advance:
        before = 0
        for chunk in chunks(reading, settings.chunk_rows, settings.text_column):
            account.read += len(chunk.rows) + len(chunk.rejects)
            frame = clean(pd.DataFrame(chunk.rows, columns=list(FIELDS)), settings)
            frame = frame.assign(created_at=parse_dates(frame["created"]))
            frame, bad = sort_out(frame, settings, account)
            bad["raw"] = [chunk.raw(row) for row in bad["source_row"]]
            kept.append(frame)
            rejects += [pd.DataFrame(chunk.rejects, columns=list(REJECT_TYPES)), bad]
            advance(reading.position() - before, note=f"{account.read:,} records")
            before = reading.position()
    frame = unique_ids(pd.concat(kept, ignore_index=True), account)
    rejected = pd.concat([r for r in rejects if len(r)] or rejects[:1], ignore_index=True)
    account.kept = len(frame)
    account.rejected.update(rejected["reason"].tolist())
    account.check()
    return frame, rejected.sort_values("source_row", kind="stable", ignore_index=True)


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


def unique_ids(frame: pd.DataFrame, account: Account) -> pd.DataFrame:
    """Give every tweet an id of its own: spans and passages refer to it.

    The same id with the same text is one tweet read twice, and dropped. The same id with another text (a
    spreadsheet has rounded it) keeps its id for the first and adds the row for the others. No id: the row.
    """
    again = frame.duplicated(["tweet_id", "raw_text"]) & frame["tweet_id"].notna()
    if again.any():
        account.dropped["the same tweet again"] += int(again.sum())
        frame = frame[~again].reset_index(drop=True)
    row = frame["source_row"].astype(str)
    named = frame["tweet_id"].where(frame["tweet_id"].notna(), "row-" + row)
    return frame.assign(tweet_id=named.where(~named.duplicated(), named + "-" + row))


def divide(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """Add `cluster_id` and `split`, and put the columns in order."""
    clusters = duplicates.cluster(frame)
    if settings.split == "time":
        split = split_by_time(clusters, frame["created_at"], settings.valid_share, settings.test_share)
    else:
        split = split_by_hash(clusters, settings.valid_share, settings.test_share, settings.seed)
    return frame.assign(cluster_id=clusters, split=split)[list(TYPES)].astype(TYPES)


def write(frame: pd.DataFrame, rejects: pd.DataFrame, known: Vocabulary, workspace: Workspace) -> None:
    """The three artefacts of the stage, each whole or not at all."""
    with atomic(workspace.tweets) as temporary:
        write_table(frame, temporary)
    with atomic(workspace.rejects) as temporary:
        write_table(rejects.astype(REJECT_TYPES), temporary)
    known.save(workspace.vocabulary)


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write Parquet; its bytes do not depend on the chunks that the table was read in."""
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False).combine_chunks(), path)


def count(frame: pd.DataFrame, account: Account, reading: Reading) -> dict[str, Any]:
    """Counts for the manifest: nothing in them depends on when or where the stage ran."""
    splits = frame["split"].value_counts()
    return {
        "rows_read": account.read,
        "kept": account.kept,
        "dropped": dict(sorted(account.dropped.items())),
        "rejected": dict(sorted(account.rejected.items())),
        "splits": {name: int(splits.get(name, 0)) for name in SPLITS},
        "clusters": int(frame["cluster_id"].nunique()),
        "retweets": int(frame["is_retweet"].sum()),
        "manual_retweets": int(frame["is_manual_retweet"].sum()),
        "truncated": int(frame["is_truncated"].sum()),
        "without_date": int(frame["created_at"].isna().sum()),
        "format": reading.format,
        "encoding": reading.encoding,
        "undecodable": reading.broken,
    }


def show(counts: dict[str, Any], account: Account, screen: QuietScreen) -> None:
    """The account as a small table, and warnings about what a user would want to know."""
    screen.say(
        f"{counts['format']}, {counts['encoding']}; {counts['clusters']:,} clusters of near-duplicates"
    )
    screen.table("Account", ("records", "number"), account.rows())
    empty = [name for name, number in counts["splits"].items() if not number]
    if empty:
        screen.warn(f"no tweet fell into {' and '.join(empty)}: the corpus is too small for these shares")
    if counts["undecodable"]:
        screen.warn(f"{counts['undecodable']:,} characters are not {counts['encoding']}: they became U+FFFD")


def report(
    frame: pd.DataFrame,
    counts: dict[str, Any],
    path: Path,
    tracker: NullTracker,
    tables: dict[str, pd.DataFrame],
) -> None:
    """The account, the corpus and its summary, for the tracked run."""
    numbers = {name: float(value) for name, value in counts.items() if isinstance(value, int | float)}
    for group in ("dropped", "rejected", "splits"):
        numbers |= {f"{group}_{_slug(reason)}": float(n) for reason, n in counts[group].items()}
    tracker.metrics(numbers)
    tracker.dataset(frame, path.name, path, counts["source_sha256"])
    for name, table in tables.items():
        tracker.table(table, f"corpus_{name}")
    tracker.figure(draw(tables), "corpus")


def _slug(reason: str) -> str:
    return reason.replace(" ", "_")
