"""Logged models of a real store: parameters, metrics on the dataset, each checkpoint once."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.tracking import models
from pipeline.tracking import tracker as tracking
from pipeline.tracking.live import RATE

KEPT = [
    {"name": "a.b-step-5", "step": 5, "file": "model/x.h5", "sha256": "ab", "bits": 2.5},
    {"name": "a.b-step-9", "step": 9, "file": "model/y.h5", "sha256": "cd", "bits": 2.0},
]


def test_network_and_checkpoints_are_models_with_metrics_on_the_dataset(
    store: Path, arguments: dict[str, Any]
) -> None:
    """A stage that dies after its checkpoints and is taken up again logs neither them nor a point twice."""
    import mlflow

    def begin(tracker: Any) -> None:
        tracker.params({"units": 8})
        tracker.dataset(pd.DataFrame({"text": ["a"]}), "posts.jsonl", Path("posts.jsonl"), "0" * 64)
        tracker.curve([{"step": one["step"], RATE: 0.1, models.CURVE: one["bits"]} for one in KEPT])
        tracker.checkpoints(KEPT)

    def die() -> None:
        with tracking.stage_run(store, "a.b", "train", "mark", {}) as tracker:
            begin(tracker)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        die()
    with tracking.stage_run(store, "a.b", "train", "mark", {}) as tracker:
        begin(tracker)
        kept = {models.SCORE: 2.0, models.TEST: 2.1, models.STEP: 9.0}
        tracker.model(arguments, "tweetscope-a.b", kept, "# Card")
        run = str(tracker.run_id)
    client = mlflow.MlflowClient()
    own = client.get_run(run).data.tags
    above = client.get_run(own["mlflow.parentRunId"]).data.tags
    assert own[models.REGISTERED] == above[models.REGISTERED] == "tweetscope-a.b 1"
    found = {one.name: one for one in client.search_logged_models(["1"])}
    assert sorted(found) == ["a-b-step-5", "a-b-step-9", "tweetscope-a-b"]
    assert all(str(one.status) == "READY" for one in found.values())
    measured = {
        name: {(m.key, m.value, m.step, m.dataset_name, m.dataset_digest) for m in one.metrics}
        for name, one in found.items()
    }
    data = ("posts.jsonl", "0" * 32)
    assert measured["a-b-step-5"] == {(models.CURVE, 2.5, 5, *data)}
    assert measured["a-b-step-9"] == {(models.CURVE, 2.0, 9, *data)}
    assert measured["tweetscope-a-b"] == {(name, value, 9, *data) for name, value in kept.items()}
    assert found["tweetscope-a-b"].params == {"units": "8"}
    assert found["a-b-step-5"].tags["sha256"] == "ab"
    curve = client.get_metric_history(run, models.CURVE)
    assert [(point.step, point.value) for point in curve] == [(5, 2.5), (9, 2.0)]
    outputs = {(one.model_id, one.step) for one in client.get_run(run).outputs.model_outputs}
    steps = {"a-b-step-5": 5, "a-b-step-9": 9, "tweetscope-a-b": 9}
    assert outputs == {(found[name].model_id, step) for name, step in steps.items()}
