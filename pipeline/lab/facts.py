"""What the manual says of the lab, gathered from its artefacts."""

from pathlib import Path
from typing import Any

from pipeline.core.workspace import Workspace, read_json, read_table, versions, write_json
from pipeline.lab.code.stage import structure
from pipeline.lab.store import Lab

PLACES = 6  # digits kept of a measure


def facts(lab: Lab, code: Workspace) -> dict[str, Any]:
    """The tables as lists of rows, and the versions that made them.

    Args:
        code: the workspace of the code network; left out where that was not trained.
    """
    tables = {
        "findings": lab.findings,
        "proofs": lab.proofs,
        "variants": lab.variants,
        "literature": lab.literature,
        "published": lab.published,
    }
    rows = {name: _rows(path) for name, path in tables.items()}
    return {"versions": versions(), **rows, "code": _code(code)}


def _code(workspace: Workspace) -> dict[str, Any] | None:
    """How long the code network was trained, what its units follow, and how well it writes."""
    units, scores = (structure(workspace, name) for name in ("units", "scores"))
    if not (units.exists() and scores.exists()):
        return None
    card = read_json(workspace.model)
    told = {name: card[name] for name in ("layers", "units", "seconds", "epochs", "test_bits_per_char")}
    return {**told, "found": _rows(units), "scores": _rows(scores)}


def _rows(path: Path) -> list[dict[str, Any]]:
    frame = read_table(path).round(PLACES)
    rows: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if not hasattr(value, "tolist"):
        return value
    listed = value.tolist()
    return [None if one != one else one for one in listed] if isinstance(listed, list) else listed


def write(lab: Lab, code: Workspace, path: Path) -> None:
    """Write the facts as JSON."""
    write_json(path, facts(lab, code))
