"""The way to the store: its experiment, its runs, and what is wrong with it in one line."""

import logging
import os
from collections.abc import Sequence
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.lock import in_turn
from pipeline.tracking.links import whole
from pipeline.tracking.live import NOTE, Tracker
from pipeline.tracking.schema import check
from pipeline.tracking.store import (
    EXPERIMENT,
    STAGE,
    WORKSPACE,
    artifacts_uri,
    is_local,
    moved,
    shown,
    store_uri,
    trial,
)

SCHEMA = 240.0  # seconds that another process may take to make the store's tables
# Without a kind, MLflow 3 may open an experiment on its pages for traces; what a person has set stays.
ABOUT = {
    "mlflow.experimentKind": "custom_model_development",
    NOTE: "One run for each workspace, with its figures and notes; below it a run for each stage. The stage "
    "train holds the corpus as its dataset, the curves, and the network as its model.",
}
BROUGHT = ("test_", "valid_", "best_")  # metrics that the workspace's run shows too, by their beginning
COUNTED = ("concepts", "tells", "beats_rivals", "beyond_spelling")  # and by name: how many detectors
SETTINGS = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
    # A server that is gone is known as gone within seconds: what it could not take is set aside.
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "6",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "1",
}


def quiet() -> None:
    """MLflow's settings, where a person has not given others, and its loggers without chatter."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    for name in ("mlflow", "alembic", "urllib3.connectionpool"):
        logging.getLogger(name).setLevel(logging.ERROR)


def connect(root: Path) -> str:
    """Point MLflow at the store, making it when absent; the id of our experiment.

    Raises:
        UserError: the store cannot be used, another version of MLflow has made it, or the checkout has moved
            since it was made.
    """
    uri = store_uri(root)
    if not is_local(uri):
        return _experiment(uri, None)
    if (why := trial(root)) is not None:
        raise unusable(uri, why)
    if (old := moved(root)) is not None:
        raise UserError(
            f"the runs in {root / 'mlruns'} were made in {old}: run `make relocate`, then go on here"
        )
    with in_turn(root / "mlruns", SCHEMA):  # two processes would make the same tables at once
        return _experiment(uri, artifacts_uri(root))


def unusable(uri: str, why: object) -> UserError:
    """The line for a store that cannot be used."""
    line = next(iter(str(getattr(why, "orig", None) or why).splitlines()), "") or type(why).__name__
    if "error code 401" in line:
        return UserError(
            f"the MLflow server {shown(uri)} does not know this name and password: set "
            f"MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or add --no-track"
        )
    if "Caused by" in line:  # requests puts what happened last, behind all that it tried
        line = line.rpartition(": ")[2].rstrip("\"')")
    return UserError(
        f"the MLflow store {shown(uri)} cannot be used ({shown(line)}): repair it or add --no-track"
    )


def load() -> None:
    """Import MLflow, quietly."""
    quiet()
    import mlflow  # noqa: F401

    quiet()  # its import sets levels of its own


def _experiment(uri: str, place: str | None) -> str:
    load()
    import mlflow

    try:
        check(uri)
        mlflow.set_tracking_uri(uri)
        mlflow.set_registry_uri(uri)
        made = _made(place)
        client = mlflow.MlflowClient()
        tags = client.get_experiment(made).tags
        for name, value in ABOUT.items():
            if name not in tags:
                client.set_experiment_tag(made, name, value)
        return made
    except UserError:
        raise
    except ModuleNotFoundError as error:
        extra = "tweetscope[postgres]" if uri.startswith("postgres") else error.name
        raise UserError(
            f"the MLflow store {shown(uri)} needs {error.name}: run `pip install {extra}`, or add --no-track"
        ) from error
    except Exception as error:  # of SQLAlchemy, of requests, of whatever driver the address names
        raise unusable(uri, error) from error


def _made(place: str | None) -> str:
    """The id of our experiment, made when it is not there."""
    import mlflow

    found = mlflow.get_experiment_by_name(EXPERIMENT)
    if found is not None:
        return str(found.experiment_id)
    try:
        return str(mlflow.create_experiment(EXPERIMENT, artifact_location=place))
    except mlflow.MlflowException:
        found = mlflow.get_experiment_by_name(EXPERIMENT)  # another process was quicker
        if found is None:
            raise
        return str(found.experiment_id)


def find(experiment: str, wanted: dict[str, str], unfinished: bool) -> str | None:
    """The newest run with these tags (and, if asked, not finished)."""
    import mlflow

    for run in mlflow.MlflowClient().search_runs([experiment], _query(wanted), max_results=5):
        if not unfinished or run.info.status != "FINISHED":
            return str(run.info.run_id)
    return None


def close_killed(experiment: str, wanted: dict[str, str], but: str | None) -> None:
    """Close as KILLED the runs with these tags that no process is working on any more.

    Only for the process that alone works in their workspace.

    Args:
        but: a run that is taken up again.
    """
    import mlflow

    client = mlflow.MlflowClient()
    query = f"{_query(wanted)} and attributes.status = 'RUNNING'"
    for run in client.search_runs([experiment], query, max_results=1000):
        if run.info.run_id != but:
            client.set_terminated(run.info.run_id, "KILLED")


def _query(wanted: dict[str, str]) -> str:
    return " and ".join(f"tags.`{name}` = '{value}'" for name, value in wanted.items())


def parent_of(experiment: str, workspace: str) -> str:
    """The run of a workspace, above those of its stages; made when it is not there."""
    import mlflow

    wanted = {WORKSPACE: workspace, STAGE: "workspace"}
    known = find(experiment, wanted, unfinished=False)
    if known is not None:
        return known
    tags = {**wanted, "mlflow.runName": workspace}
    return str(mlflow.MlflowClient().create_run(experiment, tags=tags).info.run_id)


def summarise(tracker: Tracker, experiment: str, parent: str, workspace: str, order: Sequence[str]) -> None:
    """Bring the best figures of a finished run, its dataset, and the notes of all to the workspace's run."""
    import mlflow

    client = mlflow.MlflowClient()
    run = client.get_run(tracker.run_id)
    for name, value in run.data.metrics.items():
        if name.startswith(BROUGHT) or name in COUNTED:
            client.log_metric(parent, name, value)
    if run.inputs and run.inputs.dataset_inputs:
        client.log_inputs(parent, run.inputs.dataset_inputs)
    client.set_tag(parent, NOTE, whole(_notes(experiment, workspace), order))


def _notes(experiment: str, workspace: str) -> dict[str, str]:
    """Stage → the note of its newest finished run."""
    import mlflow

    query = f"{_query({WORKSPACE: workspace})} and attributes.status = 'FINISHED'"
    order = ["attributes.start_time DESC"]
    found: dict[str, str] = {}
    for run in mlflow.MlflowClient().search_runs([experiment], query, order_by=order, max_results=1000):
        stage = run.data.tags.get(STAGE, "workspace")
        if stage != "workspace" and NOTE in run.data.tags:
            found.setdefault(stage, run.data.tags[NOTE])
    return found
