"""Rows of the tables of labels by people, and of several seeds, as cards and results pages hold them."""

from pipeline.core.tables import Record, rows_of
from pipeline.neurons.elsewhere.columns import GOLD, NETWORKS, SEEDS

Number = float | None


@rows_of(GOLD)
class Abroad(Record):
    """A detector on texts with labels by people, beside its certificate."""

    labels: str
    concept: str
    address: str
    lag: int
    sign: int
    home_auroc: Number
    home_auroc_low: Number
    home_auroc_high: Number
    auroc: Number
    auroc_low: Number
    auroc_high: Number
    difference: Number
    average_precision: Number
    precision: Number
    recall: Number
    f1: Number
    positives: int
    characters: int
    texts: int


@rows_of(SEEDS)
class Again(Record):
    """A concept over networks from several seeds."""

    concept: str
    networks: int
    tells: int
    beats_rivals: int
    beyond_spelling: int
    matters: int
    tried: int
    auroc_mean: Number
    auroc_std: Number
    auroc_low: Number
    auroc_high: Number
    pairs: int
    same_unit: int
    detector_correlation: Number
    partner_correlation: Number
    carried: Number
    addresses: str


@rows_of(NETWORKS)
class Network(Record):
    """One of several networks that differ in the seed alone."""

    name: str
    seed: Number
    weights: str
    test: Number
    valid: Number
    concepts: int
    tells: int
    beats_rivals: int
    beyond_spelling: int
    matters: Number
