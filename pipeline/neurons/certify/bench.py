"""What certificates are measured with: the chosen addresses' values on tweets of every split."""

from dataclasses import dataclass

import numpy as np

from pipeline.core.settings import CertifySettings
from pipeline.neurons.certify.held_out import Set, Values
from pipeline.neurons.certify.ngram_rule import Ngrams, joined
from pipeline.neurons.certify.strata import case_strata
from pipeline.neurons.controls import untrained
from pipeline.neurons.evidence import Material, labels_of
from pipeline.neurons.scan.result import Detector, ScanResult, best
from pipeline.statistics.resample import draws

Array = np.ndarray


@dataclass(frozen=True)
class Choice:
    """What is certified of one concept: detectors of the network, and the best of each comparison."""

    detectors: list[Detector]
    control: list[Detector]
    untrained: list[Detector]


def choices(scan: ScanResult, count: int) -> list[Choice]:
    """The detectors of every concept, in the scan's order."""
    return [
        Choice(best(score, scan.shape, count), best(control, scan.shape, 1), best(fresh, scan.shape, 1))
        for score, control, fresh in zip(scan.score, scan.control, scan.untrained, strict=True)
    ]


@dataclass(frozen=True)
class Bench:
    """Everything that certificates are measured with.

    Attributes:
        scan: the scan's result.
        choices: of each concept.
        train, tuning, valid, test: tweets that rules are counted on (train), thresholds chosen on (a sample
            of train), a rule's length chosen on (valid), and everything is reported on (test).
        values, tuning_values: the network's, on test and on tuning tweets.
        fresh_values: an untrained network's, on test tweets.
        draws: [resamples, test tweets].
        ngrams: contexts of train, and those of valid and test end to end.
        strata: int [test characters], the case pattern of each one's word; −1 outside capitalised words.
    """

    scan: ScanResult
    choices: list[Choice]
    train: Set
    tuning: Set
    valid: Set
    test: Set
    values: Values
    tuning_values: Values
    fresh_values: Values
    draws: Array
    ngrams: Ngrams
    strata: Array


def prepare(given: Material, scan: ScanResult, settings: CertifySettings) -> Bench:
    """Trace what certificates need: chosen addresses only, on test and tuning tweets."""
    labels = labels_of(given, scan.seed)
    sets = {name: Set.of(given, given.rows(name), labels, scan.seed) for name in ("train", "valid", "test")}
    order = np.random.default_rng((settings.seed, 4)).permutation(given.rows("train"))
    tuning = Set.of(given, np.sort(order[: settings.threshold_tweets]), labels, scan.seed)
    picked = choices(scan, settings.per_concept)
    mine = [d.address for choice in picked for d in choice.detectors]
    controls = [d.address for choice in picked for d in choice.control]
    fresh = [d.address for choice in picked for d in choice.untrained]
    test, layout = sets["test"], sets["test"].layout
    return Bench(
        scan=scan,
        choices=picked,
        train=sets["train"],
        tuning=tuning,
        valid=sets["valid"],
        test=test,
        values=Values.of(given.weights, layout, mine + controls),
        tuning_values=Values.of(given.weights, tuning.layout, mine),
        fresh_values=Values.of(untrained(given.weights, given.trained, scan.seed), layout, fresh),
        draws=draws(len(test.rows), settings.bootstrap, settings.seed),
        ngrams=Ngrams.of(sets["train"].layout, joined(sets["valid"].layout, layout)),
        strata=case_strata([given.tweets["text"].iloc[row] for row in test.rows]),
    )
