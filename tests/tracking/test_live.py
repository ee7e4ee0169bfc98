"""What is logged while the store answers."""

from pathlib import Path

from pipeline.tracking import tracker as tracking


def test_a_single_number_is_no_point_of_a_curve(store: Path) -> None:
    """A count named like a curve, logged without a step, does not stand in it at step 0."""
    import mlflow

    with tracking.stage_run(store, "w", "train", "mark", {}) as tracker:
        tracker.curve([{"step": 5, "train/learning_rate": 0.1, "seconds": 3.0}])
        tracker.metrics({"seconds": 9.0, "steps": 5.0})
        run = tracker.run_id
    client = mlflow.MlflowClient()
    assert [(p.step, p.value) for p in client.get_metric_history(run, "seconds")] == [(5, 3.0)]
    assert [p.value for p in client.get_metric_history(run, "steps")] == [5.0]


def test_what_is_logged_together_arrives_whole(store: Path) -> None:
    """More parameters and tags than a call of MLflow takes; one that is there stays; no number, no point."""
    import mlflow

    many = {f"p{number}": number for number in range(250)}
    with tracking.stage_run(store, "w", "train", "mark", {}) as tracker:
        tracker.params({"p0": "first"})
        tracker.params(many)
        tracker.tags({f"t{number}": str(number) for number in range(250)})
        tracker.metrics({"a": 1.0, "b": float("nan")}, step=3)
        run = tracker.run_id
    client = mlflow.MlflowClient()
    data = client.get_run(run).data
    assert data.params == {**{name: str(value) for name, value in many.items()}, "p0": "first"}
    assert {name: value for name, value in data.tags.items() if name[0] == "t" and name[1:].isdigit()} == {
        f"t{number}": str(number) for number in range(250)
    }
    assert [(p.step, p.value) for p in client.get_metric_history(run, "a")] == [(3, 1.0)]
    assert "b" not in data.metrics
