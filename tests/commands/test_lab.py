"""The commands of the lab: what they run, and where."""

from pathlib import Path
from typing import Any

import pytest
from command_line import exit_code
from filelock import FileLock, Timeout

from pipeline.commands import lab
from pipeline.core.lock import LOCK
from pipeline.core.workspace import Workspace


def test_the_lab_runs_in_its_folder_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In data/lab, which nobody else can hold meanwhile, each task with a tracker of its own."""
    from pipeline.lab import stage
    from pipeline.lab.tour import page

    seen: list[Any] = []

    def instead(lab: Any, tracked: Any, screen: Any, gallery: Path, more: bool) -> None:
        with pytest.raises(Timeout):
            FileLock(lab.folder / LOCK, timeout=0, is_singleton=False).acquire()
        with tracked("counter") as tracker:
            seen.extend([lab.folder, gallery, tracker.run_id, more])

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(stage, "run", instead)
    monkeypatch.setattr(page, "write", lambda lab, code, tweets: seen.append((code.name, tweets.name)))
    assert exit_code("lab", "--no-track") == 0
    assert seen.pop() == ("code", "demo")
    folder, gallery, run_id, more = seen
    assert not more
    assert folder == Workspace(tmp_path / "data" / "lab").folder
    assert gallery.parts[-2:] == ("conformance", "lstm-explorer")
    assert not run_id
    seen.clear()
    assert exit_code("lab", "--tour", "--tweets", "mine") == 0  # nothing is trained or found again
    assert seen == [("code", "mine")]


def test_cells_are_compared_on_what_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Minutes, seeds and texts reach the stage; a budget of nothing is refused."""
    from pipeline.lab.variants.texts import stage

    seen: list[Any] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(stage, "run", lambda lab, budget, tracker, screen: seen.append(budget))
    assert exit_code("cells", "--no-track") == 0
    assert exit_code("cells", "--no-track", "--minutes", "0.5", "--seeds", "3", "--text", "code") == 0
    assert seen == [stage.Budget(1.0, 1, stage.ALL), stage.Budget(0.5, 3, ("code",))]
    assert exit_code("cells", "--minutes", "0") == 2


def test_code_is_scored_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Corpus and training first, then the tables unless they are there, then report and explorer."""
    from pipeline.lab.code import stage

    seen: list[Any] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(stage, "write_library", lambda workspace: tmp_path / "library.py.txt")
    monkeypatch.setattr(lab, "run_stages", lambda names, request, screen: seen.append(names))
    monkeypatch.setattr(stage, "run", lambda workspace, tracker, screen: seen.append(workspace.name))
    for done in (False, True):
        monkeypatch.setattr(stage, "done", lambda workspace, done=done: done)
        assert exit_code("code", "--no-track") == 0
    first, last = ("corpus", "train"), ("report", "explore")
    assert seen == [first, "code", last, first, last]
