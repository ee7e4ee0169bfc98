"""When a stage is current, and why it is not: settings, inputs, outputs and revision against its manifest."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.core import manifest
from pipeline.core.files import Damaged, sha256
from pipeline.core.settings import Preset, Settings
from pipeline.core.workspace import Workspace, versions
from pipeline.runner.registry import BY_NAME, Stage

SHOWN = 3  # changes named in a reason


def settings_of(stage: Stage, preset: Preset) -> Settings:
    """The settings of a stage in a preset; a stage may have none."""
    found: Settings = getattr(preset, stage.name, Settings())
    return found


def fingerprint(stage: Stage, workspace: Workspace, preset: Preset) -> dict[str, Any]:
    """What a stage's result depends on: its revision, its settings, and the bytes of what it reads.

    Files are named by their path in the workspace, so that two of one name are two.
    """
    values = settings_of(stage, preset).model_dump(mode="json")
    if stage.name == "corpus" and values["source"]:
        values["source"] = Path(values["source"]).name  # it counts by its bytes, wherever it lies
    inputs = digests(workspace, stage.read(workspace, preset))
    return {"revision": stage.revision, "settings": values, "inputs": inputs}


def digests(workspace: Workspace, paths: Iterable[Path]) -> dict[str, str]:
    """Path → SHA-256; files in the workspace by their path in it."""
    return {_named(workspace, path): _digest(workspace, path) for path in paths}


def _digest(workspace: Workspace, path: Path) -> str:
    """The SHA-256 of a file; of a manifest without what the stage cost, which differs at each run.

    A damaged manifest has none: no stage was made from it.
    """
    if path != workspace.manifest(path.stem):
        return sha256(path)
    try:
        return manifest.digest(path)
    except Damaged:
        return ""


def _named(workspace: Workspace, path: Path) -> str:
    return (
        path.relative_to(workspace.folder).as_posix() if path.is_relative_to(workspace.folder) else str(path)
    )


def stale(stage: Stage, workspace: Workspace, preset: Preset, mark: dict[str, Any]) -> str | None:
    """Why the stage must run, as words after "because"; None when all that it wrote is current.

    Args:
        mark: its fingerprint now.
    """
    path = workspace.manifest(stage.name)
    if not path.exists():
        return "it has not run"
    try:
        known = manifest.read(path)
    except Damaged:
        return "its manifest is damaged"
    before = {"settings": {}, "inputs": {}, **known["fingerprint"]}
    if before.get("revision", 0) != mark["revision"]:
        return f"its code changed (revision {before.get('revision', 0)} → {mark['revision']})"
    known_then = {**_standard(stage, mark["settings"], before["settings"]), **before["settings"]}
    changes = _settings(known_then, json.loads(json.dumps(mark["settings"])))
    if changes:
        return f"its settings changed: {_listed(changes)}"
    changes = _inputs(before["inputs"], mark["inputs"])
    if changes:
        return _listed(changes)
    changes = _outputs(known["outputs"], workspace, stage.outputs(workspace, preset))
    return _listed(changes) if changes else None


def _standard(stage: Stage, now: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """The defaults of settings that an older version did not have yet.

    Such a default does what was done before there was a choice; where it does not, the revision is raised.
    """
    defaults: dict[str, Any] = stage.settings().model_dump(mode="json")
    return {name: defaults[name] for name in now if name in defaults and name not in before}


def _settings(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    names = [
        name
        for name in {**before, **now}
        if before.get(name) != now.get(name) or (name in before) != (name in now)
    ]
    return [f"{name} {_shown(before, name)} → {_shown(now, name)}" for name in names]


def _shown(settings: dict[str, Any], name: str) -> str:
    """A value as a person would type it; a setting that is not written down is at its default."""
    return repr(settings[name]) if name in settings else "default"


def _inputs(before: dict[str, str], now: dict[str, str]) -> list[str]:
    changed = [f"{name} changed" for name in now if name in before and before[name] != now[name]]
    new = [f"{name} is new" for name in now if name not in before]
    return [*changed, *new, *(f"{name} is gone" for name in before if name not in now)]


def _outputs(before: dict[str, str], workspace: Workspace, needed: Iterable[Path]) -> list[str]:
    names = dict.fromkeys([*(_named(workspace, path) for path in needed), *before])
    found = []
    for name in names:
        path = workspace.folder / name
        if not path.exists():
            found.append(f"{name} is missing")
        elif name not in before or sha256(path) != before[name]:
            found.append(f"{name} is not what it wrote")
    return found


def _listed(changes: list[str]) -> str:
    rest = len(changes) - SHOWN
    return ", ".join(changes[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def write_manifest(
    stage: Stage,
    workspace: Workspace,
    preset: Preset,
    mark: dict[str, Any],
    counts: dict[str, Any],
    profile: dict[str, float],
) -> None:
    """Leave beside the artefacts what they were made from, what came out, and what it cost."""
    value = {
        "stage": stage.name,
        "position": list(BY_NAME).index(stage.name),
        "fingerprint": mark,
        "outputs": digests(workspace, stage.written(workspace, preset)),
        "counts": counts,
        "versions": versions(),
        "profile": profile,
    }
    manifest.write(workspace.manifest(stage.name), value)
