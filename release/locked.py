"""What `requirements.lock` pins, and what is known of each package from the installed environment."""

import re
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(?:;\s*([^\\]*))?")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Locked:
    """One package.

    Attributes:
        name: as the lock spells it.
        version: the only one that is installed.
        marker: where it is installed; "" for everywhere.
        hashes: SHA-256 of each of its files.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def read(path: Path) -> list[Locked]:
    """The packages of a lock.

    Raises:
        SystemExit: a line pins nothing, or a package has no hash.
    """
    found: list[Locked] = []
    for block in re.split(r"\n(?=[A-Za-z0-9])", path.read_text(encoding="utf-8").strip()):
        pinned, hashes = PINNED.match(block), tuple(HASH.findall(block))
        if pinned is None or not hashes:
            raise SystemExit(
                f"error: {path} does not pin {block.splitlines()[0]!r} with a hash: run `make lock`"
            )
        found.append(Locked(pinned[1], pinned[2], (pinned[3] or "").strip(), hashes))
    return found


def licence(name: str) -> str:
    """The licence that an installed package states; "unknown" when it is not installed or states none."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return UNKNOWN
    return said.get("License-Expression") or _classified(said) or _named(said) or UNKNOWN


def _classified(said: PackageMetadata) -> str:
    kinds = [
        line.split(" :: ")[-1] for line in said.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    return ", ".join(kind for kind in kinds if kind != "OSI Approved")


def _named(said: PackageMetadata) -> str:
    """The first line of a field that some fill with the whole text."""
    return next(iter((said.get("License") or "").strip().splitlines()), "")[:60]
