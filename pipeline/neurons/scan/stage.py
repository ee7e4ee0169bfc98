"""The scan stage: every address scored for every concept on train and valid, and what chance finds."""

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from pipeline.concepts import GRADED
from pipeline.core.engine import HERE, Engine, map_merge
from pipeline.core.parallel import PARTITIONS
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ScanSettings
from pipeline.core.workspace import Workspace
from pipeline.network.batch import PaddedTweets, batches
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.controls import untrained
from pipeline.neurons.evidence import Material, labels_of, material
from pipeline.neurons.labels import LabelIndex
from pipeline.neurons.scan.calibrate import calibrate
from pipeline.neurons.scan.chance import Chance, chance_scores
from pipeline.neurons.scan.graded_values import GradedValues, graded_values
from pipeline.neurons.scan.one_pass import GradedSums, SpanSums, score_batch
from pipeline.neurons.scan.ranker import Ranker
from pipeline.neurons.scan.result import ScanResult, best
from pipeline.tracking.tracker import NullTracker

Array = np.ndarray
Work = tuple[PaddedTweets, bool]  # a batch, and whether graded concepts are scored on it

PARTITION_BATCHES = 256  # at most in a partition: what is sent to a worker at a time, 16,384 tweets


@dataclass(frozen=True)
class Plan:
    """Which tweets serve for what.

    Attributes:
        select: train and valid tweets, all of them scanned.
        sample: those of them that tables, moments and graded concepts are taken from.
        permuted: those of them that labels are shifted in; every concept is among them.
    """

    select: Array
    sample: Array
    permuted: Array


