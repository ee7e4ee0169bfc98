"""The reference of the tables, from the schemas that check them as they are written."""

from pathlib import Path

from pipeline.concepts.columns import SPANS
from pipeline.core.tables import Column, Schema
from pipeline.core.workspace import Workspace
from pipeline.corpus.columns import CONTENT_WARNINGS, PLATFORM_SPANS, REJECTS, TWEETS
from pipeline.evaluation.columns import BITS
from pipeline.lab.code import columns as of_code
from pipeline.lab.code.stage import structure
from pipeline.lab.columns import FINDINGS, LITERATURE, PROOFS, PUBLISHED, TEXTS, VARIANTS
from pipeline.lab.store import Lab
from pipeline.neurons.causes.columns import CAUSES, REMOVALS, SETS
from pipeline.neurons.certify.columns import CERTIFICATES, PROBES
from pipeline.neurons.elsewhere.columns import GOLD, NETWORKS, SEEDS
from pipeline.neurons.intervene.columns import INTERVENTIONS
from pipeline.samples.columns import AUDIT, QUALITY, REAL_NOVELTY, SAMPLES
from pipeline.training.records.columns import HISTORY

TABLES = (
    *(TWEETS, REJECTS, PLATFORM_SPANS, CONTENT_WARNINGS, HISTORY, SPANS, BITS, CERTIFICATES, PROBES),
    *(INTERVENTIONS, CAUSES, SETS, REMOVALS, SEEDS, NETWORKS, GOLD, SAMPLES, REAL_NOVELTY, QUALITY, AUDIT),
)
LAB = (FINDINGS, PROOFS, VARIANTS, TEXTS, LITERATURE, PUBLISHED)
CODE = (of_code.UNITS, of_code.SCORES, of_code.TEXTS)
WORDS = {"str": "text", "bool": "yes or no", "float64": "number", "datetime64[us, UTC]": "time (UTC)"}


def path_of(table: Schema) -> str:
    """Where a table lies in a workspace: the workspace calls the file what the schema calls the table."""
    workspace = Workspace(Path("NAME"))
    if table in CODE:
        return structure(workspace, str(table.name)).relative_to("NAME").as_posix()
    found: Path = getattr(Lab(workspace) if table in LAB else workspace, str(table.name))
    return found.relative_to("NAME").as_posix()


def kind(column: Column) -> str:
    """Type, range, and whether a value or the whole column may be missing."""
    name = WORDS.get(str(column.dtype), f"whole number ({column.dtype})") if column.dtype else "list"
    limits = column.metadata or {}
    parts = [
        f"one of {', '.join(f'`{value}`' for value in limits['among'])}" if limits.get("among") else name
    ]
    if limits.get("least") is not None or limits.get("most") is not None:
        parts.append(bounds(limits.get("least"), limits.get("most")))
    parts += ["unique"] * column.unique + ["may be missing"] * column.nullable
    return ", ".join([*parts, *([] if column.required else ["not in every table"])])


def bounds(least: float | None, most: float | None) -> str:
    """A range in words.

    >>> bounds(0, 1), bounds(1, None)
    ('0 to 1', 'at least 1')
    """
    if most is None:
        return f"at least {least:g}"
    return f"at most {most:g}" if least is None else f"{least:g} to {most:g}"


def rows(table: Schema) -> list[str]:
    """A table with its columns."""
    lines = [f"### {path_of(table)}", "", str(table.description), "", "| column | type | |", "|---|---|---|"]
    for name, column in table.columns.items():
        lines.append(f"| `{name}` | {kind(column)} | {column.description} |")
    return [*lines, ""]


def tables() -> str:
    """Every table, in the order of the stages."""
    own = [line for table in TABLES for line in rows(table)]
    lab = [line for table in LAB for line in rows(table)]
    code = [line for table in CODE for line in rows(table)]
    lab = ["## The tables of the lab", "", "They lie in `data/lab/`.", "", *lab]
    code = ["## The tables of the code network", "", "They lie in `data/code/`.", "", *code]
    return "\n".join([*own, *lab, *code])
