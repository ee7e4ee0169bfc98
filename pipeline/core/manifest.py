"""Manifests: what each stage leaves beside its artefacts, and how a damaged one is known as such."""

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.core.files import Damaged, read_json, write_json

COST = ("profile", "sha256")  # what differs between two runs that do the same


class Manifest(BaseModel):
    """What a manifest holds. Manifests of older versions lack some of it.

    Attributes:
        stage: its name.
        position: its place among the stages.
        fingerprint: revision, settings, and the digests of what it read.
        outputs: path in the workspace → SHA-256 of what it wrote.
        accepted: those outputs that a person put there and said to take as they are.
        counts: what came out.
        versions: of the program and of libraries.
        profile: what it cost.
        sha256: of all the rest.
    """

    model_config = ConfigDict(extra="forbid")

    stage: str
    position: int = 0
    fingerprint: dict[str, Any]
    outputs: dict[str, str]
    accepted: list[str] = []
    counts: dict[str, Any] = {}
    versions: dict[str, str] = {}
    profile: dict[str, float] = {}
    sha256: str = ""


def read(path: Path) -> dict[str, Any]:
    """A manifest, checked against its own digest.

    Raises:
        Damaged: it is not a manifest, is that of another stage, or altered.
    """
    value = read_json(path)
    try:
        found = Manifest.model_validate(value)
    except ValidationError as error:
        raise Damaged(_line(path, error.errors()[0]["msg"])) from error
    if found.stage != path.stem:
        raise Damaged(_line(path, f"it is of the stage {found.stage!r}"))
    if found.sha256 not in ("", _digest(value, "sha256")):
        raise Damaged(_line(path, "it does not match its own digest"))
    return found.model_dump()


def position(path: Path) -> int:
    """The place of a manifest's stage among the stages; damaged ones come first."""
    try:
        return int(read(path)["position"])
    except Damaged:
        return -1


def write(path: Path, value: dict[str, Any]) -> None:
    """Write a manifest with its own digest."""
    plain = json.loads(json.dumps(value))
    write_json(path, {**plain, "sha256": _digest(plain, "sha256")})


def digest(path: Path) -> str:
    """The SHA-256 of what a manifest says, without what the stage cost, which differs at each run."""
    return _digest(read(path), *COST)


def _digest(value: dict[str, Any], *without: str) -> str:
    kept = {name: one for name, one in value.items() if name not in without}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _line(path: Path, why: str) -> str:
    return f"{path} is damaged ({why}): `tweetscope {path.stem}` writes it again"
