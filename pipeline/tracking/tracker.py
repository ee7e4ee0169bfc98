"""MLflow, and a twin that does nothing. The only module that imports mlflow (serving's script aside).

The store is `mlruns/mlflow.db` with artefacts under `mlruns/artifacts/`, or the server that
MLFLOW_TRACKING_URI names. One experiment holds a parent run for each workspace; each stage is a run
below it.
"""

import logging
import math
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.core.errors import UserError
from pipeline.tracking.links import LIMIT, Links, whole
from pipeline.tracking.store import EXPERIMENT, artifacts_uri
from pipeline.tracking.store import moved as moved
from pipeline.tracking.store import relocate as relocate
from pipeline.tracking.store import store_uri as store_uri

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

CHAMPION = "champion"
STAGE, WORKSPACE, FINGERPRINT = "tweetscope.stage", "tweetscope.workspace", "tweetscope.fingerprint"
NOTE = "mlflow.note.content"  # what the UI shows as the description


class NullTracker:
    """Takes everything and keeps nothing: `--no-track`, tests and notebooks."""

    run_id: str | None = None
    links = Links()

    def note(self, markdown: str) -> None:
        """Describe the run; its first paragraph also stands on the page of the workspace."""

    def params(self, values: dict[str, Any]) -> None:
        """Log settings."""

    def metrics(self, values: dict[str, float], step: int | None = None) -> None:
        """Log numbers, as a point of a curve when `step` is given."""

    def curve(self, rows: list[dict[str, Any]]) -> None:
        """Log rows that have a `step`, each once, however often it is called and in whatever process."""

    def tags(self, values: dict[str, str]) -> None:
        """Tag the run."""

    def table(self, frame: "pd.DataFrame", name: str) -> None:
        """Log a table that the UI shows, as `name`.json."""

    def figure(self, figure: "Figure", name: str) -> None:
        """Log a figure as `name`.png."""

    def text(self, text: str, name: str) -> None:
        """Log a text or an HTML page under its full name."""

    def file(self, path: Path, folder: str = "") -> None:
        """Log a file under `folder`."""

    def dataset(self, frame: "pd.DataFrame", name: str, source: Path, digest: str) -> None:
        """Log the corpus as an MLflow dataset, its full SHA-256 in a tag."""

    def model(self, arguments: dict[str, Any], name: str, score: float) -> None:
        """Log and register a model; the best (least score) of its name becomes the champion."""

    @contextmanager
    def child(self, name: str) -> "Iterator[NullTracker]":
        """A run below this one: a trial of a sweep."""
        yield self


