"""A store that is away, hangs, is full, locked, read-only or dies: one line before the work, no loss."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure
from screens import Said

from pipeline.tracking import safe, store
from pipeline.tracking import tracker as tracking


def _everything(tracker: Any, folder: Path, first: int) -> None:
    """Each call of a tracker once; the curve goes on from `first`."""
    figure = Figure()
    figure.subplots().plot([1, 2])
    (folder / "kept.txt").write_text("kept")
    tracker.params({"units": 3})
    tracker.metrics({f"test_{first}": 1.5})
    tracker.curve([{"step": k, "train/learning_rate": 0.1 * k} for k in range(first + 3)])
    tracker.tags({"colour": "blue"})
    tracker.table(pd.DataFrame({"a": [1]}), f"table{first}")
    tracker.figure(figure, f"figure{first}")
    tracker.text("<p>", f"page{first}.html")
    tracker.file(folder / "kept.txt", "files")
    tracker.dataset(pd.DataFrame({"text": ["x"]}), "posts", Path("posts.csv"), "ab" * 32)
    point = {"name": f"w-{first}", "step": first, "file": "x.h5", "sha256": "ab", "bits": 2.0}
    tracker.checkpoints([point])
    tracker.note("what came out")
    with tracker.child(f"child {first}") as child:
        child.metrics({"score": float(first)})


def test_a_server_that_hangs_or_dies_during_a_stage_costs_nothing(
    home: Path,
    server: subprocess.Popen,
    start: Callable[[Path, int], subprocess.Popen],
    monkeypatch: pytest.MonkeyPatch,
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
            start(home, port)
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
            points = client.get_metric_history(found[stage].info.run_id, "train/learning_rate")
            assert sorted(point.step for point in points) == list(range(steps))
            assert found[stage].data.tags[tracking.NOTE] == "what came out"
        found_models = {one.name for one in client.search_logged_models(["1"], f"source_run_id = '{run}'")}
        assert found_models == {"w-0", "w-3"}
        names = {one.path for one in client.list_artifacts(run)}
        assert names >= {"table0.json", "table3.json", "figure3.png", "page3.html", "files"}
