"""Connecting to a store: what cannot be used is one line, in time."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from screens import Said

from pipeline.core.errors import UserError
from pipeline.tracking import safe, store
from pipeline.tracking import tracker as tracking
from pipeline.tracking.links import runs
from pipeline.tracking.parent import HEADLINE

ROOT = Path(__file__).resolve().parents[2]


def _refused(root: Path, said: Said | None = None) -> str:
    """The line that a command ends with before its stage works."""
    with pytest.raises(UserError) as caught, tracking.stage_run(root, "w", "train", "m", {}, screen=said):
        pytest.fail("the stage has begun")
    line = str(caught.value)
    assert "--no-track" in line
    assert "\n" not in line
    return line


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        yield server.getsockname()[1]


def test_a_server_that_does_not_answer_is_one_line_in_time(
    home: Path, monkeypatch: pytest.MonkeyPatch, silent: int
) -> None:
    """Nobody there, and one who is silent; the waiting is shown, and a password in the address is not."""
    import mlflow  # its import is not part of the waiting

    assert mlflow.__version__
    for port in (1, silent):
        monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://ann:secret@127.0.0.1:{port}")
        said, begun = Said(), time.monotonic()
        line = _refused(home, said)
        assert time.monotonic() - begun < 4
        assert "http://ann:…@127.0.0.1" in line
        assert port == silent or "([Errno 111] Connection refused)" in line
        assert "secret" not in line + "".join(said.lines)
    assert said.lines == [f"waiting for the MLflow store http://ann:…@127.0.0.1:{silent}"]


def test_a_database_that_cannot_be_written_is_one_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a database; locked by another; full; read-only. Each within seconds."""
    folder = home / "mlruns"
    folder.mkdir()
    (folder / "mlflow.db").write_bytes(b"no database" * 1000)
    assert "not a database" in _refused(home)
    (folder / "mlflow.db").unlink()
    with sqlite3.connect(folder / "mlflow.db") as other:
        other.execute("CREATE TABLE x (y)")
        other.execute("BEGIN EXCLUSIVE")
        assert "locked" in _refused(home)
        other.execute("ROLLBACK")
    with monkeypatch.context() as patch:
        patch.setattr(store, "LEAST_SPACE", 10**18)
        assert "full" in _refused(home)
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda path, mode: False)
        assert "read-only" in _refused(home)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="mounts a file system")
def test_a_disk_that_is_full_or_read_only_is_one_line(home: Path) -> None:
    """A real one: a file system in memory."""
    folder = home / "mlruns"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True)
    if made.returncode:
        pytest.skip("this machine mounts nothing")
    try:
        assert "full" in _refused(home)
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        assert "read-only" in _refused(home)
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_store_without_its_driver_names_the_extra(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL without psycopg."""
    monkeypatch.setattr(safe, "ANSWER", 15.0)  # SQLAlchemy is imported
    for driver in ("psycopg", "psycopg2"):
        monkeypatch.setitem(sys.modules, driver, None)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "postgresql://ann:secret@127.0.0.1:1/runs")
    line = _refused(home)
    assert "pip install tweetscope[postgres]" in line
    assert "secret" not in line


PROGRAM = """
import sys
from pathlib import Path
from pipeline.tracking import tracker as tracking
from pipeline.tracking.aside import Aside, RunOf, replay
with tracking.stage_run(Path("."), sys.argv[1], "corpus", "mark", {}) as tracker:
    tracker.metrics({"rows": 1.0})
"""


def test_first_commands_at_once_all_make_their_run(home: Path) -> None:
    """Two processes find no store: one makes it, each has its run in it, none fails."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM]
    started = [subprocess.Popen([*command, f"w{k}"], cwd=home, env=environment) for k in range(2)]
    assert [process.wait(180) for process in started] == [0] * 2
    with sqlite3.connect(home / "mlruns" / "mlflow.db") as database:
        found = database.execute("SELECT status, COUNT(*) FROM runs GROUP BY status").fetchall()
    assert found == [("FINISHED", 4)]


def test_a_killed_run_is_closed_by_the_next(home: Path) -> None:
    """Of other settings: KILLED; of the same: taken up again. Runs of other workspaces stay as they are."""
    import mlflow

    experiment, client = tracking.connect(home), mlflow.MlflowClient()
    left = {  # as a process that is killed leaves them
        (name, mark): client.create_run(
            experiment, tags={store.WORKSPACE: name, store.STAGE: "corpus", store.FINGERPRINT: mark}
        ).info.run_id
        for name, mark in (("w", "old"), ("w", "mark"), ("other", "old"))
    }
    with tracking.stage_run(home, "w", "corpus", "mark", {}) as tracker:
        assert tracker.run_id == left["w", "mark"]
    status = {key: client.get_run(run).info.status for key, run in left.items()}
    assert status == {("w", "old"): "KILLED", ("w", "mark"): "FINISHED", ("other", "old"): "RUNNING"}


def test_the_experiment_says_what_it_is_and_shows_bits_and_detectors(store: Path) -> None:
    """Its kind, its description with a link to a view of the runs that is there; a person's own stay."""
    import mlflow

    experiment = tracking.connect(store)
    client = mlflow.MlflowClient()
    tags = client.get_experiment(experiment).tags
    assert tags["mlflow.experimentKind"] == "custom_model_development"
    assert f"]({runs(experiment)})" in tags["mlflow.note.content"]
    key = parse_qs(runs(experiment).partition("?")[2])["viewStateShareKey"][0]
    shown = json.loads(json.loads(tags[f"mlflow.sharedViewState.{key}"])["state"])["selectedColumns"]
    measured = {name.partition(".")[2].strip("`") for name in shown if name.startswith("metrics.")}
    assert measured <= set(HEADLINE)
    client.set_experiment_tag(experiment, "mlflow.note.content", "ours")
    tracking.connect(store)
    assert client.get_experiment(experiment).tags["mlflow.note.content"] == "ours"
