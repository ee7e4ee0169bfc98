"""A certificate as a card: every number with its split, its size and where it comes from.

`neurons/certificates.json` holds a card for each certificate. The JSON schema of the file is made from these
classes (`schema`), and stands in the manual.
"""

import math
from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace, read_json
from pipeline.neurons.controls import DRAWS, FRESH


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


STAGES = ("scan", "certify", "intervene")
COMPARED = ("control", "untrained", "position", "character", "ngram", "surprisal")
COUNTS = {"control": DRAWS, "untrained": FRESH}


def schema() -> dict[str, Any]:
    """The JSON schema of the file."""
    return Cards.model_json_schema()


def card(row: Mapping[str, Any], cause: Mapping[str, Any] | None, source: Source) -> Card:
    """A card from a row of `certificates.parquet` and the row of `causes.parquet` of the same claim."""
    values = {name: _plain(value) for name, value in row.items()}
    beside = {
        name: Beside(
            score=values[f"{name}_auroc"],
            ahead_low=values[f"{name}_low"],
            mean=values.get(f"{name}_mean"),
            std=values.get(f"{name}_std"),
            count=COUNTS.get(name, 1),
        )
        for name in COMPARED
    }
    names = {"score": "auroc", "low": "auroc_low", "high": "auroc_high"}
    measure = "AUROC" if values["kind"] == "span" else "|Spearman's rho|"
    given = {
        name: values[names.get(name, name)]
        for name in Measured.model_fields
        if name not in ("split", "measure")
    }
    contrast = Contrast(
        sibling=values["sibling"],
        auroc=values["contrast_auroc"],
        low=values["contrast_low"],
        high=values["contrast_high"],
    )
    matters = None if cause is None else bool(cause["matters"]) and values["tells"]
    return Card(
        id=f"{source.workspace}/{values['concept']}/{values['address']}/{values['lag']}",
        claim=Claim(**{name: values[name] for name in Claim.model_fields}),
        chosen=Chosen(score=values["select_auroc"]),
        measured=Measured(measure=measure, **given),
        chance=Chance(
            permutations=source.settings.get("certify", {}).get("permutations"),
            **{name: values[name] for name in Chance.model_fields if name != "permutations"},
        ),
        beside=beside,
        contrast=contrast if values["sibling"] else None,
        grades=Grades(
            **{name: values[name] for name in Grades.model_fields if name != "matters"}, matters=matters
        ),
        cause=None if cause is None else _cause(cause),
    )


def _cause(row: Mapping[str, Any]) -> Cause:
    names = {"memory": "unit"}
    return Cause(**{name: _plain(row[names.get(name, name)]) for name in Cause.model_fields})


def _plain(value: Any) -> Any:
    """A value as JSON has it; None for what is not a number."""
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value


def cards(certificates: pd.DataFrame, causes: pd.DataFrame | None, source: Source) -> Cards:
    """All cards of a workspace, in the order of the table."""
    known = (
        {} if causes is None or causes.empty else {row["concept"]: row for row in causes.to_dict("records")}
    )
    rows = certificates.to_dict("records")
    made = [card(row, known.get(row["concept"]) if row["rank"] == 0 else None, source) for row in rows]
    return Cards(source=source, cards=tuple(made))


def source_of(workspace: Workspace, manifests: Mapping[str, Mapping[str, Any]]) -> Source:
    """What the cards of a workspace are made from; digests are those that its stages left.

    Args:
        workspace: whose network and tweets.
        manifests: of its stages.

    Raises:
        KeyError: a stage left no manifest.
    """
    model = read_json(workspace.model)
    written = {name: digest for one in manifests.values() for name, digest in one.get("outputs", {}).items()}
    known = {stage: manifests.get(stage, {}) for stage in STAGES}
    return Source(
        workspace=workspace.name,
        weights_sha256=model["weights_sha256"],
        vocabulary_sha256=written["vocabulary.json"],
        tweets_sha256=written["tweets.parquet"],
        spans_sha256=written["spans.parquet"],
        cell=model.get("cell", "lstm"),
        layers=model["layers"],
        units=model["units"],
        train_seed=model.get("settings", {}).get("seed"),
        settings={stage: one.get("fingerprint", {}).get("settings", {}) for stage, one in known.items()},
        versions=known["certify"].get("versions", {}),
    )


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