class Tracker(NullTracker):
    """Everything goes to one MLflow run."""

    run_id: str  # type: ignore[assignment] # the twin has none

    def __init__(self, run_id: str) -> None:
        import mlflow

        self.run_id = run_id
        self._client = mlflow.MlflowClient()
        self._logged: int | None = None
        self._curves: set[str] = set()
        self.links = Links(self._client.get_run(run_id).info.experiment_id, run_id)

    def note(self, markdown: str) -> None:
        if markdown:
            self._client.set_tag(self.run_id, NOTE, markdown[:LIMIT])

    def params(self, values: dict[str, Any]) -> None:
        known = self._client.get_run(self.run_id).data.params
        for name, value in values.items():
            if name not in known:
                self._client.log_param(self.run_id, name, value)

    def metrics(self, values: dict[str, float], step: int | None = None) -> None:
        for name, value in values.items():
            if step is not None:
                self._curves.add(name)
            elif name in self._curves:
                continue  # a single number would stand in its curve as a point at step 0
            if math.isfinite(value):
                self._client.log_metric(self.run_id, name, value, step=step)

    def curve(self, rows: list[dict[str, Any]]) -> None:
        from mlflow.entities import Metric
        from mlflow.utils.time import get_current_time_millis

        if self._logged is None:  # a resumed run: what an earlier process has logged
            points = self._client.get_metric_history(self.run_id, "learning_rate")
            self._logged = max((point.step for point in points), default=-1)
        last, now = self._logged, get_current_time_millis()
        metrics = [
            Metric(name, value, now, row["step"])
            for row in rows
            if row["step"] > last
            for name, value in row.items()
            if name != "step" and math.isfinite(value)
        ]
        for start in range(0, len(metrics), 900):  # a batch holds at most 1000
            self._client.log_batch(self.run_id, metrics=metrics[start : start + 900])
        self._logged = max([last, *(row["step"] for row in rows)])
        self._curves.update(name for row in rows for name in row if name != "step")

    def tags(self, values: dict[str, str]) -> None:
        for name, value in values.items():
            self._client.set_tag(self.run_id, name, value)

    def table(self, frame: "pd.DataFrame", name: str) -> None:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:  # whole, not appended to what a run before it left
            path = Path(folder) / f"{name}.json"
            frame.to_json(path, orient="split", index=False, force_ascii=False, date_format="iso")
            self._client.log_artifact(self.run_id, str(path))
        self._tag_table(f"{name}.json")

    def _tag_table(self, file: str) -> None:
        """Name the table where the UI's comparison of tables looks for it."""
        import json

        known = json.loads(self._client.get_run(self.run_id).data.tags.get("mlflow.loggedArtifacts", "[]"))
        entry = {"path": file, "type": "table"}
        if entry not in known:
            self._client.set_tag(self.run_id, "mlflow.loggedArtifacts", json.dumps([*known, entry]))

    def figure(self, figure: "Figure", name: str) -> None:
        self._client.log_figure(self.run_id, figure, f"{name}.png")

    def text(self, text: str, name: str) -> None:
        self._client.log_text(self.run_id, text, name)

    def file(self, path: Path, folder: str = "") -> None:
        self._client.log_artifact(self.run_id, str(path), folder or None)

    def dataset(self, frame: "pd.DataFrame", name: str, source: Path, digest: str) -> None:
        import mlflow

        with warnings.catch_warnings():  # about integer columns without missing values, and path-like sources
            warnings.simplefilter("ignore", UserWarning)
            data = mlflow.data.from_pandas(frame, source=source.name, name=name, digest=digest[:32])  # type: ignore[attr-defined]
            mlflow.log_input(data, context="training", tags={"sha256": digest})
        self.tags({"tweetscope.corpus_sha256": digest})

    def model(self, arguments: dict[str, Any], name: str, score: float) -> None:
        import mlflow

        info = mlflow.pyfunc.log_model(name="model", **arguments)
        # The client registers without the lines that mlflow.register_model prints.
        if not self._client.search_registered_models(f"name = '{name}'"):
            self._client.create_registered_model(
                name, description="Writes tweets; `champion` has the fewest bits per character on valid."
            )
        made = self._client.create_model_version(
            name,
            info.model_uri,
            self.run_id,
            tags={"valid_bits_per_char": str(score)},
            description=f"{score:.3f} bits per character on valid",
            model_id=info.model_id,
        )
        versions = {v.version: v for v in self._client.search_model_versions(f"name = '{name}'")}
        versions[made.version] = made
        scores = {k: float(v.tags.get("valid_bits_per_char", "inf")) for k, v in versions.items()}
        self._client.set_registered_model_alias(
            name, CHAMPION, min(scores, key=lambda k: (scores[k], -int(k)))
        )

    @contextmanager
    def child(self, name: str) -> Iterator[NullTracker]:
        import mlflow

        with mlflow.start_run(run_name=name, nested=True, parent_run_id=self.run_id) as run:
            yield Tracker(run.info.run_id)


