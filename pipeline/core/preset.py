"""Presets: files of settings, each with a reason beside every number."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.core.errors import UserError
from pipeline.core.settings import Preset

PRESETS = Path(__file__).parent / "presets"


def preset_path(name: str) -> Path:
    """The file of a preset: a name under `presets/`, or a path.

    Raises:
        UserError: the preset does not exist.
    """
    path = Path(name) if name.endswith(".toml") else PRESETS / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in PRESETS.glob("*.toml")))
        raise UserError(
            f"the preset {name!r} does not exist: there are {known}; or give the path of a .toml file"
        )
    return path


def load_preset(name: str, overrides: dict[str, dict[str, Any]] | None = None) -> Preset:
    """A preset with some values replaced, validated.

    Args:
        name: one of `presets/`, or a path ending in .toml.
        overrides: stage → setting → value.

    Raises:
        UserError: the preset does not exist, or a value that its setting does not allow.
    """
    path = preset_path(name)
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"preset {path} is not valid TOML: {error}") from error
    for stage, changed in (overrides or {}).items():
        values[stage] = {**values.get(stage, {}), **changed}
    try:
        return Preset.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UserError(f"setting {where} in {path.name}: {first['msg']} (got {first['input']!r})") from error
