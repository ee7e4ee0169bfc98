"""The tweet table of a workspace, which may be larger than memory: piece by piece, or whole with a check."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import psutil
import pyarrow.parquet as pq

from pipeline.core.errors import UserError
from pipeline.core.files import parts, read_parts, read_table, reading
from pipeline.core.workspace import Workspace
from pipeline.text.sample import MOST, lowest

PIECE = 10_000  # tweets that a worker has at a time
IN_MEMORY = 4  # bytes in memory, lists of texts included, for each byte that a column has in its file


@dataclass(frozen=True)
class Piece:
    """Some rows of a file of the table: what a worker is sent.

    Attributes:
        path: of the file.
        first: the row that it begins with.
        count: how many rows at most.
    """

    path: Path
    first: int
    count: int

    def read(self, columns: Sequence[str]) -> pd.DataFrame:
        """Its rows.

        Raises:
            Damaged: the file is not a table, or a column is missing.
        """
        rows = read_table(self.path, columns).iloc[self.first : self.first + self.count]
        return rows.reset_index(drop=True)


def pieces(path: Path, most: int = PIECE) -> list[Piece]:
    """The table cut into pieces of at most so many tweets, in order; none reaches over the end of a file."""
    return [Piece(part, first, most) for part in parts(path) for first in range(0, count(part), most)]


def count(path: Path) -> int:
    """How many rows a table has.

    Raises:
        Damaged: it is not a table.
    """
    total = 0
    for part in parts(path):
        with reading(part, "a table of this program"):
            total += pq.ParquetFile(part).metadata.num_rows
    return total


def size(path: Path, columns: Sequence[str]) -> int:
    """Bytes of some columns of a table, unpacked, in its files.

    Raises:
        Damaged: it is not a table.
    """
    total = 0
    for part in parts(path):
        with reading(part, "a table of this program"):
            known = pq.ParquetFile(part).metadata
        for group in map(known.row_group, range(known.num_row_groups)):
            chunks = map(group.column, range(group.num_columns))
            total += sum(one.total_uncompressed_size for one in chunks if one.path_in_schema in columns)
    return total


def whole(workspace: Workspace, columns: Sequence[str]) -> pd.DataFrame:
    """All tweets at once.

    Raises:
        UserError: the table is missing or damaged, or does not fit into the memory that is free.
    """
    return table_that_fits(workspace.need(workspace.tweets, "corpus"), columns)


def table_that_fits(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """As `whole`, of a path that has been vouched for."""
    wanted, free = IN_MEMORY * size(path, columns), psutil.virtual_memory().available
    if wanted > free:
        raise UserError(
            f"all tweets of {path} need about {wanted / 1e9:.1f} GB of memory here, and {free / 1e9:.1f} GB "
            "are free: use a machine with more, or a smaller corpus"
        )
    return read_table(path, columns)


def some(
    path: Path, columns: Sequence[str] | None, wanted: Callable[[pd.DataFrame], pd.Series]
) -> pd.DataFrame:
    """The rows of a table that are wanted, in order; one of its files is in memory at a time.

    Args:
        path: of the table, of tweets or of their spans.
        columns: to be read; all by default.
        wanted: a file's rows → whether each is wanted.

    Raises:
        Damaged: a file is not a table, or a column is missing.
    """
    return pd.concat([part[wanted(part)] for part in read_parts(path, columns)], ignore_index=True)


def drawn(path: Path, columns: Sequence[str], most: int = MOST) -> pd.DataFrame:
    """`sampled` of all tweets, of which one file is in memory at a time; `columns` has the tweets' ids.

    Raises:
        Damaged: a file is not a table, or a column is missing.
    """
    if count(path) <= most:
        return read_table(path, columns)
    chosen = lowest((one for part in read_parts(path, ["tweet_id"]) for one in part["tweet_id"]), most)
    return some(path, columns, lambda part: part["tweet_id"].isin(chosen))
