"""The served model: by `load_model`, and over HTTP on the loopback address."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.settings import SamplingSettings
from pipeline.core.workspace import Workspace
from pipeline.network.weights import read_weights
from pipeline.samples.serving.arguments import log_arguments
from pipeline.samples.writing.generate import generate
from pipeline.samples.writing.reserved import reserved
from pipeline.text.vocabulary import Vocabulary

mlflow = pytest.importorskip("mlflow")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, write_workspace: Callable[..., Workspace]) -> tuple:
    folder = tmp_path_factory.mktemp("served")
    workspace = write_workspace(folder / "small")
    path = folder / "model"
    mlflow.pyfunc.save_model(str(path), **log_arguments(workspace))
    return workspace, path


def test_a_loaded_model_writes_what_generate_writes(saved: tuple) -> None:
    """The texts are those of `generate`, rows answer rows, and the model's folder has no pickle in it."""
    workspace, path = saved
    model = mlflow.pyfunc.load_model(str(path))
    rows = [{"prompt": "the ", "temperature": 0.7, "count": 3, "seed": 5}, {"count": 1, "seed": 5}]
    asked = pd.DataFrame(rows)
    answer = model.predict(asked)
    assert answer["request"].tolist() == [0, 0, 0, 1]
    how = SamplingSettings(temperature=0.7, seed=5)
    weights, vocabulary = read_weights(workspace.weights), Vocabulary.load(workspace.vocabulary)
    written = generate(weights, vocabulary, range(3), how, ["the "])["text"]
    assert answer["text"].tolist()[:3] == written.map(reserved).tolist()
    figures = model.predict(pd.DataFrame([{"count": 2, "novelty": True}]))
    assert (figures["longest_copy"] > 0).all()
    assert not [file for file in path.rglob("*") if file.suffix in (".pkl", ".pickle", ".joblib")]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"temperature": 0.0}, "row 0, temperature"),
        ({"top_p": 1.5}, "top_p"),
        ({"count": 100_000}, "count"),
        ({"prompt": "日本"}, "日"),
        ({"max_length": 2, "prompt": "longer"}, "max_length"),
    ],
)
def test_what_is_out_of_range_is_refused(saved: tuple, row: dict[str, Any], message: str) -> None:
    """The error names the row and the column, or the character."""
    model = mlflow.pyfunc.load_model(str(saved[1]))
    with pytest.raises(mlflow.MlflowException, match=message):
        model.predict(pd.DataFrame([row]))


def test_a_request_is_bounded_as_a_whole(saved: tuple, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows, samples and characters of all rows together; and the time, whose end ends the work."""
    model = mlflow.pyfunc.load_model(str(saved[1]))
    for rows, message in (
        ([{"count": 1}] * 20_000, "20,000 rows"),
        ([{"count": 600}] * 2, "1,200 samples"),
        ([{"count": 900, "max_length": 2000}], "1,800,000 characters"),
    ):
        with pytest.raises(mlflow.MlflowException, match=message):
            model.predict(pd.DataFrame(rows))
    monkeypatch.setitem(type(model.unwrap_python_model()).answer.__globals__, "SECONDS", 0.01)
    begun = time.monotonic()
    with pytest.raises(mlflow.MlflowException, match=r"longer than 0\.01 s"):
        model.predict(pd.DataFrame([{"count": 190, "max_length": 2000, "temperature": 5.0, "retries": 99}]))
    assert time.monotonic() - begun < 10


def test_an_untrained_workspace_is_refused(tmp_path: Path) -> None:
    """The line names the target that trains."""
    with pytest.raises(UserError, match="make train"):
        log_arguments(Workspace(tmp_path))


@pytest.fixture(scope="module")
def address(saved: tuple) -> Iterator[str]:
    """A running server of the model, ended with the test."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = (
        f"from pipeline.samples.serving.server import serve; serve({str(saved[1])!r}, '127.0.0.1', {port})"
    )
    command = [sys.executable, "-c", program]
    log = saved[1].parent / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])},
        )
        try:
            _wait(f"http://127.0.0.1:{port}/ping", server, log)
            yield f"http://127.0.0.1:{port}/invocations"
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=20)


def _wait(url: str, server: subprocess.Popen, log: Path) -> None:
    """Until the server answers."""
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")


def _post(url: str, rows: list[dict[str, Any]]) -> Any:
    body = json.dumps({"dataframe_records": rows}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def test_the_server_answers_and_refuses(address: str, saved: tuple) -> None:
    """A request gets what the loaded model gives; one out of range gets status 400 and a reason."""
    rows = [{"prompt": "a fox ", "temperature": 0.9, "count": 2, "seed": 1}]
    expected = mlflow.pyfunc.load_model(str(saved[1])).predict(pd.DataFrame(rows))
    answer = _post(address, rows)["predictions"]
    assert [sample["text"] for sample in answer] == expected["text"].tolist()
    with pytest.raises(urllib.error.HTTPError) as refused:
        _post(address, [{"temperature": -1.0}])
    assert refused.value.code == 400
    assert "temperature" in refused.value.read().decode()


def _status(url: str, body: bytes, kind: str = "application/json") -> tuple[int, str]:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, body, {"Content-Type": kind}), timeout=100
        ) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"null", "application/json"),
        (b"5", "application/json"),
        (b'{"dataframe_records": 5}', "application/json"),
        (b'{"dataframe_records": [{"temperature": "hot"}]}', "application/json"),
        (b'{"dataframe_records": [{"count": 1e400}]}', "application/json"),
        (b'{"dataframe_records": [{"prompt": ["a"]}]}', "application/json"),
        (b'{"dataframe_records": [{"seed": -1}]}', "application/json"),
        (b'{"dataframe_split": {"columns": ["count"], "data": [[1, 2]]}}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"a,b\n1", "text/csv"),
        (b"x", "application/x-unheard-of"),
        (b"x" * 2_000_000, "application/json"),
    ],
)
def test_nonsense_is_the_askers_fault(address: str, body: bytes, kind: str) -> None:
    """A 4xx status with a reason, never 5xx."""
    status, said = _status(address, body, kind)
    assert 400 <= status < 500, said
    assert said


def test_a_hundred_at_once_are_all_answered(address: str) -> None:
    """Each gets its own samples, the same as when it asks alone."""
    from concurrent.futures import ThreadPoolExecutor

    def ask(seed: int) -> list[str]:
        return [
            one["text"]
            for one in _post(address, [{"count": 1, "seed": seed, "max_length": 60}])["predictions"]
        ]

    with ThreadPoolExecutor(100) as crowd:
        together = list(crowd.map(ask, range(100)))
    assert [ask(seed) for seed in range(5)] == together[:5]
