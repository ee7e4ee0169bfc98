"""The scan stage: every address scored for every concept on train and valid, and for what it must beat."""

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
from pipeline.neurons.controls import DRAWS, FRESH, untrained
from pipeline.neurons.evidence import Material, labels_of, material
from pipeline.neurons.labels import LabelIndex
from pipeline.neurons.scan.calibrate import calibrate
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
        sample: those of them that tables, moments and graded concepts are taken from, and that the
            comparisons (control tasks, untrained networks) are searched in.
    """

    select: Array
    sample: Array


def plan(select: Array, settings: ScanSettings) -> Plan:
    """Draw the tweets, without looking at them."""
    order = np.random.default_rng((settings.seed, 2)).permutation(select)
    return Plan(select, order[: settings.sample_tweets])


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
        done: called with the characters of each partition as it is finished.
        engine: does the work.
    """
    count = min(len(work), max(PARTITIONS, math.ceil(len(work) / PARTITION_BATCHES)))
    partitions = [work[first::count] for first in range(count)]

    def finished(number: int) -> None:
        done(sum(batch.characters for batch, _ in partitions[number]))

    return map_merge(engine, partition_scan, partitions, operator.add, finished)


def by_draw(found: Sums, concepts: int) -> Array:
    """Concepts, then each draw of their controls, spans before graded ones: [1 + DRAWS, K, lags, A]."""
    scores = found.scores()
    spans, graded = np.split(scores, [(1 + DRAWS) * concepts])
    parts = (one.reshape(1 + DRAWS, -1, *scores.shape[1:]) for one in (spans, graded))
    return np.concatenate(list(parts), axis=1)


def full_scan(
    given: Material, settings: ScanSettings, screen: QuietScreen, engine: Engine = HERE
) -> ScanResult:
    """The scan of a workspace's network, of its control tasks, and of untrained networks.

    Comparisons are searched in the sample only.
    """
    labels, count = labels_of(given, settings.seed), len(given.concepts)
    ids, size = given.layout.ids, settings.batch_size
    drawn = plan(given.rows("train", "valid"), settings)
    graded = graded_values(given.tweets, drawn.sample, given.spans, *given.words, settings.seed)
    sample = list(batches(ids, drawn.sample, size))
    rest = list(batches(ids, np.setdiff1d(drawn.select, drawn.sample), size))
    ranker, sampled = calibrate(given.weights, sample, settings.bins), [(batch, True) for batch in sample]
    with screen.progress("scan", sum(b.characters for b in [*sample, *rest]), "characters") as advance:
        found = scan(PartitionScan(given.weights, ranker, labels, graded), sampled, advance, engine)
        spans = found.spans.only(count)
        if rest:
            own = PartitionScan(given.weights, ranker, labels.only(count), graded)
            spans = spans + scan(own, [(batch, False) for batch in rest], advance, engine).spans
    total = FRESH * sum(batch.characters for batch in sample)
    with screen.progress("scan of untrained networks", total, "characters") as advance:
        fresh = []
        for number in range(FRESH):
            other = untrained(given.weights, given.trained, settings.seed, number)
            tables = calibrate(other, sample, settings.bins)
            own = PartitionScan(other, tables, labels.only(count), graded.concepts())
            fresh.append(scan(own, sampled, advance, engine).scores())
    compared = by_draw(found, count)
    score = np.concatenate([spans.auroc() - 0.5, compared[0, count:]])
    return _result(
        given, settings, ranker, replace(found, spans=spans), (score, compared[1:], np.stack(fresh))
    )


def _result(
    given: Material, settings: ScanSettings, ranker: Ranker, found: Sums, scores: tuple[Array, Array, Array]
) -> ScanResult:
    """The file's arrays; `scores` are of concepts, of the draws of their controls, of untrained networks."""
    score, control, fresh = (one.astype(np.float32) for one in scores)
    graded = found.graded.count[: len(GRADED)] if found.graded is not None else np.zeros(len(GRADED))
    return ScanResult(
        concepts=np.array([*given.concepts, *GRADED]),
        span_count=len(given.concepts),
        score=score,
        control=control,
        untrained=fresh,
        mean=ranker.mean,
        std=ranker.std,
        low_share=ranker.low_share,
        high_share=ranker.high_share,
        positives=np.concatenate([found.spans.positives, graded]).astype(np.int64),
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
    return {
        "tweets": result.tweets,
        "symbols": result.symbols,
        "concepts": result.span_count,
        "graded": len(result.concepts) - result.span_count,
        "addresses": len(result.mean),
        "residual": result.residual,
    }
