"""The way to the store: its experiment, its runs, and what is wrong with it in one line."""

import logging
import os
import time
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.lock import in_turn
from pipeline.tracking.links import runs, view
from pipeline.tracking.live import NOTE
from pipeline.tracking.schema import check
from pipeline.tracking.store import (
    EXPERIMENT,
    artifacts_uri,
    is_local,
    moved,
    shown,
    store_uri,
    trial,
)

SCHEMA = 240.0  # seconds that another process may take to make the store's tables
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
        for name, value in _about(made).items():
            if name not in tags:  # what a person has set stays
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


def _about(experiment: str) -> dict[str, str]:
    """The tags of our experiment: its kind, its description, its view of the runs.

    Without a kind, MLflow 3 may open an experiment on its pages for traces.
    """
    return {
        "mlflow.experimentKind": "custom_model_development",
        NOTE: "One run for each workspace, with its settings, figures and notes; below it a run for each "
        "stage. The stage train holds the corpus as its dataset, the curves, and the network and its "
        f"checkpoints as models.\n\n[All runs with bits and detectors]({runs(experiment)})",
        **view(time.time_ns() // 1_000_000),
    }


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

    for run in mlflow.MlflowClient().search_runs([experiment], query(wanted), max_results=5):
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
    running = f"{query(wanted)} and attributes.status = 'RUNNING'"
    for run in client.search_runs([experiment], running, max_results=1000):
        if run.info.run_id != but:
            client.set_terminated(run.info.run_id, "KILLED")


def query(wanted: dict[str, str]) -> str:
    """The search for runs with these tags."""
    return " and ".join(f"tags.`{name}` = '{value}'" for name, value in wanted.items())
