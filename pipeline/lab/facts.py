"""What the manual says of the lab, gathered from its artefacts."""

from pathlib import Path
from typing import Any

from pipeline.core.workspace import Workspace, read_json, read_table, versions, write_json
from pipeline.lab.code.stage import structure
from pipeline.lab.store import Lab

PLACES = 6  # digits kept of a measure


def facts(lab: Lab) -> dict[str, Any]:
    """The tables as lists of rows, and the versions that made them; `code` is null before it is trained."""
    tables = {
        "findings": lab.findings,
        "proofs": lab.proofs,
        "variants": lab.variants,
        "literature": lab.literature,
        "published": lab.published,
    }
    rows = {name: _rows(path) for name, path in tables.items()}
    return {"versions": versions(), **rows, "texts": texts_facts(lab), "code": code_facts(lab.code)}


def texts_facts(lab: Lab) -> list[dict[str, Any]] | None:
    """Cells compared on text; None before that."""
    return _rows(lab.texts) if lab.texts.exists() else None


def code_facts(workspace: Workspace) -> dict[str, Any] | None:
    """How long the code network was trained, what its units follow, and how well it writes."""
    units, scores = (structure(workspace, name) for name in ("units", "scores"))
    if not (units.exists() and scores.exists()):
        return None
    card = read_json(workspace.model)
    told = {name: card[name] for name in ("layers", "units", "seconds", "epochs", "test_bits_per_char")}
    trained = workspace.manifest("train")
    spent = read_json(trained)["profile"]["cpu_s"] if trained.exists() else None
    return {**told, "cpu_seconds": spent, "found": _rows(units), "scores": _rows(scores)}


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
    """Write the facts as JSON. Of what is not trained here (code, cells on text, and cells on tasks that
    `--variants` adds), that which is there stays.
    """
    found = facts(lab)
    if path.exists():
        there = read_json(path)
        for name in ("texts", "code"):
            found[name] = there.get(name) if found[name] is None else found[name]
        for name in ("variants", "literature"):
            here = {row.get("task") for row in found[name]}
            found[name] += [row for row in there.get(name, []) if row.get("task") not in here]
    write_json(path, found)


def write_texts(lab: Lab, path: Path) -> None:
    """Write what is known of cells on text alone; all else stays as it is there."""
    write_json(path, {**read_json(path), "texts": texts_facts(lab)})


def write_code(lab: Lab, path: Path) -> None:
    """Write what is known of the code network alone; all else stays as it is there."""
    write_json(path, {**read_json(path), "code": code_facts(lab.code)})
