"""What a results page is made from: one JSON file for each corpus, checked when it is read."""

from pathlib import Path

from pydantic import Field, ValidationError

from pipeline.core.errors import UserError
from pipeline.core.tables import Record
from pipeline.neurons.causes.records import Cause, Group, Removal
from pipeline.neurons.elsewhere.records import Abroad, Again, Network
from pipeline.report.results.evidence import Certificate, Effect, Probe


class Provenance(Record):
    """Where the figures come from."""

    name: str
    written: str  # date, ISO 8601
    commit: str
    machine: str
    versions: dict[str, str]
    preset: str
    settings: dict[str, str | int | float | bool | None]  # of training


class Corpus(Record):
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


class Point(Record):
    """The curve at one validation."""

    epoch: float
    minutes: float
    train: float | None
    valid: float


class Training(Record):
    """The network's result and its curve."""

    test: float
    valid: float
    epochs: float
    seconds: float
    curve: list[Point]


class Part(Record):
    """Bits per character of one part of the test tweets."""

    by: str  # all, part or position
    name: str
    symbols: int
    share: float | None
    lstm: float | None
    ngram: float | None
    ppm: float | None
    mix: float | None = None
    dynamic: float | None = None
    dynamic_saved: float | None = None
    dynamic_low: float | None = None
    dynamic_high: float | None = None
    saved: float | None
    low: float | None
    high: float | None


class Bits(Record):
    """Where the bits go, beside an n-gram model and PPMd."""

    parts: list[Part]
    ppm_adaptive: float | None  # bits per character of PPMd when it goes on learning from test tweets


class Sample(Record):
    """One generated tweet with its novelty."""

    text: str
    longest_copy: int
    nearest: float
    new_8grams: float


class Quality(Record):
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


class Samples(Record):
    """What the network writes: the first samples, means over all, and quality by temperature."""

    count: int
    temperature: float
    means: dict[str, float]  # of the samples
    real: dict[str, float]  # of real test tweets
    first: list[Sample]
    curve: list[Quality]
    chosen: Quality | None  # the best temperature, measured on test tweets


class Seeds(Record):
    """The networks of several seeds, and each concept over them."""

    networks: list[Network]
    concepts: list[Again]


class Facts(Record):
    """All that the results pages of one corpus say."""

    provenance: Provenance
    corpus: Corpus
    training: Training
    bits: Bits | None
    certificates: list[Certificate]
    probes: list[Probe]
    causes: list[Cause]
    sets: list[Group] = Field(default_factory=list)
    removals: list[Removal] = Field(default_factory=list)
    abroad: list[Abroad] = Field(default_factory=list)
    seeds: Seeds | None = None
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
