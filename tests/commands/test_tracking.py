"""The MLflow UI as `make ui` opens it: what a run shows in a real Chromium, and whom it refuses."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from command_line import exit_code
from matplotlib.figure import Figure

from pipeline.tracking import tracker as tracking

pytestmark = pytest.mark.browser
SECONDS = 300  # for the server to answer
GET = "/ajax-api/2.0/mlflow/experiments/get?experiment_id=1"


def _status(port: int, method: str = "GET", path: str = GET, **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        body = '{"experiment_ids": ["1"]}' if method == "POST" else None
        connection.request(method, path, body, {"Content-Type": "application/json", **headers})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with one stage that logged a table, a picture and a page; its root and the parent run."""
    import mlflow

    root = tmp_path_factory.mktemp("ui")
    figure = Figure()
    figure.subplots().plot([1, 2])
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        with tracking.stage_run(root, "w", "report", "mark", {}) as tracker:
            tracker.table(pd.DataFrame({"concept": ["quotation"], "auroc": [0.987]}), "certificates")
            tracker.figure(figure, "curve")
            tracker.text("<p>A page of the report</p>", "report.html")
            links = tracker.links
            tracker.note(
                f"[report]({links.page('report.html')}) · [table]({links.page('certificates.json')})\n\n"
                f"![curve]({links.picture('curve.png')})"
            )
        run = mlflow.MlflowClient().get_run(tracker.run_id).data.tags["mlflow.parentRunId"]
    return root, run


@pytest.fixture(scope="module")
def port(parent: tuple[Path, str]) -> Iterator[int]:
    """The port of the server that `make ui` starts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k != "MLFLOW_TRACKING_URI"}
    environment["PYTHONPATH"] = str(Path(tracking.__file__).parents[2])
    server = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "ui", "--port", str(number)],
        cwd=parent[0],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                if _status(number) == 200:
                    break
            except OSError:
                pass
            assert time.monotonic() < deadline, "the UI does not answer"
            time.sleep(0.5)
        yield number
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def test_foreign_hosts_and_origins_are_refused(port: int) -> None:
    """A page elsewhere can neither read the runs (DNS rebinding) nor write to them."""
    search = "/ajax-api/2.0/mlflow/runs/search"
    assert _status(port, Host="evil.example") == 403
    assert _status(port, "POST", search, Origin="http://evil.example") == 403
    assert _status(port, "POST", search, Origin=f"http://127.0.0.1:{port}") == 200


def test_a_run_shows_curve_table_and_report_without_a_download(
    port: int, parent: tuple[Path, str], chromium: Any
) -> None:
    """From the workspace's description: the picture in it, the table and the page behind its links."""
    page = chromium.new_page(viewport={"width": 1500, "height": 1200})
    page.set_default_timeout(1000 * SECONDS)
    base = f"http://127.0.0.1:{port}/"
    page.goto(f"{base}#/experiments/1/runs/{parent[1]}?workflowType=machine_learning")
    picture = page.wait_for_selector("img[src*=curve]", state="attached")
    assert picture.evaluate("async i => { await i.decode(); return i.naturalWidth; }") > 100
    table, report = (
        page.locator(f"a[href$='/artifacts/{name}']").first.get_attribute("href")
        for name in ("certificates.json", "report.html")
    )
    page.goto("about:blank")
    page.goto(f"{base}{table}")
    page.get_by_text("0.987").wait_for()
    page.goto("about:blank")
    page.goto(f"{base}{report}")
    page.frame_locator("iframe").get_by_text("A page of the report").wait_for()
    page.close()


def test_the_runs_of_a_server_are_looked_at_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No second server is put before it; the line names the address, without the password in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://ann:secret@127.0.0.1:5000")
    assert exit_code("ui") == 2
    said = capsys.readouterr().err
    assert "http://ann:…@127.0.0.1:5000" in said
    assert "secret" not in said
