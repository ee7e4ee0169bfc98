"""A certificate as a card: every number with its split, its size and where it comes from.

`neurons/certificates.json` holds a card for each certificate. The JSON schema of the file is made from these
classes (`schema`), and stands in the manual.
"""

from typing import Any, Literal

from pydantic import ValidationError

from pipeline.core.errors import UserError
from pipeline.core.tables import Record
from pipeline.core.workspace import Workspace
from pipeline.neurons.cards.parts import (
    Also,
    Beside,
    Chance,
    Chosen,
    Claim,
    Contrast,
    Direction,
    Gate,
    Grades,
    Matched,
    Measured,
    Probe,
    Rival,
)
from pipeline.neurons.causes.records import Cause, Group, Removal
from pipeline.neurons.elsewhere.records import Abroad


class Card(Record):
    """One certificate."""

    id: str
    claim: Claim
    chosen: Chosen
    measured: Measured
    chance: Chance
    beside: dict[str, Beside]
    """control tasks, untrained networks, and the rivals position, character, ngram, surprisal."""
    rival: Rival | None
    contrast: Contrast | None
    matched: Matched | None
    also: Also
    gates: dict[str, Gate]
    """By the gate's signal; those that the cell has."""
    grades: Grades
    cause: Cause | None
    """This and what follows: of the best address of a concept with spans alone."""
    sets: tuple[Group, ...]
    """Sets of units, each row adding some; `smallest` marks the one that carries enough."""
    removal: Removal | None
    direction: Direction | None
    probes: tuple[Probe, ...]
    abroad: tuple[Abroad, ...]
    """On texts with labels by people, where `tweetscope gold` has scored some."""


class Source(Record):
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


class Cards(Record):
    """The file."""

    schema_version: Literal["2"] = "2"
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
