"""The tracker logs each point of a curve once, whatever is killed and resumed between."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.tracking import tracker as tracking
from pipeline.tracking.links import LIMIT, whole
from pipeline.tracking.models import SCORE


def _rows(until: int) -> list[dict]:
    return [
        {"step": k, "train/learning_rate": 0.1, "valid/bits_per_character": 3 - k / 10} for k in range(until)
    ]


def test_a_resumed_run_is_the_same_run_its_curve_without_a_gap_or_a_double_point(store: Path) -> None:
    """A stage that dies is taken up in its own run; its rows come again and are logged once each."""
    import mlflow

    def die() -> None:
        with tracking.stage_run(store, "w", "train", "mark", {}) as tracker:
            tracker.curve(_rows(3))
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        die()
    with tracking.stage_run(store, "w", "train", "mark", {}) as tracker:
        tracker.curve(_rows(5))
        tracker.curve(_rows(6))
        run = tracker.run_id
    client = mlflow.MlflowClient()
    for name in ("train/learning_rate", "valid/bits_per_character"):
        assert [point.step for point in client.get_metric_history(run, name)] == list(range(6))
    experiment = tracking.connect(store)
    wanted = f"tags.`{tracking.STAGE}` = 'train'"
    assert [r.info.run_id for r in client.search_runs([experiment], wanted)] == [run]


def test_other_settings_make_another_run(store: Path) -> None:
    """A finished run is never written to again."""
    runs = []
    for mark in ("one", "one", "two"):
        with tracking.stage_run(store, "w", "train", mark, {}) as tracker:
            runs.append(tracker.run_id)
    assert len(set(runs)) == 3


def test_the_address_of_a_server_is_honoured(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MLFLOW_TRACKING_URI wins over the store of the checkout."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
    assert tracking.store_uri(store) == "http://127.0.0.1:9"


def test_the_workspace_is_described_by_the_newest_finished_run_of_each_stage(store: Path) -> None:
    """First lines on top, the report's before all; a stage that died is not told of."""
    import mlflow

    def die() -> None:
        with tracking.stage_run(store, "w", "certify", "other", {}) as tracker:
            tracker.note("died")
            raise RuntimeError("killed")

    for mark, text in (("1", "old"), ("2", "new\n\npicture")):
        with tracking.stage_run(store, "w", "train", mark, {}) as tracker:
            tracker.note(text)
    with pytest.raises(RuntimeError, match="killed"):
        die()
    with tracking.stage_run(store, "w", "report", "1", {}) as tracker:
        tracker.note(f"[report]({tracker.links.page('report.html')})")
        parent = mlflow.MlflowClient().get_run(tracker.run_id).data.tags["mlflow.parentRunId"]
        run = tracker.run_id
    assert mlflow.MlflowClient().get_run(parent).data.tags[tracking.NOTE] == (
        f"- [report](#/experiments/1/runs/{run}/artifacts/report.html)\n- new\n\npicture"
    )


def test_a_description_fits_into_a_tag() -> None:
    """What is too long loses its rest, never its first line."""
    text = whole({"corpus": "c\n\nshort", "train": "t\n\n" + "x" * LIMIT}, ["train", "corpus"])
    assert text == "- t\n- c\n\nshort"


def test_the_least_score_is_champion_and_nothing_is_printed(
    store: Path, arguments: dict[str, Any], capfd: pytest.CaptureFixture
) -> None:
    """Three versions are registered; the best keeps the alias when a worse one comes after it."""
    import mlflow
    import pandas as pd

    frame = pd.DataFrame({"x": ["a"]})
    with tracking.stage_run(store, "w", "train", "mark", {}) as tracker:
        for score in (2.0, 1.5, 1.9):
            tracker.model(arguments, "tweetscope-w", {SCORE: score}, f"card of {score}")
    said = "".join(capfd.readouterr())
    assert "registered" not in said
    assert "version" not in said
    client = mlflow.MlflowClient()
    champion = client.get_model_version_by_alias("tweetscope-w", tracking.CHAMPION)
    assert int(champion.version) == 2
    assert champion.description == "1.500 bits per character on valid\n\ncard of 1.5"
    assert client.get_registered_model("tweetscope-w").description.endswith("\n\ncard of 1.5")
    assert mlflow.pyfunc.load_model(f"models:/tweetscope-w@{tracking.CHAMPION}").predict(frame).equals(frame)
