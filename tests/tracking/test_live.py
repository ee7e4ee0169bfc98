"""What is logged while the store answers."""

from pathlib import Path

from pipeline.tracking import tracker as tracking


def test_a_single_number_is_no_point_of_a_curve(store: Path) -> None:
    """A count named like a curve, logged without a step, does not stand in it at step 0."""
    import mlflow

    with tracking.stage_run(store, "w", "train", "mark", {}) as tracker:
        tracker.curve([{"step": 5, "learning_rate": 0.1, "seconds": 3.0}])
        tracker.metrics({"seconds": 9.0, "steps": 5.0})
        run = tracker.run_id
    client = mlflow.MlflowClient()
    assert [(p.step, p.value) for p in client.get_metric_history(run, "seconds")] == [(5, 3.0)]
    assert [p.value for p in client.get_metric_history(run, "steps")] == [5.0]
