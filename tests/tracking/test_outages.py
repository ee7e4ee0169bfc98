"""A store that is away, hangs, is full, locked, read-only or dies: one line before the work, no loss."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.tracking import connect as connecting
from pipeline.tracking import safe, store, worker
from pipeline.tracking import tracker as tracking
from pipeline.tracking.aside import Aside, RunOf, replay

ROOT = Path(__file__).resolve().parents[2]


class Said(QuietScreen):
    """What a person would have read."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)

    warn = say


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root without a store; the time that a server has is short."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    monkeypatch.setattr(safe, "ANSWER", 2.0)
    monkeypatch.setattr(worker, "SHOWN_AFTER", 0.5)
    monkeypatch.setattr(store, "PATIENCE", 0.3)
    return tmp_path


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


def test_the_time_that_a_server_has_is_within_what_is_promised() -> None:
    """Fifteen seconds until the line, and two requests of MLflow's own within one call."""
    assert safe.ANSWER <= 15
    assert 2 * int(connecting.SETTINGS["MLFLOW_HTTP_REQUEST_TIMEOUT"]) <= safe.ANSWER


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


def test_a_store_that_is_slow_is_given_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every call ends well but takes long: after some of them the rest is set aside, with one warning."""
    monkeypatch.setattr(safe, "SLOW", 0.02)

    class Slow(tracking.NullTracker):
        calls = 0

        def metrics(self, values: dict[str, float], step: int | None = None) -> None:
            Slow.calls += 1
            time.sleep(0.03)

    said, session = Said(), tracking.Session()
    aside = Aside(home / "set_aside" / "x", RunOf("w", "train", "m"))
    tracker = tracking.SafeTracker(Slow(), aside, session, said)  # type: ignore[arg-type]
    for number in range(25):
        tracker.metrics({"x": number})
    assert (Slow.calls, len(said.lines), session.lost) == (safe.SLOW_CALLS, 1, True)
    kept = (home / "set_aside" / "x" / "events.jsonl").read_text().splitlines()
    assert len(kept) == 25 - safe.SLOW_CALLS


def test_a_network_is_registered_later_only_if_it_is_still_that_one(home: Path) -> None:
    """Its digest is kept with the call; another network in its place is not taken for it."""
    weights = home / "model.weights.h5"
    weights.write_bytes(b"one")
    sent: list[str] = []

    class Sent(tracking.NullTracker):
        def model(self, arguments: dict[str, Any], name: str, score: float) -> None:
            sent.append(name)

    for name, content in (("first", b"one"), ("second", b"two")):
        aside = Aside(home / name, RunOf("w", "train", "m"))
        aside.model({"artifacts": {"weights": str(weights)}}, name, 1.0)
        aside.end("FINISHED")
        weights.write_bytes(content)
        assert replay(home / name, Sent(), lambda path: {}) == (2, "FINISHED")  # type: ignore[arg-type]
    assert sent == ["first"]


@pytest.fixture
def server(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen]:
    """A real MLflow server on the loopback address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (home / "server").mkdir()
    process = _server(home, port)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{port}")
    yield process
    for left in (process, *STARTED):
        if left.poll() is None:
            os.killpg(left.pid, signal.SIGKILL)
            left.wait()


STARTED: list[subprocess.Popen] = []


def _server(home: Path, port: int) -> subprocess.Popen:
    command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--backend-store-uri", f"sqlite:///{home}/server/x.db", "--workers", "1"]
    command += ["--artifacts-destination", str(home / "server" / "artifacts")]
    environment = {**os.environ, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "DO_NOT_TRACK": "true"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    STARTED.append(process)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1):
                return process
        except OSError:
            time.sleep(0.3)
    raise AssertionError("the server does not answer")


def _everything(tracker: Any, folder: Path, first: int) -> None:
    """Each call of a tracker once; the curve goes on from `first`."""
    figure = Figure()
    figure.subplots().plot([1, 2])
    (folder / "kept.txt").write_text("kept")
    tracker.params({"units": 3})
    tracker.metrics({f"test_{first}": 1.5})
    tracker.curve([{"step": k, "learning_rate": 0.1 * k} for k in range(first + 3)])
    tracker.tags({"colour": "blue"})
    tracker.table(pd.DataFrame({"a": [1]}), f"table{first}")
    tracker.figure(figure, f"figure{first}")
    tracker.text("<p>", f"page{first}.html")
    tracker.file(folder / "kept.txt", "files")
    tracker.dataset(pd.DataFrame({"text": ["x"]}), "posts", Path("posts.csv"), "ab" * 32)
    tracker.note("what came out")
    with tracker.child(f"child {first}") as child:
        child.metrics({"score": float(first)})


def test_a_server_that_hangs_or_dies_during_a_stage_costs_nothing(
    home: Path, server: subprocess.Popen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stage goes on within seconds, with one warning; later everything arrives, once, in the same run."""
    import mlflow

    port = int(os.environ["MLFLOW_TRACKING_URI"].rpartition(":")[2])
    for name, how in (("hangs", signal.SIGSTOP), ("dies", signal.SIGKILL)):
        said, session = Said(), tracking.Session()
        monkeypatch.setattr(safe, "ANSWER", 30.0)
        with tracking.stage_run(home, name, "train", "mark", {}, session=session, screen=said) as tracker:
            run = tracker.run_id
            _everything(tracker, home, 0)
            os.killpg(server.pid, how)
            said.lines.clear()
            monkeypatch.setattr(safe, "ANSWER", 2.0)
            begun = time.monotonic()
            _everything(tracker, home, 3)
            assert time.monotonic() - begun < 15
        with tracking.stage_run(home, name, "scan", "mark", {}, session=session, screen=said) as tracker:
            _everything(tracker, home, 0)  # the next stage of the command asks no more
        assert len(said.lines) == 1
        assert "`tweetscope sync` sends it later" in said.lines[0]
        if how == signal.SIGSTOP:
            os.killpg(server.pid, signal.SIGCONT)
        else:
            server.wait()
            _server(home, port)
        monkeypatch.setattr(safe, "ANSWER", 30.0)
        assert tracking.sync(home, lambda weights: {}, said) == 2
        assert tracking.sync(home, lambda weights: {}, said) == 0
        client = mlflow.MlflowClient()
        runs = client.search_runs(["1"], f"tags.`{store.WORKSPACE}` = '{name}'")
        assert all(run.info.status == "FINISHED" for run in runs)
        found = {run.data.tags[store.STAGE]: run for run in runs if store.STAGE in run.data.tags}
        assert set(found) == {"workspace", "train", "scan"}
        assert len(runs) == 6  # and three children
        assert found["train"].info.run_id == run
        for stage, steps in (("train", 6), ("scan", 3)):
            points = client.get_metric_history(found[stage].info.run_id, "learning_rate")
            assert sorted(point.step for point in points) == list(range(steps))
            assert found[stage].data.tags[tracking.NOTE] == "what came out"
        names = {one.path for one in client.list_artifacts(run)}
        assert names >= {"table0.json", "table3.json", "figure3.png", "page3.html", "files"}
