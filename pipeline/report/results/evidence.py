"""What a results page says of evidence: certificates, causes, sets, removals, probes, effects."""

from pydantic import BaseModel, ConfigDict


class Fact(BaseModel):
    """Frozen and closed; NaN is written as null and means that the number does not exist."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


class Certificate(Fact):
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


class Cause(Fact):
    """What the interchange and the replacement of one detector's memory change, on test."""

    concept: str
    unit: str
    pairs: int
    shared: float | None  # last characters that matched places have in common, mean
    dose: float | None  # standard deviations that the unit is moved, mean
    distance: float | None  # bits between the two texts' distributions
    gain: float | None  # of these, the bits that the interchange saves
    gain_low: float | None
    gain_high: float | None
    towards: float | None
    towards_low: float | None
    towards_high: float | None
    random_mean: float | None
    random_high: float | None
    p_holm: float | None
    beyond: float | None  # bits lost inside over outside, when replaced
    beyond_low: float | None
    beyond_high: float | None
    matters: bool
    unmet: str


class Group(Fact):
    """A set of k units, and what its interchange carries on test."""

    concept: str
    k: int
    smallest: bool  # that carries enough, on valid
    gain: float | None
    gain_low: float | None
    gain_high: float | None
    share: float | None  # of the gain of the whole memory
    share_low: float | None
    share_high: float | None
    towards: float | None
    towards_low: float | None
    towards_high: float | None
    random_mean: float | None
    random_high: float | None
    equal_share: float | None
    equal_p: float | None
    needed: float | None  # units of the smallest set


class Removal(Fact):
    """A concept's directions projected out of the top layer's output, on test."""

    concept: str
    rank: int  # directions, chosen on valid
    before: float | None  # AUROC of the first probe
    before_low: float | None
    before_high: float | None
    left: float | None  # AUROC of a new probe
    left_low: float | None
    left_high: float | None
    cost_inside: float | None  # bits a character
    cost_inside_low: float | None
    cost_inside_high: float | None
    random_inside: float | None
    random_inside_high: float | None
    cost_outside: float | None
    cost_outside_low: float | None
    cost_outside_high: float | None
    random_outside: float | None
    random_outside_high: float | None


class Probe(Fact):
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


class Effect(Fact):
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
