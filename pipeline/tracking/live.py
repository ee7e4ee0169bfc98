"""The tracker that sends everything to MLflow as it comes. Its calls fail when the store fails.

What is logged together is sent in one call: to ask a server costs more than what is asked.
"""

import json
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.tracking import models
from pipeline.tracking.links import LIMIT, Links
from pipeline.tracking.null import NullTracker
from pipeline.tracking.store import PLACE, WORKSPACE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

RATE = "train/learning_rate"  # a curve that has each point
NOTE = "mlflow.note.content"  # what the UI shows as the description


class Tracker(NullTracker):
    """Everything goes to one MLflow run at once."""

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
        from mlflow.entities import Param

        known = self._client.get_run(self.run_id).data.params
        new = [Param(name, str(value)) for name, value in values.items() if name not in known]
        self._client.log_batch(self.run_id, params=new)

    def metrics(self, values: dict[str, float], step: int | None = None) -> None:
        from mlflow.entities import Metric
        from mlflow.utils.time import get_current_time_millis

        if step is not None:
            self._curves.update(values)
        now, at = get_current_time_millis(), step or 0
        # A single number of a curve's name would stand in that curve as a point at step 0.
        new = [
            Metric(name, value, now, at)
            for name, value in values.items()
            if math.isfinite(value) and (step is not None or name not in self._curves)
        ]
        self._client.log_batch(self.run_id, metrics=new)

    def curve(self, rows: list[dict[str, Any]]) -> None:
        from mlflow.entities import Metric
        from mlflow.utils.time import get_current_time_millis

        if self._logged is None:  # a resumed run: what an earlier process has logged
            points = self._client.get_metric_history(self.run_id, RATE)
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
        from mlflow.entities import RunTag

        self._client.log_batch(self.run_id, tags=[RunTag(name, str(value)) for name, value in values.items()])

    def table(self, frame: "pd.DataFrame", name: str) -> None:
        with TemporaryDirectory() as folder:  # whole, not appended to what a run before it left
            self.table_file(write_table(frame, Path(folder) / f"{name}.json"))

    def table_file(self, path: Path) -> None:
        """Log a table that lies in a file, and name it where the UI's comparison of tables looks for it."""
        self._client.log_artifact(self.run_id, str(path))
        known = json.loads(self._client.get_run(self.run_id).data.tags.get("mlflow.loggedArtifacts", "[]"))
        entry = {"path": path.name, "type": "table"}
        if entry not in known:
            self._client.set_tag(self.run_id, "mlflow.loggedArtifacts", json.dumps([*known, entry]))

    def figure(self, figure: "Figure", name: str) -> None:
        self._client.log_figure(self.run_id, figure, f"{name}.png")

    def text(self, text: str, name: str) -> None:
        self._client.log_text(self.run_id, text, name)

    def file(self, path: Path, folder: str = "") -> None:
        self._client.log_artifact(self.run_id, str(path), folder or None)

    def dataset(self, frame: "pd.DataFrame", name: str, source: Path, digest: str) -> None:
        self.dataset_entry(entry(frame, name, source, digest), digest)

    def dataset_entry(self, values: dict[str, str], digest: str) -> None:
        """Log a dataset of which only its description is there."""
        from mlflow.entities import Dataset, DatasetInput, InputTag

        tags = [InputTag("mlflow.data.context", "training"), InputTag("sha256", digest)]
        self._client.log_inputs(self.run_id, [DatasetInput(Dataset(**values), tags)])
        self.tags({"tweetscope.corpus_sha256": digest})

    def model(self, arguments: dict[str, Any], name: str, metrics: dict[str, float], card: str = "") -> None:
        made = models.log_network(self._client, self.run_id, arguments, name, metrics)
        models.register(self._client, self.run_id, made, name, metrics[models.SCORE], card)

    def checkpoints(self, kept: list[dict[str, Any]]) -> None:
        models.log_checkpoints(self._client, self.run_id, kept)

    def begin_child(self, name: str) -> "Tracker":
        """A run below this one, to be ended by `end`."""
        parent = self._client.get_run(self.run_id)
        known = {key: parent.data.tags[key] for key in (WORKSPACE, PLACE) if key in parent.data.tags}
        tags = {**known, "mlflow.parentRunId": self.run_id, "mlflow.runName": name}
        return Tracker(self._client.create_run(parent.info.experiment_id, tags=tags).info.run_id)

    def end(self, status: str) -> None:
        """Close the run."""
        self._client.set_terminated(self.run_id, status)

    @contextmanager
    def child(self, name: str) -> Iterator[NullTracker]:
        made = self.begin_child(name)
        try:
            yield made
        except BaseException:
            made.end("FAILED")
            raise
        made.end("FINISHED")


def write_table(frame: "pd.DataFrame", path: Path) -> Path:
    """Write a table in the form that the UI shows."""
    frame.to_json(path, orient="split", index=False, force_ascii=False, date_format="iso")
    return path


def entry(frame: "pd.DataFrame", name: str, source: Path, digest: str) -> dict[str, str]:
    """What MLflow keeps of a dataset: name, digest, source, columns and size, but no row of it."""
    import mlflow

    with warnings.catch_warnings():  # about integer columns without missing values, and path-like sources
        warnings.simplefilter("ignore", UserWarning)
        data = mlflow.data.from_pandas(frame, source=source.name, name=name, digest=digest[:32])  # type: ignore[attr-defined]
        return dict(data.to_dict())
