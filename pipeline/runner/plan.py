"""What would run and why, and the graph of the stages, without running anything."""

from collections.abc import Sequence

from pipeline.core.settings import Preset
from pipeline.core.workspace import Workspace
from pipeline.runner.freshness import fingerprint, stale
from pipeline.runner.registry import STAGES, Stage


def plan(workspace: Workspace, preset: Preset) -> list[tuple[str, str]]:
    """Each stage with "up to date" or why it would run.

    A stage that reads what another writes is stale when that one would run, even if in the end the same
    bytes may come out.
    """
    would_run: list[Stage] = []
    rows = []
    for stage in STAGES:
        after = [one.name for one in would_run if feeds(one, stage, workspace, preset)]
        missing = [path for path in stage.inputs(workspace, preset) if not path.exists()]
        if after:
            reason: str | None = f"runs after {', '.join(after)}"
        elif missing:
            reason = f"cannot run: {missing[0]} is missing"
        else:
            why = stale(stage, workspace, preset, fingerprint(stage, workspace, preset))
            reason = f"runs, because {why}" if why else None
        if reason is not None:
            would_run.append(stage)
        rows.append((stage.name, reason or "up to date"))
    return rows


def feeds(one: Stage, other: Stage, workspace: Workspace, preset: Preset) -> bool:
    """Does `other` read a file that `one` writes?"""
    written = {*one.outputs(workspace, preset), *one.optional_outputs(workspace, preset)}
    read = {*other.inputs(workspace, preset), *other.optional_inputs(workspace, preset)}
    return bool(written & read)


def mermaid(workspace: Workspace, preset: Preset, stages: Sequence[Stage] = STAGES) -> str:
    """The graph in Mermaid's notation: an arrow from each stage to those that read its files."""
    lines = ["flowchart LR", "  raw([raw files]) --> corpus"]
    for one in stages:
        lines += [
            f"  {one.name} --> {other.name}"
            for other in stages
            if other is not one and feeds(one, other, workspace, preset)
        ]
    return "\n".join(lines)
