"""Folders for stores of this room, and a real server."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from old_stores import make_old

from pipeline.tracking import safe, worker
from pipeline.tracking import store as stores


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root without a store; the time that a server has is short."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    monkeypatch.setattr(safe, "ANSWER", 2.0)
    monkeypatch.setattr(worker, "SHOWN_AFTER", 0.5)
    monkeypatch.setattr(stores, "PATIENCE", 0.3)
    return tmp_path


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh store in a folder with a space."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    root = tmp_path / "a root"
    root.mkdir()
    return root


@pytest.fixture
def server(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen]:
    """A real MLflow server on the loopback address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (home / "server").mkdir()
    process = start_server(home, port)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{port}")
    yield process
    for left in (process, *STARTED):
        if left.poll() is None:
            os.killpg(left.pid, signal.SIGKILL)
            left.wait()


STARTED: list[subprocess.Popen] = []


def start_server(home: Path, port: int) -> subprocess.Popen:
    """Start it, and wait until it answers."""
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


@pytest.fixture
def start() -> Callable[[Path, int], subprocess.Popen]:
    """Starts it again, at the same place."""
    return start_server


@pytest.fixture(scope="session")
def old_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store as an older MLflow leaves it; to be copied."""
    path = tmp_path_factory.mktemp("old") / "mlflow.db"
    make_old(f"sqlite:///{path}")
    return path


@pytest.fixture
def old(home: Path, old_database: Path) -> Path:
    """A root whose store an older MLflow has made."""
    (home / "mlruns").mkdir()
    shutil.copy(old_database, home / "mlruns")
    return home


@pytest.fixture
def arguments(store: Path) -> dict[str, Any]:
    """Of a network that returns what it is given."""
    import mlflow
    import pandas as pd

    script = store / "model.py"
    script.write_text(
        "import mlflow\n"
        "class Echo(mlflow.pyfunc.PythonModel):\n"
        "    def predict(self, context, model_input, params=None):\n"
        "        return model_input\n"
        "mlflow.models.set_model(Echo())\n"
    )
    frame = pd.DataFrame({"x": ["a"]})
    signature = mlflow.models.infer_signature(frame, frame)
    return {"python_model": str(script), "signature": signature, "pip_requirements": ["mlflow"]}