def _quiet() -> None:
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    os.environ.setdefault("DO_NOT_TRACK", "true")
    os.environ.setdefault("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
    for name in ("mlflow", "alembic"):
        logging.getLogger(name).setLevel(logging.ERROR)


def connect(root: Path) -> str:
    """Point MLflow at the store, making it when absent; the id of our experiment.

    Raises:
        UserError: the store cannot be reached, or the checkout has moved since it was made.
    """
    _quiet()
    import mlflow

    _quiet()  # its import sets levels of its own
    local = root / "mlruns"
    uri = store_uri(root)
    if uri.startswith("sqlite"):
        local.mkdir(parents=True, exist_ok=True)
        if (old := moved(root)) is not None:
            raise UserError(f"the runs in {local} were made in {old}: run `make relocate`, then go on here")
    try:
        mlflow.set_tracking_uri(uri)
        mlflow.set_registry_uri(uri)
        found = mlflow.get_experiment_by_name(EXPERIMENT)
        if found is not None:
            return found.experiment_id
        place = artifacts_uri(root) if uri.startswith("sqlite") else None
        return mlflow.create_experiment(EXPERIMENT, artifact_location=place)
    except (mlflow.MlflowException, OSError) as error:
        line = str(error).splitlines()[0]
        raise UserError(
            f"the MLflow store {uri} cannot be used ({line}): mend it or add --no-track"
        ) from error


def _find(experiment: str, wanted: dict[str, str], unfinished: bool) -> str | None:
    """The newest run with these tags (and, if asked, not finished)."""
    import mlflow

    query = " and ".join(f"tags.`{name}` = '{value}'" for name, value in wanted.items())
    for run in mlflow.MlflowClient().search_runs([experiment], query, max_results=5):
        if not unfinished or run.info.status != "FINISHED":
            return str(run.info.run_id)
    return None


@contextmanager
def stage_run(
    root: Path, workspace: str, stage: str, mark: str, tags: dict[str, str], order: Sequence[str] = ()
) -> Iterator[NullTracker]:
    """A run for a stage, below its workspace's parent run.

    A run of the same stage with the same fingerprint that did not finish is taken up again. On the page of
    the workspace the notes of the stages stand in `order`.
    """
    experiment = connect(root)
    import mlflow

    client = mlflow.MlflowClient()
    parent = _find(experiment, {WORKSPACE: workspace, STAGE: "workspace"}, unfinished=False)
    if parent is None:
        parent_tags = {WORKSPACE: workspace, STAGE: "workspace", "mlflow.runName": workspace}
        parent = client.create_run(experiment, tags=parent_tags).info.run_id
    own = {WORKSPACE: workspace, STAGE: stage, FINGERPRINT: mark}
    again = _find(experiment, own, unfinished=True)
    mlflow.set_system_metrics_sampling_interval(5)
    start = {"run_id": again} if again else {"run_name": stage, "parent_run_id": parent, "nested": True}
    try:
        with mlflow.start_run(experiment_id=experiment, log_system_metrics=True, **start) as run:
            tracker = Tracker(run.info.run_id)
            tracker.tags({**own, "mlflow.parentRunId": parent, **tags})
            yield tracker
        for name, value in client.get_run(tracker.run_id).data.metrics.items():
            if name.startswith(("test_", "valid_", "best_")):
                client.log_metric(parent, name, value)
        client.set_tag(parent, NOTE, whole(_notes(experiment, workspace), order))
    finally:
        client.set_terminated(parent)


def _notes(experiment: str, workspace: str) -> dict[str, str]:
    """Stage → the note of its newest finished run."""
    import mlflow

    query = f"tags.`{WORKSPACE}` = '{workspace}' and attributes.status = 'FINISHED'"
    order = ["attributes.start_time DESC"]
    found: dict[str, str] = {}
    for run in mlflow.MlflowClient().search_runs([experiment], query, order_by=order, max_results=1000):
        stage = run.data.tags.get(STAGE, "workspace")
        if stage != "workspace" and NOTE in run.data.tags:
            found.setdefault(stage, run.data.tags[NOTE])
    return found
