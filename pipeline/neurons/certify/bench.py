"""What certificates are measured with: the chosen addresses' values on tweets of every split."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.stats import rankdata

from pipeline.core.settings import CertifySettings
from pipeline.neurons.certify.held_out import Set, Values
from pipeline.neurons.certify.rivals import Rivals
from pipeline.neurons.certify.strata import case_strata
from pipeline.neurons.controls import untrained
from pipeline.neurons.evidence import Material, labels_of
from pipeline.neurons.scan.result import Detector, ScanResult, best
from pipeline.statistics.permute import Partners
from pipeline.statistics.resample import draws

Array = np.ndarray
Compared = tuple[int, Detector]  # which draw or network, and the best address there


@dataclass(frozen=True)
class Choice:
    """What is certified of one concept: detectors of the network, and the best of each comparison."""

    detectors: list[Detector]
    control: list[Compared]
    untrained: list[Compared]


def choices(scan: ScanResult, count: int) -> list[Choice]:
    """The detectors of every concept, in the scan's order."""

    def compared(scores: Array, concept: int) -> list[Compared]:
        return [(n, one) for n, each in enumerate(scores) for one in best(each[concept], scan.shape, 1)]

    return [
        Choice(best(score, scan.shape, count), compared(scan.control, n), compared(scan.untrained, n))
        for n, score in enumerate(scan.score)
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
        fresh_values: each untrained network's, on test tweets.
        draws: [resamples, test tweets].
        rivals: what else may explain a concept.
        partners: test tweets of like length.
        strata: int [test characters], the case pattern of each one's word; −1 outside capitalised words.
        capital: bool [test characters], which are capital letters.
    """

    scan: ScanResult
    choices: list[Choice]
    train: Set
    tuning: Set
    valid: Set
    test: Set
    values: Values
    tuning_values: Values
    fresh_values: list[Values]
    draws: Array
    rivals: Rivals
    partners: Partners
    strata: Array
    capital: Array

    @property
    def names(self) -> list[str]:
        """Of the span concepts."""
        return [str(name) for name in self.scan.concepts[: self.scan.span_count]]

    @cached_property
    def places(self) -> Array:
        """The ranks of the test characters' places in their tweets."""
        layout = self.test.layout
        return rankdata(np.arange(layout.characters) - layout.starts[layout.tweet])

    @cached_property
    def lengths(self) -> Array:
        """The ranks of the lengths of the test characters' tweets."""
        layout = self.test.layout
        return rankdata(np.diff(layout.starts)[layout.tweet])

    @cached_property
    def masks(self) -> Array:
        """The span concepts over test characters: bool [concepts, characters]."""
        return np.stack([self.test.truth(concept).value for concept in range(self.scan.span_count)])


def prepare(given: Material, scan: ScanResult, settings: CertifySettings) -> Bench:
    """Trace what certificates need: chosen addresses only, on test and tuning tweets."""
    labels = labels_of(given, scan.seed)
    sets = {name: Set.of(given, given.rows(name), labels, scan.seed) for name in ("train", "valid", "test")}
    order = np.random.default_rng((settings.seed, 4)).permutation(given.rows("train"))
    tuning = Set.of(given, np.sort(order[: settings.threshold_tweets]), labels, scan.seed)
    picked = choices(scan, settings.per_concept)
    mine = [d.address for choice in picked for d in choice.detectors]
    controls = [d.address for choice in picked for _, d in choice.control]
    test, layout = sets["test"], sets["test"].layout

    def fresh(number: int) -> Values:
        wanted = [d.address for choice in picked for n, d in choice.untrained if n == number]
        return Values.of(untrained(given.weights, given.trained, scan.seed, number), layout, wanted)

    texts = [given.tweets["text"].iloc[row] for row in test.rows]
    return Bench(
        scan=scan,
        choices=picked,
        train=sets["train"],
        tuning=tuning,
        valid=sets["valid"],
        test=test,
        values=Values.of(given.weights, layout, mine + controls),
        tuning_values=Values.of(given.weights, tuning.layout, mine),
        fresh_values=[fresh(number) for number in range(len(scan.untrained))],
        draws=draws(len(test.rows), settings.bootstrap, settings.seed),
        rivals=Rivals.of(given, sets["train"], sets["valid"], test),
        partners=Partners.of(np.diff(layout.starts), settings.swap_group),
        strata=case_strata(texts),
        capital=np.array([character.isupper() for text in texts for character in text], dtype=bool),
    )
