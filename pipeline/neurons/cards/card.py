"""A certificate as a card: every number with its split, its size and where it comes from.

`neurons/certificates.json` holds a card for each certificate. The JSON schema of the file is made from these
classes (`schema`), and stands in the manual.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace


class Part(BaseModel):
    """A part of a card; nothing unknown is in it, and an attribute's docstring says what it is."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Claim(Part):
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


class Chosen(Part):
    """How the address was chosen: the best of all on these splits, by this score."""

    splits: tuple[str, ...] = ("train", "valid")
    score: float | None


class Measured(Part):
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


class Chance(Part):
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


class Beside(Part):
    """Something else that was scored for the same concept on the same tweets."""

    score: float | None
    """The greatest, where there are several."""
    ahead_low: float | None
    """The lower end of the 95 % interval of how far the claim is ahead of it."""
    mean: float | None = None
    std: float | None = None
    count: int = 1


class Contrast(Part):
    """AUROC among the characters of the concept and of its sibling alone."""

    sibling: str
    auroc: float | None
    low: float | None
    high: float | None


class Grades(Part):
    """What was shown; the manual's page on certificates says what each asks for."""

    tells: bool
    beats_rivals: bool
    beyond_spelling: bool
    matters: bool | None
    """Of the best address of a concept with spans alone."""
    unmet: str
    """What keeps the claim from the next of the first three grades."""


class Cause(Part):
    """What exchanging and replacing the memory of its unit changes, on test tweets."""

    memory: str
    pairs: int
    shared: float | None
    dose: float | None
    distance: float | None
    gain: float | None
    gain_low: float | None
    gain_high: float | None
    towards: float | None
    towards_low: float | None
    towards_high: float | None
    random_mean: float | None
    random_high: float | None
    p_holm: float | None
    beyond: float | None
    beyond_low: float | None
    beyond_high: float | None
    unmet: str


class Card(Part):
    """One certificate."""

    id: str
    claim: Claim
    chosen: Chosen
    measured: Measured
    chance: Chance
    beside: dict[str, Beside]
    """control tasks, untrained networks, and the rivals position, character, ngram, surprisal."""
    contrast: Contrast | None
    grades: Grades
    cause: Cause | None


class Source(Part):
    """What the numbers were made from."""

    workspace: str
    weights_sha256: str
    vocabulary_sha256: str
    tweets_sha256: str
    spans_sha256: str
    cell: str
    layers: int
    units: int
    train_seed: int | None
    settings: dict[str, dict[str, Any]]
    """Of the stages scan, certify and intervene."""
    versions: dict[str, str]


class Cards(Part):
    """The file."""

    schema_version: Literal["1"] = "1"
    source: Source
    cards: tuple[Card, ...]


def schema() -> dict[str, Any]:
    """The JSON schema of the file."""
    return Cards.model_json_schema()


def read(workspace: Workspace) -> Cards:
    """The cards of a workspace, whoever wrote them: what they say is to be checked.

    Raises:
        UserError: there are none, or the file does not hold cards.
    """
    path = workspace.cards
    if not path.exists():
        raise UserError(f"{path} is missing: run `make analyze NAME={workspace.name}` first")
    try:
        return Cards.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UserError(
            f"{path} does not hold cards ({where}: {first['msg']}): run `make analyze` again"
        ) from error
