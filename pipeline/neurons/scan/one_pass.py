"""One pass over tweets scores every address for every concept at both lags.

A batch is traced, some steps at a time; each value becomes its rank by a table (`ranker`), and the ranks of
labelled characters are added to the sums. Nothing of the size positions × addresses outlives its piece; what
is kept adds up, so partitions may be scanned apart and merged in any order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.network.batch import PaddedTweets
from pipeline.network.proof import prove
from pipeline.network.trace import LayerRun, pieces
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.labels import LAGS, LabelIndex
from pipeline.neurons.scan.ranker import Ranker
from pipeline.statistics.permute import Target

Array = np.ndarray


@dataclass
class SpanSums:
    """Sums of (rank − ½) over labelled symbols and over all. `+` is associative and commutative.

    Attributes:
        labelled: float64 [labels, lags, addresses].
        everywhere: float64 [addresses], over all symbols.
        positives: int [labels].
        symbols: the number of input positions (BOS and characters).
        residual: the greatest of the proof.
    """

    labelled: Array
    everywhere: Array
    positives: Array
    symbols: int
    residual: float = 0.0

    def __add__(self, other: "SpanSums") -> "SpanSums":
        return SpanSums(
            self.labelled + other.labelled,
            self.everywhere + other.everywhere,
            self.positives + other.positives,
            self.symbols + other.symbols,
            max(self.residual, other.residual),
        )

    def only(self, count: int) -> "SpanSums":
        """Of the first `count` labels."""
        return replace(self, labelled=self.labelled[:count], positives=self.positives[:count])

    def auroc(self) -> Array:
        """AUROC of every address, float64 [labels, lags, addresses]; NaN where a label is absent.

        Ranks come from a sample of tweets: at a nearly perfect address the mean may pass 1 by a few
        thousandths, and is cut there.
        """
        positives = self.positives[:, None, None].astype(np.float64)
        others = self.symbols - positives
        with np.errstate(invalid="ignore", divide="ignore"):
            found = 0.5 + self.labelled / positives - (self.everywhere - self.labelled) / others
        return np.clip(found, 0.0, 1.0)


@dataclass
class GradedSums:
    """Sums for rank correlations with graded values v. `+` is associative and commutative.

    Attributes:
        value_rank, rank, rank_square: float64 [graded, lags, addresses].
        value, value_square, count: float64 [graded].
    """

    value_rank: Array
    rank: Array
    rank_square: Array
    value: Array
    value_square: Array
    count: Array

    def __add__(self, other: "GradedSums") -> "GradedSums":
        return GradedSums(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))

    def correlation(self) -> Array:
        """Correlation of ranks with graded values, float64 [graded, lags, addresses]."""
        n, v, vv = (x[:, None, None] for x in (self.count, self.value, self.value_square))
        with np.errstate(invalid="ignore", divide="ignore"):
            together = self.value_rank / n - self.rank / n * v / n
            spread = (self.rank_square / n - (self.rank / n) ** 2) * (vv / n - (v / n) ** 2)
            return together / np.sqrt(np.maximum(spread, 1e-12))


def rows_of(target: Target, lag: int, size: int) -> Array:
    """Where the scores of a target's characters lie among the positions of a batch of `size` tweets."""
    return (target.offset + 1 - lag) * size + target.place


def score_batch(
    weights: NetworkWeights,
    ranker: Ranker,
    batch: PaddedTweets,
    labels: LabelIndex,
    graded: Sequence[Target] = (),
) -> tuple[SpanSums, GradedSums]:
    """Trace a batch piece by piece, prove it, and gather its sums.

    Args:
        weights, ranker: the network and its tables.
        batch: the tweets; `batch.tweets` are numbers in `labels`.
        labels: spans of the concepts and of their controls.
        graded: graded values of the batch.

    Raises:
        UserError: the recurrence cannot be proven.
    """
    sums = _BatchSums.of(batch, labels, graded, len(ranker.mean))
    for part, runs in pieces(weights, batch.padded):
        sums.add(part, runs, ranker)
    return sums.spans(), sums.graded()


