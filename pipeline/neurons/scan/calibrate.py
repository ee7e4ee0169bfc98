"""The tables of a `Ranker`, and the moments of every signal, from a sample of tweets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.core.parallel import mapped, summed
from pipeline.network.batch import PaddedTweets
from pipeline.network.cells import CELLS
from pipeline.network.trace import LayerRun, forward, pieces
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.scan import rank_loops
from pipeline.neurons.scan.ranker import COLUMNS, Ranker, Table, parts

Array = np.ndarray

RANGE_BATCHES = 8  # of all lengths, the longest too: enough to see how far an address reaches
MARGIN = 0.05  # of that range, added at both ends; what lies beyond shares the last bin
LOW, HIGH = 0.1, 0.9  # a gate below is shut, above is open


def calibrate(weights: NetworkWeights, sample: Sequence[PaddedTweets], bins: int) -> Ranker:
    """Tables and moments.

    Ranks are among all input positions, BOS included: with the end of each tweet, to be predicted, as one
    symbol more, both lags then have the same symbols.

    Args:
        weights: the network.
        sample: at least one batch.
        bins: of each address, of equal width.
    """
    low, high = _ranges(weights, sample[:: -max(1, len(sample) // RANGE_BATCHES)])
    margin = MARGIN * (high - low)
    tables = _blank(forward(weights, sample[0].padded[:1]), low - margin, high + margin, bins)
    counted = summed(lambda batch: _counts(weights, tables, bins, batch), list(sample))
    mean, squares, below, above = counted.moments / counted.characters
    kinds = [(CELLS[layer.cell], layer.units) for layer in weights.layers]
    gate = np.concatenate(
        [np.repeat([s in cell.gates for s in cell.signals], units) for cell, units in kinds]
    )
    return Ranker(
        tables=tuple(_ranked(table, n) for table, n in zip(tables, counted.entries, strict=True)),
        mean=mean,
        std=np.sqrt(np.maximum(squares - mean**2, 0)),
        low_share=np.where(gate, below, np.nan),
        high_share=np.where(gate, above, np.nan),
        characters=counted.characters,
    )


@dataclass
class _Counts:
    """Histograms int32 [columns, bins] of each table, moments [4, addresses], and how many characters."""

    entries: list[Array]
    moments: Array
    characters: int

    def __add__(self, other: "_Counts") -> "_Counts":
        entries = [a + b for a, b in zip(self.entries, other.entries, strict=True)]
        return _Counts(entries, self.moments + other.moments, self.characters + other.characters)


def _counts(weights: NetworkWeights, tables: list[Table], bins: int, batch: PaddedTweets) -> _Counts:
    """What one batch adds."""
    entries = [np.zeros((len(table.scale), bins), np.int32) for table in tables]
    found = []
    for part, runs in pieces(weights, batch.padded):
        real = batch.real[part]
        for table, entry in zip(tables, entries, strict=True):
            entry += rank_loops.count(*table.located(runs), real.ravel(), entry.size).reshape(entry.shape)
        found.append(_moments(runs, real if part.start else _without_first(real)))
    return _Counts(entries, np.sum(found, axis=0), batch.characters)


def _without_first(real: Array) -> Array:
    """BOS is not a character."""
    return np.concatenate([np.zeros_like(real[:1]), real[1:]])


def _ranges(weights: NetworkWeights, sample: Sequence[PaddedTweets]) -> tuple[Array, Array]:
    """The least and the greatest value of every address over some batches: [addresses] each."""

    def reach(batch: PaddedTweets) -> tuple[Array, Array]:
        lows, highs = [], []
        for steps, runs in pieces(weights, batch.padded):
            real = batch.real[steps].ravel()
            rows = [part[real] for run in runs for part, _ in parts(run)]
            lows.append(np.concatenate([x.min(axis=0) for x in rows]))
            highs.append(np.concatenate([x.max(axis=0) for x in rows]))
        return np.min(lows, axis=0), np.max(highs, axis=0)

    lows, highs = zip(*mapped(reach, sample), strict=True)
    return np.min(lows, axis=0), np.max(highs, axis=0)


def _cut(runs: Sequence[LayerRun]) -> Iterator[tuple[int, int, int, slice, bool]]:
    """Cut all addresses into blocks of one part of one layer: (layer, part, first column, place, root)."""
    before = 0
    for layer, run in enumerate(runs):
        for part, (values, uneven) in enumerate(parts(run)):
            width = values.shape[1]
            for start in range(0, width, COLUMNS):
                stop = min(start + COLUMNS, width)
                yield layer, part, start, slice(before + start, before + stop), uneven
            before += width


def _blank(runs: Sequence[LayerRun], low: Array, high: Array, bins: int) -> list[Table]:
    """Tables whose bins divide [low, high] of each address evenly, ranks still unknown.

    Args:
        runs: of the network over anything, which show its parts.
    """
    tables = []
    for layer, part, start, place, root in _cut(runs):
        least, most = low[place], high[place]
        if root:
            least, most = (np.copysign(np.sqrt(np.abs(edge)), edge) for edge in (least, most))
        scale, base = bins / np.maximum(most - least, 1e-6), np.arange(len(least)) * float(bins)
        fields = (scale, base - least * scale, base, base + bins - 1, np.empty(0))
        tables.append(Table(layer, part, start, place, root, *(field.astype(np.float32) for field in fields)))
    return tables


def _ranked(table: Table, counts: Array) -> Table:
    """The table with each bin's rank − ½: the share of values in bins below, and half of its own."""
    share = counts / counts.sum(axis=1, keepdims=True)
    rank = np.cumsum(share, axis=1) - share / 2 - 0.5
    return replace(table, rank=rank.astype(np.float32).ravel())


def _moments(runs: Sequence[LayerRun], characters: Array) -> Array:
    """Sums of values and squares, counts below .1 and above .9: [4, addresses].

    Args:
        characters: bool [T, B], which positions count.
    """
    some = [x.reshape(-1, x.shape[-1]) for run in runs for x in _in_memory(run)]
    return np.concatenate([rank_loops.moments(x, characters.ravel(), LOW, HIGH) for x in some], axis=1)


def _in_memory(run: LayerRun) -> list[Array]:
    """The signals in order, those of the blocks as one array, as they lie in memory."""
    before, after = run.cell.signals.split(run.cell.blocks)
    return [*(run.values[s] for s in before), run.blocks, *(run.values[s] for s in after)]
