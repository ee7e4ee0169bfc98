"""From a signal's value to its rank among all values of that address, by a table.

AUROC is a mean of ranks: with F the distribution of a score over all characters, AUROC − ½ is the mean of
F over labelled characters minus its mean over the others (Mann and Whitney 1947). So one monotone table an
address, estimated on a sample of the corpus, turns scores for any number of concepts into sums.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.network.trace import LayerRun
from pipeline.neurons.scan import rank_loops

Array = np.ndarray

COLUMNS = 128  # of a table: fewer are read in small pieces, more outgrow a core's cache


def parts(run: LayerRun) -> list[tuple[Array, bool]]:
    """What is ranked of a layer, [T·B, columns] each: its columns are the cell's signals in order.

    Pre-activations stand for gates and candidate: as monotone, and fine-grained where those saturate; what
    hard activations cut off is cut off in truth, so there the values count. With each part goes whether its
    values lie unevenly, most of them near 0.
    """
    standard = run.layer.activations == "standard"
    blocks = (run.preactivation, False) if standard else (run.blocks, True)
    before, after = run.cell.signals.split(run.cell.blocks)
    found = [*((run.values[s], True) for s in before), blocks, *((run.values[s], True) for s in after)]
    return [(x.reshape(-1, x.shape[-1]), uneven) for x, uneven in found]


@dataclass(frozen=True)
class Table:
    """Ranks of some adjacent columns of one part of one layer.

    Attributes:
        layer: from 0.
        part: which of `parts`.
        start: the first of those columns.
        place: slice of the flat numbers of addresses.
        root: the square roots of absolute values are ranked, with their signs (`rank_loops`).
        scale, offset, low, high: float32 [columns], from a value to its entry (`rank_loops`).
        rank: float32 [columns·bins], rank − ½, from −½ to ½.
    """

    layer: int
    part: int
    start: int
    place: slice
    root: bool
    scale: Array
    offset: Array
    low: Array
    high: Array
    rank: Array

    def located(self, runs: Sequence[LayerRun]) -> tuple[Any, ...]:
        """Where the values are, and what leads from them to entries: what `rank_loops` take first."""
        values, _ = parts(runs[self.layer])[self.part]
        return values, self.start, self.root, self.scale, self.offset, self.low, self.high


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

    def ranks(self, runs: Sequence[LayerRun]) -> Iterator[tuple[slice, Array]]:
        """Rank − ½ of some addresses after another: (their flat numbers, float32 [T·B, ≤ COLUMNS])."""
        for table in self.tables:
            yield table.place, rank_loops.ranks(*table.located(runs), table.rank)

    def sums(
        self, runs: Sequence[LayerRun], real: Array, first: Array, label: Array, labels: int
    ) -> tuple[Array, Array]:
        """Sums of rank − ½ over the positions of each label and over all real ones.

        Args:
            runs: the layers over a batch.
            real: bool [T·B].
            first, label: the labels of position p are label[first[p] : first[p + 1]].
            labels: how many there are.

        Returns:
            float32 [labels, addresses] and [addresses].
        """
        found = [
            rank_loops.label_sums(*table.located(runs), table.rank, real, first, label, labels)
            for table in self.tables
        ]
        labelled, everywhere = zip(*found, strict=True)
        return np.concatenate(labelled, axis=1), np.concatenate(everywhere)
