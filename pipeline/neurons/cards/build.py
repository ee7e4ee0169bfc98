"""Cards from the tables of certificates, probes, causes, sets, removals, and labels by people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from pipeline.core.tables import Record, plain
from pipeline.core.workspace import Workspace, read_json
from pipeline.neurons.cards.card import Card, Cards, Source
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
from pipeline.neurons.certify.columns import GATES
from pipeline.neurons.certify.probes.directions import tells
from pipeline.neurons.controls import DRAWS, FRESH
from pipeline.neurons.elsewhere.records import Abroad

STAGES = ("scan", "certify", "intervene")
COMPARED = ("control", "untrained", "position", "character", "ngram", "surprisal")
COUNTS = {"control": DRAWS, "untrained": FRESH}

Row = dict[str, Any]
Kind = TypeVar("Kind", bound=Record)


@dataclass(frozen=True)
class Tables:
    """The tables that cards are made from; None where one does not exist."""

    certificates: pd.DataFrame
    causes: pd.DataFrame | None = None
    sets: pd.DataFrame | None = None
    removals: pd.DataFrame | None = None
    probes: pd.DataFrame | None = None
    abroad: pd.DataFrame | None = None


def cards(tables: Tables, source: Source) -> Cards:
    """All cards of a workspace, in the order of the table of certificates."""
    causes, sets, removals, probes, abroad = (
        _by_concept(table)
        for table in (tables.causes, tables.sets, tables.removals, tables.probes, tables.abroad)
    )
    made = []
    for row in map(_plain, tables.certificates.to_dict("records")):
        concept = row["concept"]
        own = row["rank"] == 0 and row["kind"] == "span"
        cause, removal = (
            next(iter(rows.get(concept, [])), None) if own else None for rows in (causes, removals)
        )
        tried = probes.get(concept, []) if own else []
        made.append(
            Card(
                **_certified(row, source, cause),
                cause=None if cause is None else _picked(Cause, cause),
                sets=[_picked(Group, one) for one in sets.get(concept, [])] if own else [],
                removal=None if removal is None else _picked(Removal, removal),
                direction=next((_direction(one) for one in tried if one["k"] == 0), None),
                probes=[_picked(Probe, one, {"low": "auroc_low", "high": "auroc_high"}) for one in tried],
                abroad=[_picked(Abroad, one) for one in abroad.get(concept, [])] if own else [],
            )
        )
    return Cards(source=source, cards=tuple(made))


def _certified(row: Row, source: Source, cause: Row | None) -> dict[str, Any]:
    """The parts of a card that a row of `certificates.parquet` gives."""
    measure = "AUROC" if row["kind"] == "span" else "|Spearman's rho|"
    measured = {"score": "auroc", "low": "auroc_low", "high": "auroc_high"}
    contrast = {"auroc": "contrast_auroc", "low": "contrast_low", "high": "contrast_high"}
    rival = {"name": "rival", **{name: f"rival_{name}" for name in ("margin", "low", "high")}}
    matched = {"auroc": "matched_auroc", "low": "matched_low", "high": "matched_high"}
    permutations = source.settings.get("certify", {}).get("permutations")
    matters = None if cause is None else bool(cause["matters"]) and row["tells"]
    return {
        "id": f"{source.workspace}/{row['concept']}/{row['address']}/{row['lag']}",
        "claim": _picked(Claim, row),
        "chosen": Chosen(score=row["select_auroc"]),
        "measured": _picked(Measured, {**row, "split": "test", "measure": measure}, measured),
        "chance": _picked(Chance, {**row, "permutations": permutations}),
        "beside": {name: _beside(row, name) for name in COMPARED},
        "rival": _picked(Rival, row, rival) if row["rival"] else None,
        "contrast": _picked(Contrast, row, contrast) if row["sibling"] else None,
        "matched": None if row["matched_auroc"] is None else _picked(Matched, row, matched),
        "also": _picked(Also, row),
        "gates": {
            gate: Gate(low=row[f"{gate}_low"], high=row[f"{gate}_high"])
            for gate in GATES
            if row.get(f"{gate}_low") is not None
        },
        "grades": _picked(Grades, {**row, "matters": matters}),
    }


def _beside(row: Row, name: str) -> Beside:
    return Beside(
        score=row[f"{name}_auroc"],
        ahead_low=row[f"{name}_low"],
        mean=row.get(f"{name}_mean"),
        std=row.get(f"{name}_std"),
        count=COUNTS.get(name, 1),
    )


def _direction(row: Row) -> Direction | None:
    """The difference of means, from the row of all addresses; None where it was not taken."""
    if row.get("direction_auroc") is None:
        return None
    lows = row["direction_control_low"], row["direction_untrained_low"]
    return Direction(
        auroc=row["direction_auroc"],
        low=row["direction_low"],
        high=row["direction_high"],
        p_holm=row["direction_p"],
        control=row["direction_control"],
        control_ahead_low=lows[0],
        untrained=row["direction_untrained"],
        untrained_ahead_low=lows[1],
        gain=row["direction_gain"],
        gain_low=row["gain_low"],
        gain_high=row["gain_high"],
        tells=tells(*(float("nan") if one is None else one for one in (row["direction_p"], *lows))),
    )


def _picked(kind: type[Kind], row: Row, columns: Mapping[str, str] | None = None) -> Kind:
    """A part of a card from a row; `columns` are those that are called otherwise."""
    names = columns or {}
    return kind(**{name: row.get(names.get(name, name)) for name in kind.model_fields})


def _plain(row: Mapping[Any, Any]) -> Row:
    return {str(name): plain(value) for name, value in row.items()}


def _by_concept(table: pd.DataFrame | None) -> dict[str, list[Row]]:
    """The rows of each concept, in their order."""
    found: dict[str, list[Row]] = {}
    for row in [] if table is None else table.to_dict("records"):
        found.setdefault(row["concept"], []).append(_plain(row))
    return found


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
