"""The parts of a card that a row of `certificates.parquet` or `probes.parquet` gives."""

from typing import Literal

from pipeline.core.tables import Record


class Claim(Record):
    """What is claimed: an address, read at a lag, is high (sign 1) or low (sign −1) inside a concept."""

    concept: str
    kind: Literal["span", "graded"]
    """span: the characters of spans; graded: a number at each character."""
    address: str
    """L<layer>.<signal>.<unit>, layers from 1, units from 0."""
    layer: int
    signal: str
    unit: int
    lag: Literal[0, 1]
    """0: the value after the character was read; 1: before it."""
    sign: Literal[-1, 1]
    rank: int
    """0 for the best address of the concept on train and valid."""


class Chosen(Record):
    """How the address was chosen: the best of all on these splits, by this score."""

    splits: tuple[str, ...] = ("train", "valid")
    score: float | None


class Measured(Record):
    """What it reaches on test tweets."""

    split: Literal["test"] = "test"
    measure: Literal["AUROC", "|Spearman's rho|"]
    score: float | None
    low: float | None
    """Of the 95 % interval over tweets, as is `high`."""
    high: float | None
    tweets: int
    """That hold the concept."""
    positives: int
    """Characters inside the concept (of a graded one, where it is defined)."""
    characters: int
    """Of all test tweets."""
    prevalence: float | None
    average_precision: float | None
    f1: float | None
    """Of the values at more than `threshold`, after the sign; chosen on train."""
    iou: float | None
    threshold: float | None


class Chance(Record):
    """p-values of permutation tests on test tweets."""

    permutations: int | None
    p_shift: float | None
    """Labels turned in a circle within their tweets."""
    p_swap: float | None
    """Labels of another tweet of like length."""
    p_value: float | None
    """The larger of both."""
    p_holm: float | None
    """After Holm, over all claims of the run."""
    p_family: float | None
    """The step-down maximum over all claims."""


class Beside(Record):
    """Something else that was scored for the same concept on the same tweets."""

    score: float | None
    """The greatest, where there are several."""
    ahead_low: float | None
    """The lower end of the 95 % interval of how far the claim is ahead of it."""
    mean: float | None = None
    std: float | None = None
    count: int = 1


class Contrast(Record):
    """AUROC among the characters of the concept and of its sibling alone."""

    sibling: str
    auroc: float | None
    low: float | None
    high: float | None


class Grades(Record):
    """What was shown; the manual's page on certificates says what each asks for."""

    tells: bool
    beats_rivals: bool
    beyond_spelling: bool
    matters: bool | None
    """Of the best address of a concept with spans alone."""
    unmet: str
    """What keeps the claim from the next of the first three grades."""


class Rival(Record):
    """The strongest rival that needs no network: position, single characters, surprise."""

    name: str
    margin: float | None
    """The claim's score less the rival's."""
    low: float | None
    high: float | None


class Matched(Record):
    """AUROC against capitalised words of the same pattern (names only)."""

    auroc: float | None
    low: float | None
    high: float | None


class Also(Record):
    """What else the same values do."""

    other: str
    """The other concept that they detect best."""
    other_auroc: float | None
    with_position: float | None
    """Rank correlation with the place in the tweet."""
    with_length: float | None
    """Rank correlation with the length of the tweet."""
    with_capitals: float | None
    """AUROC of capital letters."""


class Gate(Record):
    """How much of the time a gate of the unit is shut (below .1) and open (above .9)."""

    low: float | None
    high: float | None


class Probe(Record):
    """A logistic probe of the k best addresses, on test tweets."""

    k: int
    """0: all addresses."""
    auroc: float | None
    low: float | None
    high: float | None
    regularisation: float | None
    """Strength of the penalty, chosen on valid."""
    matched_auroc: float | None
    """Against capitalised words of the same pattern (names only), with its interval."""
    matched_low: float | None
    matched_high: float | None
    control_auroc: float | None
    """Of the same probe of a control task."""
    selectivity: float | None
    """AUROC less that of the control task."""
    selectivity_low: float | None
    selectivity_high: float | None
    compression: float | None
    """Code length of the labels without the probe over that with it."""


class Direction(Record):
    """The difference of the class means over all addresses: taken on train, measured on test."""

    auroc: float | None
    low: float | None
    high: float | None
    p_holm: float | None
    """The greater p of both nulls, after Holm over the concepts."""
    control: float | None
    """AUROC of the same for a control task."""
    control_ahead_low: float | None
    """The lower end of the interval of how far the direction is ahead of it."""
    untrained: float | None
    """The greatest AUROC of the same in untrained networks."""
    untrained_ahead_low: float | None
    gain: float | None
    """AUROC less that of the best single address, with its interval."""
    gain_low: float | None
    gain_high: float | None
    tells: bool
    """Beyond chance, its control task and untrained networks."""
