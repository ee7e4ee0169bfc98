"""What a workspace is made with: its raw file, its preset, and settings given by hand, remembered."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.core.errors import UserError
from pipeline.core.files import Damaged
from pipeline.core.preset import load_preset
from pipeline.core.settings import Preset
from pipeline.core.workspace import Workspace, read_json, write_json
from pipeline.corpus.readers.sources.files import must_exist

DEMO = "demo"


@dataclass(frozen=True)
class Choice:
    """What one command line asks for; None means as before. `passing` is not remembered."""

    corpus: str | None = None
    preset: str | None = None
    overrides: dict[str, dict[str, Any]] | None = None
    passing: dict[str, dict[str, Any]] | None = None


def configure(workspace: Workspace, choice: Choice, remember: bool = True) -> Preset:
    """The settings of a workspace: this choice over what was chosen before, and `remember` it.

    A new preset drops settings given by hand before. The built-in corpus is written when a workspace
    named `demo` has no raw file.

    Raises:
        UserError: no raw file is known for this workspace, a new one is not there, or a setting is not valid.
    """
    path = workspace.choice
    before = choice_of(workspace)
    known_preset = before.get("preset", "demo" if workspace.name == DEMO else "tweets")
    preset = choice.preset or known_preset
    kept = before.get("overrides", {}) if preset == known_preset else {}
    given = {s: {**kept.get(s, {}), **(choice.overrides or {}).get(s, {})} for s in Preset.model_fields}
    overrides = {stage: values for stage, values in given.items() if values}
    corpus = choice.corpus or before.get("corpus") or _built_in(workspace)
    if choice.corpus and corpus != before.get("corpus"):
        must_exist(corpus)  # a path mistyped is not remembered
    passing = choice.passing or {}
    stages = {s: {**overrides.get(s, {}), **passing.get(s, {})} for s in {*overrides, *passing}}
    load_preset(preset, stages)  # checked before it is remembered
    now = {"preset": preset, "corpus": corpus, "overrides": overrides}
    if remember and now != before:
        write_json(path, now)
    return load_preset(preset, {**stages, "corpus": {**stages.get("corpus", {}), "source": corpus}})


class Chosen(BaseModel):
    """What `workspace.json` holds."""

    model_config = ConfigDict(extra="forbid")

    preset: str
    corpus: str
    overrides: dict[str, dict[str, Any]]


def choice_of(workspace: Workspace) -> dict[str, Any]:
    """What was chosen before; empty where nothing was.

    Raises:
        Damaged: the file is not one of this program.
    """
    path = workspace.choice
    if not path.exists():
        return {}
    again = "delete it and name the raw file and the preset again (--corpus, --preset)"
    try:
        return Chosen.model_validate(read_json(path)).model_dump()
    except (Damaged, ValidationError) as error:
        raise Damaged(f"{path} is damaged: {again}") from error


def restore(workspace: Workspace, before: dict[str, Any]) -> None:
    """Take back what `configure` has remembered since `choice_of` gave `before`."""
    if before:
        write_json(workspace.choice, before)
    else:
        workspace.choice.unlink(missing_ok=True)


def _built_in(workspace: Workspace) -> str:
    """The path of the built-in corpus, for the workspace `demo` alone."""
    if workspace.name != DEMO:
        raise UserError(
            f"no raw file is known for {workspace.name!r}: give one with CORPUS=PATH (--corpus PATH)"
        )
    return str(workspace.built_in)


def write_built_in(workspace: Workspace, source: str) -> None:
    """Write the built-in corpus where `source` says, when it is that and not there yet."""
    path = Path(source)
    if path == workspace.built_in and not path.exists():
        from pipeline.corpus import demo

        path.parent.mkdir(parents=True, exist_ok=True)
        demo.write(path)
