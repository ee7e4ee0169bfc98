"""Cards from the tables of certificates and of causes."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.core.workspace import Workspace, read_json
from pipeline.neurons.cards.card import (
    Beside,
    Card,
    Cards,
    Cause,
    Chance,
    Chosen,
    Claim,
    Contrast,
    Grades,
    Measured,
    Source,
)
from pipeline.neurons.controls import DRAWS, FRESH

STAGES = ("scan", "certify", "intervene")
COMPARED = ("control", "untrained", "position", "character", "ngram", "surprisal")
COUNTS = {"control": DRAWS, "untrained": FRESH}


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
