"""The tweets that certificates are measured on, with the values of chosen addresses and all labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.network.activations import Concatenation, covered
from pipeline.network.address import Address
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.controls import DRAWS
from pipeline.neurons.evidence import Material
from pipeline.neurons.fine import fine
from pipeline.neurons.labels import LabelIndex, ranges
from pipeline.neurons.scan.graded_values import GradedValues, graded_values

Array = np.ndarray


def part_layout(whole: Concatenation, rows: Array) -> Concatenation:
    """The layout of some tweets only, in the order given."""
    ids = [whole.ids[row] for row in rows]
    lengths = np.array([len(one) for one in ids], dtype=np.int64)
    return Concatenation(
        ids=ids,
        rows={},
        starts=np.concatenate([[0], np.cumsum(lengths)]),
        tweet=np.repeat(np.arange(len(ids)), lengths),
    )


def label_mask(labels: LabelIndex, label: int, layout: Concatenation, rows: Array) -> Array:
    """Which characters have a label, of the tweets numbered `rows` as laid out: bool [characters]."""
    begins = np.full(len(labels.first), -1)
    begins[rows] = layout.starts[:-1]
    tweet, start, end = labels.spans(label)
    first = begins[tweet]
    here = first >= 0
    return covered(first[here] + start[here], first[here] + end[here], layout.characters)


@dataclass(frozen=True)
class Values:
    """The values of some addresses at every input position of some tweets: float64 [addresses, positions]."""

    addresses: dict[Address, int]
    matrix: Array

    @classmethod
    def of(cls, weights: NetworkWeights, layout: Concatenation, wanted: Sequence[Address]) -> "Values":
        """Trace the tweets and keep the wanted addresses, each once."""
        unique = sorted(set(wanted))
        numbers = {address: number for number, address in enumerate(unique)}
        return cls(numbers, fine(weights, layout.ids, unique))

    def score(self, address: Address, lag: int, sign: int, layout: Concatenation) -> Array:
        """The address's value for each character at a lag, times the sign: float64 [characters]."""
        return sign * self.matrix[self.addresses[address]][layout.read(lag)]


@dataclass(frozen=True)
class Truth:
    """What holds of each character of some tweets for one concept.

    Attributes:
        defined: int [n], the characters that count (all of them, for spans).
        value: bool [n] for spans, float32 [n] for a graded concept.
    """

    defined: Array
    value: Array


@dataclass(frozen=True)
class Set:
    """Some tweets, their characters and their labels.

    Attributes:
        rows: int [tweets], numbers in the corpus.
        layout: of their characters.
        labels: of all tweets of the corpus: C concepts, then C controls, draw after draw.
        graded: of these tweets.
    """

    rows: Array
    layout: Concatenation
    labels: LabelIndex
    graded: GradedValues

    @classmethod
    def of(cls, given: Material, rows: Array, labels: LabelIndex, seed: int) -> "Set":
        """The tweets numbered `rows`, in that order."""
        graded = graded_values(given.tweets, rows, given.spans, *given.words, seed)
        return cls(rows, part_layout(given.layout, rows), labels, graded)

    @property
    def spans(self) -> int:
        """How many span concepts there are."""
        return len(self.labels.names) // (1 + DRAWS)

    def truth(self, concept: int, control: int = 0) -> Truth:
        """The labels of a concept (spans first, then graded ones), or of one of its controls, from 1."""
        if concept < self.spans:
            mask = label_mask(self.labels, concept + control * self.spans, self.layout, self.rows)
            return Truth(np.arange(len(mask)), mask)
        places = self.graded.place[self.rows]
        order = ranges(places, np.diff(self.layout.starts))
        row = concept - self.spans + max(0, control - 1) * len(self.graded.names)
        values = (self.graded.control if control else self.graded.value)[row][order]
        defined = np.flatnonzero(np.isfinite(values))
        return Truth(defined, values[defined])