@dataclass
class _BatchSums:
    """What is known of a batch, and the sums over those of its pieces that were added.

    Attributes:
        batch: the tweets.
        first, mark: as of `LabelIndex.marks`.
        targets: graded values.
        values, ones: of these, as of `dense`.
        labelled, everywhere: float64 [labels · lags, addresses] and [addresses].
        value_rank, rank, square: float64 [targets · lags, addresses].
        residual: the greatest of the proof.
    """

    batch: PaddedTweets
    first: Array
    mark: Array
    targets: Sequence[Target]
    values: Array
    ones: Array
    labelled: Array
    everywhere: Array
    value_rank: Array
    rank: Array
    square: Array
    residual: float = 0.0

    @classmethod
    def of(
        cls, batch: PaddedTweets, labels: LabelIndex, targets: Sequence[Target], addresses: int
    ) -> "_BatchSums":
        """Nothing added yet."""
        labelled = np.zeros((len(labels.names) * len(LAGS), addresses))
        rows = len(targets) * len(LAGS)
        value_rank, rank, square = (np.zeros((rows, addresses)) for _ in range(3))
        first, mark = labels.marks(batch.tweets, len(batch.padded))
        values, ones = dense(targets, batch.real.shape)
        everywhere = np.zeros(addresses)
        return cls(batch, first, mark, targets, values, ones, labelled, everywhere, value_rank, rank, square)

    def add(self, part: slice, runs: Sequence[LayerRun], ranker: Ranker) -> None:
        """Prove the runs of some steps, and sum their ranks.

        Raises:
            UserError: the recurrence cannot be proven.
        """
        size, real = self.batch.padded.shape[1], self.batch.real[part].ravel()
        self.residual = max(self.residual, prove(runs))
        first = self.first[part.start * size : part.stop * size + 1]
        labelled, everywhere = ranker.sums(runs, real, first, self.mark, len(self.labelled))
        self.labelled += labelled
        self.everywhere += everywhere
        if self.targets:
            rows = slice(part.start * size, part.stop * size)
            values, ones = self.values[:, rows], self.ones[:, rows]
            for place, ranks in ranker.ranks(runs):
                self.value_rank[:, place] += values @ ranks
                self.rank[:, place] += ones @ ranks
                self.square[:, place] += ones @ np.square(ranks)

    def spans(self) -> SpanSums:
        """Of the labels."""
        return SpanSums(
            self.labelled.reshape(-1, len(LAGS), len(self.everywhere)),
            self.everywhere,
            np.bincount(self.mark, minlength=len(self.labelled))[:: len(LAGS)],
            int(self.batch.real.sum()),
            self.residual,
        )

    def graded(self) -> GradedSums:
        """Of the graded values."""
        shape = len(self.targets), len(LAGS), len(self.everywhere)
        sums = (x.reshape(shape) for x in (self.value_rank, self.rank, self.square))
        kept = [target.value.astype(np.float64) for target in self.targets]
        counted = (np.array([f(v) for v in kept], dtype=np.float64) for f in (np.sum, lambda v: v @ v, len))
        return GradedSums(*sums, *counted)


def dense(graded: Sequence[Target], shape: tuple[int, int]) -> tuple[Array, Array]:
    """Graded values, and where they are defined, over all positions of a batch at both lags.

    Returns:
        Two float32 [targets · lags, T·B]; row 2·target + lag.
    """
    values = np.zeros((len(graded) * len(LAGS), shape[0] * shape[1]), dtype=np.float32)
    ones = np.zeros_like(values)
    for number, target in enumerate(graded):
        for lag in LAGS:
            rows = rows_of(target, lag, shape[1])
            values[len(LAGS) * number + lag, rows] = target.value
            ones[len(LAGS) * number + lag, rows] = 1
    return values, ones
