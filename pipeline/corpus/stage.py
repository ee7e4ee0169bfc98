"""The corpus stage: a raw file in, the tweet table, the rejects and the vocabulary out."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.core.engine import HERE, Engine
from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.core.tables import types, write_table
from pipeline.core.workspace import Workspace
from pipeline.corpus.account import Account
from pipeline.corpus.clusters import cluster_frame
from pipeline.corpus.collect import Collected, collect
from pipeline.corpus.columns import CONTENT_WARNINGS, PLATFORM_SPANS, REJECTS, TWEETS
from pipeline.corpus.gold_spans import gold_spans
from pipeline.corpus.look import nothing_left, show, undecodable
from pipeline.corpus.readers.formats import Reading, open_corpus
from pipeline.corpus.readers.sources.files import digest, paths
from pipeline.corpus.split import SPLITS, split_by_hash, split_by_time
from pipeline.corpus.stream import ingest_stream
from pipeline.corpus.summary import draw, summarise
from pipeline.text import vocabulary
from pipeline.text.vocabulary import Vocabulary
from pipeline.tracking.tracker import NullTracker


def run(
    settings: CorpusSettings,
    workspace: Workspace,
    tracker: NullTracker,
    screen: QuietScreen,
    engine: Engine = HERE,
) -> dict[str, Any]:
    """Read, clean, cluster, split; write `tweets`, `rejects` and `vocabulary`, or `stream` and `vocabulary`.

    Returns:
        The counts for the manifest.

    Raises:
        UserError: the file cannot be read, is not a corpus, or leaves no tweet. Nothing is written then.
    """
    files = paths(settings.source)
    if settings.kind == "stream":
        return ingest_stream(files[0], settings, workspace, tracker, screen)
    reading = open_corpus(files, settings)
    found = collect(reading, settings, screen, engine)
    if found.frame.empty:
        raise UserError(nothing_left(reading, found))
    clusters = cluster_frame(found.frame, workspace.folder, engine, screen)
    frame = divide(found.frame, clusters, settings)
    learnt = frame["split"] == "train"
    known, characters = vocabulary.build(["".join(frame.loc[learnt, "text"])], settings.min_count)
    characters.update("".join(frame.loc[~learnt, "text"]))
    write(frame, found, known, workspace, settings.partition)
    counts = count(frame, found.account, reading) | {
        "characters": characters.total(),
        "vocabulary_size": known.size,
        "unknown_share": vocabulary.unknown_share(known, characters),
        "source_sha256": digest(settings.source),
    }
    show(reading, found, screen)
    warn(counts, screen)
    report(frame, counts, files[0], tracker, summarise(frame, known, characters))
    return counts


def divide(frame: pd.DataFrame, clusters: np.ndarray, settings: CorpusSettings) -> pd.DataFrame:
    """Add `cluster_id` and `split`, and put the columns in order."""
    if settings.split == "time":
        split = split_by_time(clusters, frame["created_at"], settings.valid_share, settings.test_share)
    else:
        split = split_by_hash(clusters, settings.valid_share, settings.test_share, settings.seed)
    return frame.assign(cluster_id=clusters, split=split)[list(TWEETS.columns)].astype(types(TWEETS))


def write(
    frame: pd.DataFrame, found: Collected, known: Vocabulary, workspace: Workspace, partition: int
) -> None:
    """The artefacts of the stage, each whole or not at all; those of a platform where it gives something."""
    write_table(frame, workspace.tweets, TWEETS, partition)
    write_table(found.rejects.astype(types(REJECTS)), workspace.rejects, REJECTS)
    known.save(workspace.vocabulary)
    spans, _ = gold_spans(frame, found.spans)
    ids = dict(zip(frame["source_row"], frame["tweet_id"], strict=True))
    warned = [(ids[row], warning) for row, warning in found.warnings.items() if row in ids]
    warnings = pd.DataFrame(warned, columns=list(CONTENT_WARNINGS.columns)).astype(types(CONTENT_WARNINGS))
    for path, table, wanted in (
        (workspace.platform_spans, spans, PLATFORM_SPANS),
        (workspace.content_warnings, warnings, CONTENT_WARNINGS),
    ):
        path.unlink(missing_ok=True)
        if len(table):
            write_table(table, path, wanted)


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
        "undecodable": undecodable(frame),
    }


def warn(counts: dict[str, Any], screen: QuietScreen) -> None:
    """The clusters, and a warning where a split is empty."""
    screen.say(f"{counts['clusters']:,} clusters of near-duplicates")
    empty = [name for name, number in counts["splits"].items() if not number]
    if empty:
        screen.warn(f"no tweet fell into {' and '.join(empty)}: the corpus is too small for these shares")


def report(
    frame: pd.DataFrame,
    counts: dict[str, Any],
    path: Path,
    tracker: NullTracker,
    tables: dict[str, pd.DataFrame],
) -> None:
    """The account, the corpus and its summary, for the tracked run."""
    numbers = {f"{split}/tweets": float(n) for split, n in counts["splits"].items()}
    for group in ("dropped", "rejected"):
        numbers |= {f"corpus/{group}_{_slug(reason)}": float(n) for reason, n in counts[group].items()}
    tracker.metrics(numbers)
    tracker.dataset(frame, path.name, path, counts["source_sha256"])
    for name, table in tables.items():
        tracker.table(table, f"corpus_{name}")
    tracker.figure(draw(tables), "corpus")


def _slug(reason: str) -> str:
    return reason.replace(" ", "_")
