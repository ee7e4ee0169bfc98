"""Where figures come from: the date, the commit, the machine, the versions, the settings."""

import os
import platform
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import psutil

from pipeline.core.workspace import Workspace, read_json
from pipeline.report.results.facts import Provenance

GIB = 2**30


def provenance(workspace: Workspace, root: Path, manifests: dict[str, dict[str, Any]]) -> Provenance:
    """The provenance of a workspace's figures, as of now.

    Args:
        workspace: that was analysed.
        root: the checkout.
        manifests: of the stages that have run.
    """
    train = manifests.get("train", {})
    known = read_json(workspace.choice) if workspace.choice.exists() else {}
    return Provenance(
        name=workspace.name,
        written=date.today().isoformat(),
        commit=commit(root),
        machine=machine(),
        versions=train.get("versions", {}),
        preset=str(known.get("preset", "unknown")),
        settings=train.get("fingerprint", {}).get("settings", {}),
    )


def commit(root: Path) -> str:
    """The short commit of the checkout, with a plus when files differ from it; "unknown" without git."""
    head = _git(root, "rev-parse", "--short=10", "HEAD")
    if not head:
        return "unknown"
    return head + ("+" if _git(root, "status", "--porcelain", "--untracked-files=no") else "")


def _git(root: Path, *arguments: str) -> str:
    try:
        found = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return found.stdout.strip()


def machine() -> str:
    """The processor, the cores that this process may use, and the memory."""
    usable = getattr(os, "sched_getaffinity", None)
    cores = len(usable(0)) if usable else os.cpu_count() or 1
    memory = round(psutil.virtual_memory().total / GIB)
    return f"{processor()}, {cores} cores, {memory} GiB of memory"


def processor(described: Path = Path("/proc/cpuinfo")) -> str:
    """The processor's name; with AMX, which decides how fast products in bfloat16 are."""
    if not described.exists():
        return platform.processor() or platform.machine()
    lines = [line.partition(":") for line in described.read_text(encoding="utf-8").splitlines()]
    found = {key.strip(): value.strip() for key, _, value in lines}
    name = found.get("model name", platform.machine()).replace("(R)", "")
    return f"{name} with AMX" if "amx_bf16" in found.get("flags", "").split() else name
