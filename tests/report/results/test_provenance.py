"""Where figures come from: a real checkout, a real machine."""

import subprocess
from pathlib import Path

from pipeline.core.workspace import Workspace
from pipeline.report.results.provenance import commit, machine, processor, provenance


def _git(folder: Path, *arguments: str) -> str:
    settings = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    done = subprocess.run(
        ["git", *settings, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_the_commit_and_whether_files_differ(tmp_path: Path) -> None:
    """The commit of the checkout; a plus once a file is changed; unknown without git."""
    assert commit(tmp_path) == "unknown"
    _git(tmp_path, "init", "-q")
    (tmp_path / "a").write_text("1")
    _git(tmp_path, "add", "a")
    _git(tmp_path, "commit", "-qm", "a")
    head = _git(tmp_path, "rev-parse", "--short=10", "HEAD")
    assert commit(tmp_path) == head
    (tmp_path / "a").write_text("2")
    assert commit(tmp_path) == f"{head}+"


def test_the_processor_is_named_with_amx(tmp_path: Path) -> None:
    """From a description as Linux gives it, written by hand."""
    described = tmp_path / "cpuinfo"
    described.write_text("processor\t: 0\nmodel name\t: Quick(R) 3\nflags\t\t: sse amx_bf16\n")
    assert processor(described) == "Quick 3 with AMX"
    described.write_text("model name\t: Quick(R) 3\nflags\t\t: sse\n")
    assert processor(described) == "Quick 3"


def test_settings_and_versions_are_those_of_the_training(workspace: Workspace, tmp_path: Path) -> None:
    """From the manifest; the machine is this one."""
    manifests = {"train": {"versions": {"numpy": "1"}, "fingerprint": {"settings": {"units": 6}}}}
    found = provenance(workspace, tmp_path, manifests)
    assert (found.name, found.versions, found.settings) == ("small", {"numpy": "1"}, {"units": 6})
    assert found.machine == machine()
    assert "cores" in found.machine
