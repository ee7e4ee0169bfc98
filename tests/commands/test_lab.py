"""The commands of the lab: what they run, and where."""

from pathlib import Path
from typing import Any

import pytest
from command_line import exit_code
from filelock import FileLock, Timeout

from pipeline.core.lock import LOCK
from pipeline.core.workspace import Workspace


def test_the_lab_runs_in_its_folder_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In data/lab, which nobody else can hold meanwhile, each task with a tracker of its own."""
    from pipeline.lab import stage

    seen: list[Any] = []

    def instead(lab: Any, tracked: Any, screen: Any, gallery: Path, more: bool) -> None:
        with pytest.raises(Timeout):
            FileLock(lab.folder / LOCK, timeout=0, is_singleton=False).acquire()
        with tracked("counter") as tracker:
            seen.extend([lab.folder, gallery, tracker.run_id, more])

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(stage, "run", instead)
    assert exit_code("lab", "--no-track") == 0
    folder, gallery, run_id, more = seen
    assert not more
    assert folder == Workspace(tmp_path / "data" / "lab").folder
    assert gallery.parts[-2:] == ("conformance", "lstm-explorer")
    assert not run_id
