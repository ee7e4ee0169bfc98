"""The run of a workspace shows what came of its stages; other settings are another run of it."""

from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.tracking import tracker as tracking
from pipeline.tracking.models import MODEL

BITS = "test/bits_per_character"


def _train(store: Path, units: int, bits: float, mark: str) -> str:
    """A training as the runner logs it, except for the network; its run."""
    with tracking.stage_run(store, "w", "train", mark, {}) as tracker:
        tracker.params({"units": units})
        tracker.dataset(pd.DataFrame({"text": ["a"]}), "posts.jsonl", Path("posts.jsonl"), "0" * 64)
        tracker.metrics({BITS: bits, "train/steps": 3.0})
        tracker.note(f"{units} units")
        run = str(tracker.run_id)
    return run


def _certify(store: Path, mark: str, tells: float) -> None:
    with tracking.stage_run(store, "w", "certify", mark, {}) as tracker:
        tracker.params({"permutations": 9})
        tracker.metrics({"detectors/tells": tells, "test/auroc_url": 0.9})
        tracker.note(f"{tells:g} tell")


def _above(client: Any, run: str) -> Any:
    return client.get_run(client.get_run(run).data.tags["mlflow.parentRunId"])


def test_the_workspace_shows_settings_dataset_and_headline_figures(store: Path) -> None:
    """Settings of what makes the network, by stage; the figures that people compare, and no others."""
    import mlflow

    run = _train(store, 8, 1.5, "one")
    _certify(store, "one", 7.0)
    above = _above(mlflow.MlflowClient(), run)
    assert above.data.params == {"train.units": "8"}
    assert above.data.metrics == {BITS: 1.5, "detectors/tells": 7.0}
    assert [one.dataset.name for one in above.inputs.dataset_inputs] == ["posts.jsonl"]
    assert above.info.status == "FINISHED"


def test_other_settings_are_another_run_of_the_workspace(store: Path) -> None:
    """The old run keeps its settings, figures and notes; the new has its own, no note of old detectors."""
    import mlflow

    client = mlflow.MlflowClient
    first = _train(store, 8, 1.5, "one")
    _certify(store, "one", 7.0)
    again = _train(store, 8, 1.4, "one again")
    assert _above(client(), again).info.run_id == _above(client(), first).info.run_id
    second = _train(store, 16, 1.3, "two")
    old, new = _above(client(), first), _above(client(), second)
    assert old.info.run_id != new.info.run_id
    assert (old.data.params, new.data.params) == ({"train.units": "8"}, {"train.units": "16"})
    assert (old.data.metrics[BITS], new.data.metrics) == (1.4, {BITS: 1.3})
    assert new.data.tags[tracking.NOTE] == "- 16 units"
    assert old.data.tags[tracking.NOTE] == "- 7 tell\n- 8 units"
    _certify(store, "two", 9.0)
    assert _above(client(), second).data.metrics["detectors/tells"] == 9.0
    assert new.info.status == "FINISHED"


def test_what_was_found_in_a_network_is_linked_to_it(store: Path) -> None:
    """Detectors of a later stage are metrics of the logged model, on the dataset that it was trained on."""
    import mlflow

    with tracking.stage_run(store, "w", "train", "one", {}) as tracker:
        tracker.dataset(pd.DataFrame({"text": ["a"]}), "posts.jsonl", Path("posts.jsonl"), "0" * 64)
        client = mlflow.MlflowClient()
        model = client.create_logged_model("1", "net", tracker.run_id).model_id
        tracker.tags({MODEL: model})
        run = str(tracker.run_id)
    _certify(store, "one", 7.0)
    assert [one.model_id for one in _above(client, run).outputs.model_outputs] == [model]
    found = [(m.key, m.value, m.dataset_name) for m in client.get_logged_model(model).metrics]
    assert found == [("detectors/tells", 7.0, "posts.jsonl")]
