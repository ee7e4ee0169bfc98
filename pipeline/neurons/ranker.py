"""From a signal's value to its rank among all values of that address, by a table.

AUROC is a mean of ranks: with F the distribution of a score over all characters, AUROC − ½ is the mean of
F over labelled characters minus its mean over the others (Mann and Whitney 1947). So one monotone table an
address, estimated on a sample of the corpus, turns scores for any number of concepts into one matrix product.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.neurons.trace import LayerRun

Array = np.ndarray

PREACTIVATION = 0  # of `parts`, the one whose values lie evenly enough
TINY = np.float32(1e-30)  # keeps 0/0 away
ROWS, COLUMNS = 512, 32  # at a time: their table and buffers stay in a core's cache


def parts(run: LayerRun) -> list[Array]:
    """What is ranked of a layer, [T·B, columns] each: its columns are the signals i f g o c h in order.

    Pre-activations stand for gates and candidate: as monotone, and fine-grained where those saturate.
    """
    return [x.reshape(-1, x.shape[-1]) for x in (run.preactivation, run.cell, run.hidden)]


def spread(values: Array, out: Array) -> Array:
    """The square root of the absolute value, with the sign: finer near 0, where c and h crowd."""
    np.abs(values, out=out)
    out += TINY
    np.sqrt(out, out=out)
    return np.divide(values, out, out=out)  # a quarter of the time of np.copysign


@dataclass(frozen=True)
class Table:
    """Ranks of some adjacent columns of one part of one layer.

    Attributes:
        layer: from 0.
        part: which of `parts`.
        columns: slice of that part's columns.
        place: slice of the flat numbers of addresses.
        scale, offset, low, high: float32 [ROWS, columns], all rows alike, since numpy repeats a row more
            slowly than it reads one; value·scale + offset, within low … high, is an entry, the value of a
            cell or hidden state being `spread` before.
        rank: float32 [columns·bins], rank − ½, from −½ to ½.
    """

    layer: int
    part: int
    columns: slice
    place: slice
    scale: Array
    offset: Array
    low: Array
    high: Array
    rank: Array

    def values(self, blocks: Sequence[Sequence[Array]]) -> Array:
        """This table's columns of the `parts` of every layer."""
        return blocks[self.layer][self.part][:, self.columns]

    def entries(self, values: Array) -> Iterator[tuple[slice, Array]]:
        """Which entry of the table each of `values` [rows, columns] has: (some rows, int [≤ ROWS, columns]).

        The array that is given is written again at the next step.
        """
        room = np.empty(self.scale.shape, dtype=np.float32)
        whole, found = (np.empty(self.scale.shape, dtype=kind) for kind in (np.int32, np.intp))
        for start in range(0, len(values), ROWS):
            some = values[start : start + ROWS]
            used, out = room[: len(some)], found[: len(some)]
            if self.part != PREACTIVATION:
                some = spread(some, used)
            np.multiply(some, self.scale[: len(some)], out=used)
            used += self.offset[: len(some)]
            np.maximum(used, self.low[: len(some)], out=used)
            np.minimum(used, self.high[: len(some)], out=used)
            np.copyto(whole[: len(some)], used, casting="unsafe")  # by way of int32, in half the time
            np.copyto(out, whole[: len(some)])
            yield slice(start, start + len(some)), out


@dataclass(frozen=True)
class Ranker:
    """Tables for every address, and moments of the signals over the same sample.

    Attributes:
        tables: in the order of addresses.
        mean, std: float64 [addresses], of the signal at characters.
        low_share, high_share: float64 [addresses], share of characters below .1 and above .9 (gates only).
        characters: of the sample.
    """

    tables: tuple[Table, ...]
    mean: Array
    std: Array
    low_share: Array
    high_share: Array
    characters: int

    def blocks(self, runs: Sequence[LayerRun]) -> Iterator[tuple[slice, Array]]:
        """Rank − ½ of some addresses after another: (their flat numbers, float32 [T·B, ≤ COLUMNS])."""
        layers = [parts(run) for run in runs]
        for table in self.tables:
            values = table.values(layers)
            ranks = np.empty(values.shape, dtype=np.float32)
            for rows, entries in table.entries(values):
                # Entries are in range by construction; "wrap" is numpy's fastest way not to check.
                table.rank.take(entries, out=ranks[rows], mode="wrap")
            yield table.place, ranks
