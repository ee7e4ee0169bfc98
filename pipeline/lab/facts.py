"""What the manual says of the lab, gathered from its artefacts."""

from pathlib import Path
from typing import Any

from pipeline.core.workspace import read_table, versions, write_json
from pipeline.lab.store import Lab

PLACES = 6  # digits kept of a measure


def facts(lab: Lab) -> dict[str, Any]:
    """The tables as lists of rows, and the versions that made them."""
    tables = {
        "findings": lab.findings,
        "proofs": lab.proofs,
        "variants": lab.variants,
        "literature": lab.literature,
        "published": lab.published,
    }
    return {"versions": versions(), **{name: _rows(path) for name, path in tables.items()}}


def _rows(path: Path) -> list[dict[str, Any]]:
    frame = read_table(path).round(PLACES)
    rows: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if not hasattr(value, "tolist"):
        return value
    listed = value.tolist()
    return [None if one != one else one for one in listed] if isinstance(listed, list) else listed


def write(lab: Lab, path: Path) -> None:
    """Write the facts as JSON."""
    write_json(path, facts(lab))
