"""What a results page is made from: one JSON file for each corpus, checked when it is read."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.core.errors import UserError


class Fact(BaseModel):
    """Frozen and closed; NaN is written as null and means that the number does not exist."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


class Provenance(Fact):
    """Where the figures come from."""

    name: str
    written: str  # date, ISO 8601
    commit: str
    machine: str
    versions: dict[str, str]
    preset: str
    settings: dict[str, str | int | float | bool | None]  # of training


class Corpus(Fact):
    """The account of the records, and the split."""

    read: int
    kept: int
    dropped: dict[str, int]
    rejected: dict[str, int]
    splits: dict[str, int]  # tweets
    clusters: int
    characters: int
    vocabulary: int
    unknown: float  # share of characters
    retweets: int
    manual_retweets: int
    truncated: int
    first: str | None  # date of the oldest tweet, and of the newest
    last: str | None


class Point(Fact):
    """The curve at one validation."""

    epoch: float
    minutes: float
    train: float | None
    valid: float


class Training(Fact):
    """The network's result and its curve."""

    test: float
    valid: float
    epochs: float
    seconds: float
    curve: list[Point]


class Part(Fact):
    """Bits per character of one part of the test tweets."""

    by: str  # all, part or position
    name: str
    symbols: int
    share: float | None
    lstm: float | None
    ngram: float | None
    ppm: float | None
    saved: float | None
    low: float | None
    high: float | None


class Bits(Fact):
    """Where the bits go, beside an n-gram model and PPMd."""

    parts: list[Part]
    ppm_adaptive: float | None  # bits per character of PPMd when it goes on learning from test tweets


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


class Sample(Fact):
    """One generated tweet with its novelty."""

    text: str
    longest_copy: int
    nearest: float
    new_8grams: float


class Quality(Fact):
    """Samples at one temperature beside real valid tweets; temperature null: other real tweets."""

    temperature: float | None
    count: int
    discriminator: float | None
    longest_copy_d: float | None
    longest_copy_p: float | None
    nearest_share_d: float | None
    nearest_share_p: float | None
    in_vocabulary: float | None
    distinct_2: float | None
    self_bleu: float | None


class Samples(Fact):
    """What the network writes: the first samples, means over all, and quality by temperature."""

    count: int
    temperature: float
    means: dict[str, float]  # of the samples
    real: dict[str, float]  # of real test tweets
    first: list[Sample]
    curve: list[Quality]
    chosen: Quality | None  # the best temperature, measured on test tweets


class Facts(Fact):
    """All that the results pages of one corpus say."""

    provenance: Provenance
    corpus: Corpus
    training: Training
    bits: Bits | None
    certificates: list[Certificate]
    probes: list[Probe]
    causes: list[Cause]
    sets: list[Group] = []
    removals: list[Removal] = []
    effects: list[Effect]
    samples: Samples | None

    def best(self, concept: str) -> Certificate | None:
        """The best address of a concept; None when it was not found in the test tweets."""
        return next((one for one in self.certificates if one.concept == concept), None)


def load(path: Path) -> Facts:
    """Read and check the facts of one corpus.

    Raises:
        UserError: the file does not have the form of `Facts`.
    """
    try:
        return Facts.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        hint = f"run `make results NAME={path.stem}` again"
        raise UserError(f"{path} does not hold results ({where}: {first['msg']}): {hint}") from error
