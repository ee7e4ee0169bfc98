"""The tracking server of a team, with a real PostgreSQL: who comes in, and what two trainings leave."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import postgresql
import psutil
import pytest
from command_line import exit_code

from pipeline.core.workspace import Workspace
from pipeline.corpus import demo
from pipeline.tracking.store import WORKSPACE

TINY = Path(__file__).with_name("tiny.toml")
PASSWORD = "correct horse 1"
MEMBER = {"MLFLOW_TRACKING_USERNAME": "ben", "MLFLOW_TRACKING_PASSWORD": "another horse 2"}
SECONDS = 300  # for the server to start, on a machine that has other work
# A busy machine of the tests may answer late: the waiting is tested elsewhere.
TRAIN = """
import sys
from pipeline.commands import app
from pipeline.tracking import safe
safe.ANSWER = safe.SLOW = 300.0
app.main(sys.argv[1:])
"""


def _ask(address: str, name: str = "", password: str = "", body: dict | None = None) -> tuple[int, dict]:
    """The status and the answer of a request."""
    request = urllib.request.Request(address, headers={"Content-Type": "application/json"})
    if name:
        request.add_header("Authorization", f"Basic {b64encode(f'{name}:{password}'.encode()).decode()}")
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(request, data, timeout=60) as answer:
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as error:
        return error.code, {}


@pytest.fixture(scope="module")
def address(postgres: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of the server that the command starts; it has the member `ben`."""
    home, port = tmp_path_factory.mktemp("server"), postgresql.free_port()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MLFLOW_TRACKING")} | {
        "PYTHONPATH": str(Path(demo.__file__).parents[3]),
        "TWEETSCOPE_STORE": postgresql.create(postgres, "runs"),
        "MLFLOW_AUTH_ADMIN_PASSWORD": PASSWORD,
    }
    command = [sys.executable, "-m", "pipeline", "server", "--port", str(port), "--processes", "1"]
    with (home / "lines").open("wb") as lines:
        server = subprocess.Popen(
            [*command, "--artifacts", "kept here"], cwd=home, env=environment, stdout=lines, stderr=lines
        )
    try:
        found = f"http://127.0.0.1:{port}"
        _wait(found, server, home / "lines")
        body = {"username": "ben", "password": MEMBER["MLFLOW_TRACKING_PASSWORD"]}
        assert _ask(f"{found}/api/2.0/mlflow/users/create", "admin", PASSWORD, body)[0] == 200
        yield found
        children = psutil.Process(server.pid).children(recursive=True)
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 130
    assert children
    assert not psutil.wait_procs(children, timeout=10)[1]
    assert list((home / "kept here").rglob("curve.png")), "the artefacts are not where they were to be kept"


def _wait(address: str, server: subprocess.Popen, lines: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if urllib.request.urlopen(f"{address}/health", timeout=5).status == 200:
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(lines.read_text())


def test_nobody_comes_in_without_a_password(address: str) -> None:
    """Runs, artefacts and accounts: no name, a wrong password; a member makes no accounts."""
    search, files = "/api/2.0/mlflow/experiments/search", "/api/2.0/mlflow-artifacts/artifacts"
    for name, password in (("", ""), ("admin", "password1234"), ("ben", PASSWORD)):
        assert _ask(address + search, name, password, {"max_results": 1})[0] == 401
        assert _ask(address + files, name, password)[0] == 401
    assert _ask(address + search, "ben", MEMBER["MLFLOW_TRACKING_PASSWORD"], {"max_results": 1})[0] == 200
    body = {"username": "eve", "password": "third horse 33"}
    create = f"{address}/api/2.0/mlflow/users/create"
    assert _ask(create, "ben", MEMBER["MLFLOW_TRACKING_PASSWORD"], body)[0] == 403


def test_two_trainings_at_once_leave_two_whole_trees(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each workspace: its run, corpus and training below it, finished, with the curve, files and the network.

    With a wrong password a command is one line, before any work.
    """
    import mlflow

    monkeypatch.chdir(tmp_path)
    demo.write(Path("raw.json"), 200, 3)
    given = {"MLFLOW_TRACKING_URI": address, **MEMBER, "MLFLOW_HTTP_REQUEST_TIMEOUT": "120"}
    for name, value in {**given, "PYTHONPATH": str(Path(demo.__file__).parents[3])}.items():
        monkeypatch.setenv(name, value)
    options = ["run", "--until", "train", "--corpus", "raw.json", "--preset", str(TINY), "--name"]
    command = [sys.executable, "-c", TRAIN, *options]
    started = [subprocess.Popen([*command, name], stdout=subprocess.DEVNULL) for name in ("one", "two")]
    assert [process.wait(600) for process in started] == [0, 0]
    assert not list(Path("data").glob("*/set_aside/*"))
    assert not Path("mlruns").exists() or not list(Path("mlruns").rglob("*.db"))

    mlflow.set_tracking_uri(address)
    mlflow.set_registry_uri(address)
    client = mlflow.MlflowClient()
    experiment = client.get_experiment_by_name("tweetscope")
    for name in ("one", "two"):
        query = f"tags.`{WORKSPACE}` = '{name}'"
        runs = {run.info.run_name: run for run in client.search_runs([experiment.experiment_id], query)}
        assert sorted(runs) == sorted([name, "corpus", "train"])
        assert {run.info.status for run in runs.values()} == {"FINISHED"}
        for stage in ("corpus", "train"):
            assert runs[stage].data.tags["mlflow.parentRunId"] == runs[name].info.run_id
        train = runs["train"].info.run_id
        assert client.get_metric_history(train, "train/learning_rate")
        assert client.download_artifacts(train, "curve.png", str(tmp_path)).startswith(str(tmp_path))
        (version,) = client.search_model_versions(f"name = 'tweetscope-{name}'")
        assert version.run_id == train
        # The weights alone: all files of the model, the code among them, would take a minute.
        kept = Workspace(Path("data") / name).weights
        weights = mlflow.artifacts.download_artifacts(
            f"models:/tweetscope-{name}@champion/artifacts/{kept.name}"
        )
        assert Path(weights).read_bytes() == kept.read_bytes()

    monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", "wrong")
    monkeypatch.setattr("pipeline.tracking.safe.ANSWER", 300.0)
    assert exit_code("corpus", "--name", "one", "--force") == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert "does not know this name and password" in lines[-1]
