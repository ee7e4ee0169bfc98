"""Near-duplicate clusters of a corpus in partitions: those of `duplicates.cluster`, whatever its size.

Forests of near-duplicates are merged in a tree, and each cluster is named by its oldest member. What one
worker holds is bounded by a partition, except in the last merges, which hold 16 bytes for each tweet that
has a near-duplicate, and the names, 16 bytes for each cluster of two or more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pyarrow as pa

from pipeline.core import partitions
from pipeline.core.engine import Engine, map_merge
from pipeline.core.screen import QuietScreen
from pipeline.corpus import duplicates
from pipeline.corpus.bands import (
    CARRIED,
    PAIRED,
    SKETCHED,
    Carried,
    Compared,
    Paired,
    Plan,
    Sketched,
    apart,
    forest,
    pair_array,
    pair_table,
    place,
)
from pipeline.corpus.duplicates import cluster_numbers, moments

PARTITION = 100_000  # tweets: some 300 MB a worker
FAN = 8  # forests merged at a time
COLUMNS = ["text", "created_at", "source_row"]


def cluster_frame(frame: pd.DataFrame, shared: Path, engine: Engine, screen: QuietScreen) -> np.ndarray:
    """As `duplicates.cluster`; more tweets than a partition holds are clustered by partition.

    Args:
        frame: `text`, `created_at`, `source_row`.
        shared: a folder that the engine's workers see, for a temporary one inside.
        engine: does the work.
        screen: shows progress.
    """
    if len(frame) <= PARTITION:
        return duplicates.cluster(frame)
    shared.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".partial-", dir=shared) as folder:
        tables: list[str] = []
        for start in range(0, len(frame), PARTITION):
            part = frame[COLUMNS].iloc[start : start + PARTITION]
            tables.append(str(Path(folder) / "tweets" / f"{len(tables):06d}.parquet"))
            partitions.write(pa.Table.from_pandas(part, preserve_index=False), tables[-1])
        found = cluster(tables, folder, engine, screen)
        return np.concatenate([partitions.read(path)["cluster_id"].to_numpy() for path in found])


def cluster(tables: Iterable[str], folder: str, engine: Engine, screen: QuietScreen) -> list[str]:
    """Cluster the tweets of several tables.

    Args:
        tables: paths of partitions, with columns text, created_at and source_row.
        folder: which every worker sees, for what the maps leave to each other.
        engine: does the work.
        screen: shows progress.

    Returns:
        For each partition the path of a table with the column `cluster_id`, int64, row by row.
    """
    plan = Plan(tuple(tables), folder.rstrip("/"))
    numbers = range(len(plan.tables))
    with screen.progress("near-duplicates", 6 * len(numbers), "partitions") as advance:

        def done(number: int) -> None:
            advance(1)

        for work, used in ((Sketched(plan), ""), (Paired(plan), SKETCHED), (Carried(plan), PAIRED)):
            list(engine.map(work, numbers, done))
            if used:
                partitions.remove(partitions.join(plan.folder, used))
        members = merged(plan, list(engine.map(Compared(plan), numbers, done)), engine)
        partitions.remove(partitions.join(plan.folder, CARRIED))
        names = named(map_merge(engine, Oldest(plan, members), numbers, older, done))
        return list(engine.map(Named(plan, members, names), numbers, done))


def merged(plan: Plan, forests: list[str], engine: Engine) -> str:
    """Merge forests by FAN until there is one; the file of its members by partition."""
    level = 0
    while len(forests) > 1:
        level += 1
        groups = [tuple(forests[at : at + FAN]) for at in range(0, len(forests), FAN)]
        forests = list(engine.map(Merged(plan, level), list(enumerate(groups))))
    (members,) = engine.map(Members(plan), forests)  # to its end: workers of a map that is left are ended
    return members


@dataclass(frozen=True)
class Merged:
    """Several forests as one; its file."""

    plan: Plan
    level: int

    def __call__(self, group: tuple[int, tuple[str, ...]]) -> str:
        number, paths = group
        pairs = np.concatenate([pair_array(partitions.read(path)) for path in paths])
        path = self.plan.path(f"forest-{self.level}", number)
        partitions.write(pair_table(forest(pairs)), path)
        return path


@dataclass(frozen=True)
class Members:
    """The members of all clusters of two or more with the first of each, put apart by partition; the file."""

    plan: Plan

    def __call__(self, path: str) -> str:
        pairs = pair_array(partitions.read(path))
        first = np.unique(pairs[:, 1])
        pairs = np.concatenate([pairs, np.stack([first, first], axis=1)])
        out = self.plan.path("members", 0)
        groups = apart(pair_table(pairs), place(pairs[:, 0])[0], len(self.plan.tables))
        partitions.write_groups(groups, out)
        return out


@dataclass(frozen=True)
class Oldest:
    """Of each cluster the oldest of its members in a partition: columns first, created, row, tweet, name."""

    plan: Plan
    members: str

    def __call__(self, number: int) -> np.ndarray:
        pairs = pair_array(partitions.read_group([self.members], number))
        row = place(pairs[:, 0])[1]
        tweets = partitions.read(self.plan.tables[number], COLUMNS[1:]).to_pandas().iloc[row]
        names = cluster_numbers(self.plan.keys(number)[row])
        age = moments(tweets["created_at"]), tweets["source_row"].to_numpy()
        return oldest(np.stack([pairs[:, 1], *age, pairs[:, 0], names], axis=1).astype(np.int64))


def oldest(rows: np.ndarray) -> np.ndarray:
    """The first of the rows of each cluster by date, source row, and tweet."""
    rows = rows[np.lexsort(rows[:, 3::-1].T)]
    return rows[np.append(True, rows[1:, 0] != rows[:-1, 0])[: len(rows)]]


def older(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The oldest of both."""
    return oldest(np.concatenate([some, others]))


def named(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first members, ascending, and the name of each one's cluster."""
    return rows[:, 0].copy(), rows[:, 4].copy()


@dataclass(frozen=True)
class Named:
    """The cluster of each tweet of a partition; the file."""

    plan: Plan
    members: str
    names: tuple[np.ndarray, np.ndarray]

    def __call__(self, number: int) -> str:
        pairs = pair_array(partitions.read_group([self.members], number))
        found = cluster_numbers(self.plan.keys(number))
        first, name = self.names
        found[place(pairs[:, 0])[1]] = name[np.searchsorted(first, pairs[:, 1])]
        path = self.plan.path("clusters", number)
        partitions.write(pa.table({"cluster_id": found}), path)
        return path
