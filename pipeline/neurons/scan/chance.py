"""Scores of all addresses on the permuted tweets, as labelled and under each shift of the labels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from pipeline.core.parallel import mapped
from pipeline.core.settings import ScanSettings
from pipeline.network.batch import PaddedTweets
from pipeline.network.trace import forward
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.labels import LAGS, LabelIndex
from pipeline.neurons.scan.graded_values import GradedValues
from pipeline.neurons.scan.one_pass import Blocks, GradedSums, SpanSums, graded_sums, rows_of, span_sums
from pipeline.neurons.scan.ranker import Ranker
from pipeline.statistics.permute import Target, shifted

Array = np.ndarray


@dataclass(frozen=True)
class Chance:
    """Scores are AUROC − ½ for spans, rank correlations for graded concepts.

    Attributes:
        observed: float64 [concepts, lags, addresses].
        greatest: float64 [concepts, P], of |score| over addresses and lags under each permutation.
    """

    observed: Array
    greatest: Array


def span_targets(labels: LabelIndex, batch: PaddedTweets) -> list[Target]:
    """Ones and zeros at the characters of those tweets of a batch that hold the concept, for each concept."""
    place, label, offset = labels.characters(batch.tweets)
    lengths = batch.real.sum(axis=0) - 1
    first = np.cumsum(lengths) - lengths
    everyone = np.repeat(np.arange(len(lengths)), lengths)
    out = []
    for concept in range(len(labels.names)):
        mine = label == concept
        value = np.zeros(len(everyone), dtype=np.float32)
        value[first[place[mine]] + offset[mine]] = 1
        keep = np.isin(everyone, place[mine])
        inside = np.arange(len(everyone)) - first[everyone]
        out.append(Target(everyone[keep], inside[keep], value[keep]))
    return out


def add_shifted(sums: Array, blocks: Blocks, target: Target, shifts: Array) -> None:
    """Add Σ value · rank to `sums` [1 + P, lags, addresses]: of the values as they are, then shifted."""
    if not target.value.any():
        return
    values = np.concatenate([target.value[None], shifted(target, shifts)])
    rows = [rows_of(target, lag, shifts.shape[1]) for lag in LAGS]
    for place, ranks in blocks:
        for lag in LAGS:
            sums[:, lag, place] += values @ ranks[rows[lag]]


def chance_scores(
    weights: NetworkWeights,
    ranker: Ranker,
    permuted: Sequence[PaddedTweets],
    labels: LabelIndex,
    graded: GradedValues,
    settings: ScanSettings,
    done: Callable[[int], None],
) -> Chance:
    """Observed and permuted scores over some batches.

    The sums of a concept are independent of the others', so threads take concepts, batch after batch, and
    the order of additions never varies.

    Args:
        weights, ranker: the network and its tables.
        permuted: at least one batch.
        labels: of the span concepts, without controls.
        graded: graded values of the tweets of these batches.
        settings: how many permutations, and the seed.
        done: told 1 after each batch.
    """
    count = len(labels.names) + len(graded.names)
    random = np.random.default_rng((settings.seed, 3))
    sums = np.zeros((1 + settings.permutations, count, len(LAGS), len(ranker.mean)), dtype=np.float32)
    totals: list[tuple[SpanSums, GradedSums]] = []
    for batch in permuted:
        with threadpool_limits(1, "blas"):  # as in `parallel`: its own threads would spin
            runs = forward(weights, batch.padded)
            blocks = list(ranker.ranks(runs))
        shifts = random.random((settings.permutations, len(batch.tweets)))
        grades = graded.targets(batch)[: len(graded.names)]
        work = list(enumerate([*span_targets(labels, batch), *grades]))

        def add(item: tuple[int, Target], blocks: Blocks = blocks, shifts: Array = shifts) -> None:
            add_shifted(sums[:, item[0]], blocks, item[1], shifts)

        mapped(add, work)
        graded_found = graded_sums(blocks, len(ranker.mean), batch, grades)
        found = span_sums(ranker, runs, batch, labels), graded_found
        totals = [(totals[0][0] + found[0], totals[0][1] + found[1])] if totals else [found]
        done(1)
    return _scored(sums, *totals[0])


def _scored(sums: Array, spans: SpanSums, values: GradedSums) -> Chance:
    """Scores from sums [1 + P, concepts, lags, addresses], the unpermuted first."""
    concepts = len(spans.positives)

    def score(one: Array) -> Array:
        areas = replace(spans, labelled=one[:concepts]).auroc() - 0.5
        return np.concatenate([areas, replace(values, value_rank=one[concepts:]).correlation()])

    greatest = [np.nan_to_num(np.abs(score(one))).max(axis=(1, 2)) for one in sums[1:]]
    return Chance(score(sums[0]), np.array(greatest).reshape(-1, sums.shape[1]).T)
