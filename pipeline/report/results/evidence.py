"""What a results page says of evidence beside causes, sets and removals: certificates, probes, effects."""

from pipeline.core.tables import Record


class Certificate(Record):
    """The best address of one concept, measured on test."""

    concept: str
    kind: str  # span or graded
    address: str
    lag: int
    sign: int
    certified: bool
    tells: bool
    beats_rivals: bool
    beyond_spelling: bool
    matters: bool
    unmet: str
    chosen: float | None  # its score on train and valid
    score: float | None  # AUROC, or the size of a rank correlation
    low: float | None
    high: float | None
    p: float | None
    p_shift: float | None
    p_swap: float | None
    p_holm: float | None
    control: float | None
    control_mean: float | None
    control_std: float | None
    untrained: float | None
    ngram: float | None
    rival: str
    rival_margin: float | None
    rival_low: float | None
    rival_high: float | None
    sibling: str
    contrast: float | None
    contrast_low: float | None
    contrast_high: float | None
    other: str
    other_score: float | None
    average_precision: float | None
    f1: float | None
    iou: float | None
    threshold: float | None
    prevalence: float | None
    matched: float | None  # against capitalised words that are not names
    matched_low: float | None
    matched_high: float | None
    tweets: int
    positives: int
    characters: int


class Probe(Record):
    """A logistic probe on the k best addresses; k = 0 is all, and has the difference of means beside it."""

    concept: str
    k: int
    score: float | None
    low: float | None
    high: float | None
    control: float | None = None
    selectivity: float | None = None
    selectivity_low: float | None = None
    selectivity_high: float | None = None
    compression: float | None = None
    direction: float | None = None
    direction_low: float | None = None
    direction_high: float | None = None
    direction_gain: float | None = None
    gain_low: float | None = None
    gain_high: float | None = None
    direction_p: float | None = None
    direction_control: float | None = None
    direction_control_low: float | None = None
    direction_untrained: float | None = None
    direction_untrained_low: float | None = None


class Effect(Record):
    """What one intervention changed."""

    concept: str
    address: str
    kind: str  # ablate_c, ablate_h or clamp
    where: str
    dose: float | None
    value: float | None
    low: float | None
    high: float | None
    random_low: float | None
    random_high: float | None
    tweets: int