def plan(labels: LabelIndex, concepts: int, select: Array, settings: ScanSettings) -> Plan:
    """Draw the tweets. The permuted ones hold each concept in equal numbers, as far as it occurs."""
    order = np.random.default_rng((settings.seed, 2)).permutation(select)
    place = np.full(len(labels.first), len(order))
    place[order] = np.arange(len(order))
    share = max(1, settings.permutation_tweets // (2 * concepts))
    wanted = [np.sort(place[labels.tweets_with(label)])[:share] for label in range(concepts)]
    held = np.unique(np.concatenate(wanted))
    held = held[held < len(order)]
    rest = np.setdiff1d(np.arange(len(order)), held)[: max(0, settings.permutation_tweets - len(held))]
    return Plan(select, order[: settings.sample_tweets], order[np.concatenate([held, rest])])


@dataclass
class Sums:
    """What one pass gathers: span sums, and graded sums where there was a sample. `+` adds both."""

    spans: SpanSums
    graded: GradedSums | None

    def __add__(self, other: "Sums") -> "Sums":
        graded = self.graded if other.graded is None else other.graded
        if self.graded is not None and other.graded is not None:
            graded = self.graded + other.graded
        return Sums(self.spans + other.spans, graded)

    def scores(self) -> Array:
        """AUROC − ½ of spans, then rank correlations of graded values: [labels + graded, lags, addresses]."""
        spans = self.spans.auroc() - 0.5
        return spans if self.graded is None else np.concatenate([spans, self.graded.correlation()])


@dataclass(frozen=True)
class PartitionScan:
    """One pass over the batches of a partition: what a worker is sent once.

    Attributes:
        weights: the network.
        ranker: its tables.
        labels: of all tweets.
        graded: of the tweets that graded concepts are scored on.
    """

    weights: NetworkWeights
    ranker: Ranker
    labels: LabelIndex
    graded: GradedValues

    def __call__(self, work: Sequence[Work]) -> Sums:
        return reduce(operator.add, map(self._one, work))

    def _one(self, item: Work) -> Sums:
        batch, sampled = item
        targets = self.graded.targets(batch) if sampled else []
        spans, grades = score_batch(self.weights, self.ranker, batch, self.labels, targets)
        return Sums(spans, grades if sampled else None)


def scan(
    partition_scan: PartitionScan, work: Sequence[Work], done: Callable[[int], None], engine: Engine = HERE
) -> Sums:
    """One pass over some batches, by partition; the order of additions depends on the batches alone.

    Args:
        partition_scan: the network, its tables, and what is labelled.
        work: each batch, and whether graded concepts are scored on it.
        done: told of the characters of each partition as it is finished.
        engine: does the work.
    """
    count = min(len(work), max(PARTITIONS, math.ceil(len(work) / PARTITION_BATCHES)))
    partitions = [work[first::count] for first in range(count)]

    def finished(number: int) -> None:
        done(sum(batch.characters for batch, _ in partitions[number]))

    return map_merge(engine, partition_scan, partitions, operator.add, finished)


def halves(scores: Array, concepts: int, graded: int) -> tuple[Array, Array]:
    """Scores of concepts and of controls apart: rows are C concepts, C controls, G graded, G controls."""
    spans, others = scores[: 2 * concepts], scores[2 * concepts :]
    return (
        np.concatenate([spans[:concepts], others[:graded]]),
        np.concatenate([spans[concepts:], others[graded:]]),
    )


def full_scan(
    given: Material, settings: ScanSettings, screen: QuietScreen, engine: Engine = HERE
) -> ScanResult:
    """The scan of a workspace's network and of an untrained one, and the chance scores."""
    labels, count = labels_of(given, settings.seed), len(given.concepts)
    ids, size = given.layout.ids, settings.batch_size
    drawn = plan(labels, count, given.rows("train", "valid"), settings)
    graded_rows = np.union1d(drawn.sample, drawn.permuted)
    graded = graded_values(given.tweets, graded_rows, given.spans, *given.words, settings.seed)
    sample = list(batches(ids, drawn.sample, size))
    rest = list(batches(ids, np.setdiff1d(drawn.select, drawn.sample), size))
    work = [(batch, True) for batch in sample] + [(batch, False) for batch in rest]
    ranker = calibrate(given.weights, sample, settings.bins)
    total = sum(batch.characters for batch, _ in work)
    with screen.progress("scan", total, "characters") as advance:
        scanned = PartitionScan(given.weights, ranker, labels, graded)
        found = scan(scanned, work, advance, engine)
    fresh = untrained(given.weights, given.trained, settings.seed)
    with screen.progress(
        "scan of an untrained network", sum(b.characters for b in sample), "characters"
    ) as advance:
        scanned = PartitionScan(fresh, calibrate(fresh, sample, settings.bins), labels, graded)
        other = scan(scanned, work[: len(sample)], advance, engine)
    permuted = list(batches(ids, drawn.permuted, size))
    with screen.progress("permutations", len(permuted)) as advance:
        chance = chance_scores(given.weights, ranker, permuted, labels.only(count), graded, settings, advance)
    return _result(given, settings, found, other, chance, ranker)


def _result(
    given: Material, settings: ScanSettings, found: Sums, other: Sums, chance: Chance, ranker: Ranker
) -> ScanResult:
    count, grades = len(given.concepts), len(GRADED)
    score, control = halves(found.scores(), count, grades)
    positives = np.zeros(count + grades, dtype=np.int64)
    positives[:count] = found.spans.positives[:count]
    if found.graded is not None:
        positives[count:] = found.graded.count[:grades]
    return ScanResult(
        concepts=np.array([*given.concepts, *GRADED]),
        span_count=count,
        score=score.astype(np.float32),
        control=control.astype(np.float32),
        untrained=halves(other.scores(), count, grades)[0].astype(np.float32),
        observed=chance.observed.astype(np.float32),
        chance=chance.greatest,
        mean=ranker.mean,
        std=ranker.std,
        low_share=ranker.low_share,
        high_share=ranker.high_share,
        positives=positives,
        symbols=found.spans.symbols,
        tweets=len(given.rows("train", "valid")),
        units=given.weights.units[0],
        layers=len(given.weights.units),
        residual=found.spans.residual,
        seed=settings.seed,
    )


def run(
    settings: ScanSettings,
    workspace: Workspace,
    tracker: NullTracker,
    screen: QuietScreen,
    engine: Engine = HERE,
) -> dict[str, Any]:
    """Scan the workspace's network; write `neurons/scan.npz`.

    Raises:
        UserError: an artefact is missing or broken, or the recurrence cannot be proven.
    """
    result = full_scan(material(workspace), settings, screen, engine)
    result.save(workspace.scan)
    rows = []
    for name, score in zip(result.concepts, result.score, strict=True):
        for found in best(score, result.shape, 1):
            rows.append((str(name), str(found.address), found.lag, found.sign, abs(found.score)))
    screen.table("Best addresses on train and valid", ("concept", "address", "lag", "sign", "|score|"), rows)
    tracker.metrics({"scan_residual": result.residual, "scan_symbols": result.symbols})
    return {
        "tweets": result.tweets,
        "symbols": result.symbols,
        "concepts": result.span_count,
        "graded": len(result.concepts) - result.span_count,
        "addresses": len(result.mean),
        "permutations": result.chance.shape[1],
        "residual": result.residual,
    }
