"""The tracker logs each point of a curve once, whatever is killed and resumed between."""

from pathlib import Path

import pytest

from pipeline import tracking


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh store in a folder with a space."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    root = tmp_path / "a root"
    root.mkdir()
    return root


def _rows(until: int) -> list[dict]:
    return [{"step": k, "learning_rate": 0.1, "valid_bits_per_char": 3 - k / 10} for k in range(until)]


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
    for name in ("learning_rate", "valid_bits_per_char"):
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


def test_the_twin_has_every_method_of_the_tracker() -> None:
    """What a stage may call works without MLflow too."""
    public = {name for name in vars(tracking.Tracker) if not name.startswith("_")}
    assert public <= set(dir(tracking.NullTracker))
