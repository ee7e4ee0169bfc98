"""Near-duplicate pairs of a corpus in partitions: four maps, whose memory a partition bounds.

1. `Sketched`: of each tweet the content key, and its bands, put apart by hash.
2. `Paired`: of each part of the hashes, tweets that are neighbours in a band: candidates.
3. `Carried`: of each partition of tweets, the keys of the candidates' first tweets.
4. `Compared`: of each partition of tweets, the candidates whose second tweet is there, compared exactly.

Bands and pairs are those of `duplicates.candidates`. Since only neighbours in a band are paired, a tweet is
in at most 2 · (BANDS + 1) pairs, however many copies it has. A tweet's number is that of its partition, then
its row there, so that numbers are in the order of the corpus and no map needs to know how many came before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa

from pipeline.core import partitions
from pipeline.corpus import duplicates
from pipeline.corpus.duplicates import BANDS, BLOCK, alike, mix, neighbours

ROWS = 32  # bits of a tweet's number that count rows of its partition
SKETCHED, PAIRED, CARRIED, FOREST = "bands", "pairs", "carried", "forest"  # folders


@dataclass(frozen=True)
class Plan:
    """Where the maps read and write.

    Attributes:
        tables: the partitions of tweets, with a column `text`.
        folder: for what the maps leave to each other.
    """

    tables: tuple[str, ...]
    folder: str

    def path(self, kind: str, number: int) -> str:
        """Of what a map wrote for one partition."""
        return partitions.join(self.folder, kind, f"{number:06d}.parquet")

    def group(self, kind: str, group: int) -> pa.Table:
        """What all partitions of a map wrote for one."""
        return partitions.read_group([self.path(kind, i) for i in range(len(self.tables))], group)

    def keys(self, number: int) -> np.ndarray:
        """The content keys of a partition."""
        return partitions.read(self.path("keys", number))["key"].to_numpy()


def place(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The partition of numbered tweets, and the row there."""
    return numbers >> ROWS, numbers & ((1 << ROWS) - 1)


def apart(table: pa.Table, group: np.ndarray, count: int) -> list[pa.Table]:
    """The rows of each of `count` groups, in order."""
    order = np.argsort(group, kind="stable")
    edges = np.searchsorted(group[order], np.arange(count + 1))
    table = table.take(pa.array(order))
    return [table.slice(a, b - a) for a, b in pairwise(edges)]


@dataclass(frozen=True)
class Sketched:
    """Keys and bands of a partition of tweets; the number of tweets."""

    plan: Plan

    def __call__(self, number: int) -> int:
        texts = partitions.read(self.plan.tables[number], ["text"])["text"].to_pylist()
        keys = duplicates.content_keys(texts)
        partitions.write(pa.table({"key": pa.array(keys, pa.string())}), self.plan.path("keys", number))
        value, row = banded(keys)
        table = pa.table({"value": value, "tweet": row + (number << ROWS)})
        count = len(self.plan.tables)
        parts = (value % np.uint64(count)).astype(np.int64)
        partitions.write_groups(apart(table, parts, count), self.plan.path(SKETCHED, number))
        return len(keys)


def banded(keys: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The hash of each band or beginning with its number, uint64 [n], and whose it is, int64 [n]."""
    values, rows = [], []
    for start in range(0, len(keys), BLOCK):
        found = duplicates.bands(keys[start : start + BLOCK])
        values += [mix([np.full(found.shape[1], band, np.uint64), found[band]]) for band in range(BANDS)]
        rows += [np.arange(start, start + found.shape[1])] * BANDS
    row, begin = duplicates.beginnings(keys)
    values.append(mix([np.full(len(row), BANDS, np.uint64), begin]))
    rows.append(row)
    return np.concatenate(values), np.concatenate(rows).astype(np.int64)


@dataclass(frozen=True)
class Paired:
    """Candidates of one part of the hashes, put apart by the partition of their first tweet; their number."""

    plan: Plan

    def __call__(self, part: int) -> int:
        found = self.plan.group(SKETCHED, part).sort_by([("value", "ascending"), ("tweet", "ascending")])
        tweet = found["tweet"].to_numpy()
        pairs = unique(tweet[neighbours(found["value"].to_numpy())])
        groups = apart(pair_table(pairs), place(pairs[:, 0])[0], len(self.plan.tables))
        partitions.write_groups(groups, self.plan.path(PAIRED, part))
        return len(pairs)


@dataclass(frozen=True)
class Carried:
    """Each candidate whose first tweet is in a partition, once, with that tweet's key; their number."""

    plan: Plan

    def __call__(self, number: int) -> int:
        pairs = unique(pair_array(self.plan.group(PAIRED, number)))
        keys = self.plan.keys(number)[place(pairs[:, 0])[1]]
        table = pair_table(pairs).append_column("key", pa.array(keys, pa.string()))
        groups = apart(table, place(pairs[:, 1])[0], len(self.plan.tables))
        partitions.write_groups(groups, self.plan.path(CARRIED, number))
        return len(pairs)


@dataclass(frozen=True)
class Compared:
    """The near-duplicates whose second tweet is in a partition, as a forest; its file."""

    plan: Plan

    def __call__(self, number: int) -> str:
        table = self.plan.group(CARRIED, number)
        pairs = pair_array(table)
        keys = self.plan.keys(number)[place(pairs[:, 1])[1]]
        near = [alike(a.as_py(), b) for a, b in zip(table["key"], keys, strict=True)]
        path = self.plan.path(FOREST, number)
        partitions.write(pair_table(forest(pairs[np.array(near, dtype=bool)])), path)
        return path


def unique(pairs: np.ndarray) -> np.ndarray:
    """Each pair once, sorted: int64 [pairs, 2]."""
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    pairs = pairs[order]
    return pairs[np.append(True, (pairs[1:] != pairs[:-1]).any(axis=1))[: len(pairs)]]


def pair_table(pairs: np.ndarray) -> pa.Table:
    return pa.table({"one": pa.array(pairs[:, 0], pa.int64()), "other": pa.array(pairs[:, 1], pa.int64())})


def pair_array(table: pa.Table) -> np.ndarray:
    return np.stack([table["one"].to_numpy(), table["other"].to_numpy()], axis=1)


def forest(pairs: np.ndarray) -> np.ndarray:
    """Pairs with the same components, as few as can be: (member, first member) of each but the first.

    >>> forest(np.array([[5, 9], [9, 7], [2, 3]])).tolist()
    [[3, 2], [7, 5], [9, 5]]
    """
    members, inverse = np.unique(pairs, return_inverse=True)
    label = duplicates.components(len(members), inverse.reshape(-1, 2))
    _, first = np.unique(label, return_index=True)  # members are sorted
    root = members[first[label]] if len(members) else members
    others = members != root
    return np.stack([members[others], root[others]], axis=1)
