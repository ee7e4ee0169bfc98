"""The run of a workspace, above those of its stages: its settings, its headline figures, its network."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.tracking.connect import find, query
from pipeline.tracking.links import whole
from pipeline.tracking.live import NOTE
from pipeline.tracking.models import MODEL, REGISTERED, SCORE, TEST, data_of
from pipeline.tracking.store import STAGE, WORKSPACE

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Run

MADE_BY = ("corpus", "train")  # stages whose settings make the network what it is
GRADES = ("concepts", "tells", "beats_rivals", "beyond_spelling", "matters")
HEADLINE = (TEST, SCORE, *(f"detectors/{grade}" for grade in GRADES))
PARENT = "mlflow.parentRunId"


def parent_of(experiment: str, workspace: str) -> str:
    """The run of a workspace, above those of its stages; made when it is not there."""
    known = find(experiment, {WORKSPACE: workspace, STAGE: "workspace"}, unfinished=False)
    return known or _made(experiment, workspace)


def _made(experiment: str, workspace: str) -> str:
    import mlflow

    tags = {WORKSPACE: workspace, STAGE: "workspace", "mlflow.runName": workspace}
    return str(mlflow.MlflowClient().create_run(experiment, tags=tags).info.run_id)


def summarise(run_id: str, experiment: str, parent: str, workspace: str, order: Sequence[str]) -> str:
    """Bring what came of a finished run to the workspace's, and the notes of all; the id of the latter.

    The settings of a run never change in MLflow. A network of other settings is therefore another run of the
    workspace: the old one stays for comparison, with what was found in its network.
    """
    import mlflow
    from mlflow.entities import Param

    client = mlflow.MlflowClient()
    run, above = client.get_run(run_id), client.get_run(parent)
    stage = run.data.tags[STAGE]
    given = run.data.params if stage in MADE_BY else {}
    params = {f"{stage}.{name}": value for name, value in given.items()}
    known = above.data.params
    if any(known.get(name, value) != value for name, value in params.items()):
        parent = _made(experiment, workspace)
        client.set_tag(run_id, PARENT, parent)
        known, above = {}, client.get_run(parent)
    client.log_batch(parent, params=[Param(k, v) for k, v in params.items() if k not in known])
    if run.inputs and run.inputs.dataset_inputs:
        client.log_inputs(parent, run.inputs.dataset_inputs)
    _headline(client, run, above, own=MODEL in run.data.tags)
    client.set_tag(parent, NOTE, whole(_notes(client, experiment, workspace, parent), order))
    return parent


def _headline(client: "MlflowClient", run: "Run", above: "Run", own: bool) -> None:
    """The network that a run has made, and the figures of a run; what was found in the network is its own."""
    from mlflow.entities import LoggedModelOutput, Metric
    from mlflow.utils.time import get_current_time_millis

    parent, model, linked = above.info.run_id, above.data.tags.get(MODEL), dict[str, Any]()
    if own:
        model = run.data.tags[MODEL]
        client.log_outputs(parent, [LoggedModelOutput(model, 0)])
        for tag in {MODEL, REGISTERED} & set(run.data.tags):
            client.set_tag(parent, tag, run.data.tags[tag])
    elif model is not None:
        linked = {"model_id": model, **data_of(above)}
    now = get_current_time_millis()
    figures = {name: value for name, value in run.data.metrics.items() if name in HEADLINE}
    client.log_batch(parent, metrics=[Metric(k, v, now, 0, **linked) for k, v in figures.items()])


def _notes(client: "MlflowClient", experiment: str, workspace: str, parent: str) -> dict[str, str]:
    """Stage → the note of its newest finished run below the workspace's; of a corpus, wherever it stands."""
    wanted = f"{query({WORKSPACE: workspace})} and attributes.status = 'FINISHED'"
    order = ["attributes.start_time DESC"]
    found: dict[str, str] = {}
    for run in client.search_runs([experiment], wanted, order_by=order, max_results=1000):
        tags = run.data.tags
        stage = tags.get(STAGE, "workspace")
        if stage != "workspace" and NOTE in tags and (stage == "corpus" or tags.get(PARENT) == parent):
            found.setdefault(stage, tags[NOTE])
    return found
