"""What would run and why, and the graph of the stages, without running anything."""

from collections.abc import Sequence

from pipeline.core.settings import Preset
from pipeline.core.workspace import Workspace
from pipeline.runner.freshness import fingerprint, stale
from pipeline.runner.registry import STAGES, Stage


def plan(workspace: Workspace, preset: Preset) -> list[tuple[str, str]]:
    """Each stage with "up to date" or why it would run.

    A stage that reads what another writes runs after that one only if other bytes come out of it.
    """
    may_run: list[Stage] = []
    rows = []
    for stage in STAGES:
        reason = _reason(stage, may_run, workspace, preset)
        if reason is not None:
            may_run.append(stage)
        rows.append((stage.name, reason or "up to date"))
    return rows


def _reason(stage: Stage, may_run: Sequence[Stage], workspace: Workspace, preset: Preset) -> str | None:
    """Why a stage would run after those that may; None when it is up to date."""
    after = ", ".join(one.name for one in may_run if feeds(one, stage, workspace, preset))
    missing = [path for path in stage.inputs(workspace, preset) if not path.exists()]
    if missing:
        return f"runs after {after}" if after else f"cannot run: {missing[0]} is missing"
    why = stale(stage, workspace, preset, fingerprint(stage, workspace, preset))
    if why:
        return f"runs, because {why}"
    return f"runs only if other bytes come out of {after}" if after else None


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
