"""A trained network and its checkpoints as MLflow's logged models, their metrics linked to the dataset."""

from collections.abc import Mapping, Sequence
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.tracking.links import LIMIT

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Run

CHAMPION = "champion"
MODEL = "tweetscope.model_id"  # tag of a run: the network that came of it
REGISTERED = "tweetscope.model"  # and as what it is registered
SCORE = "valid/best_bits_per_character"
TEST = "test/bits_per_character"
STEP = "valid/best_step"
CURVE = "valid/bits_per_character"
VERSION = "valid_bits_per_char"  # tag of a registered version: its score
NETWORK, CHECKPOINT = "network", "checkpoint"  # types of models


def data_of(run: "Run") -> dict[str, str]:
    """The dataset of a run, as arguments of a metric that was measured on it; nothing where it has none."""
    inputs = run.inputs.dataset_inputs if run.inputs else []
    known = inputs[0].dataset if inputs else None
    return {"dataset_name": known.name, "dataset_digest": known.digest} if known else {}


def plain(name: str) -> str:
    """A name that a logged model may have.

    >>> plain("tweetscope-a.b")
    'tweetscope-a-b'
    """
    return name.replace(".", "-")


def log_network(
    client: "MlflowClient", run_id: str, arguments: dict[str, Any], name: str, metrics: Mapping[str, float]
) -> str:
    """Log a network with the parameters of its run, and metrics on the run's dataset; its id.

    Not by `mlflow.pyfunc.log_model`: that asks for each metric of the run, and links those of the same step
    to the model without a dataset.

    Args:
        arguments: of `mlflow.pyfunc.save_model`.
        name: that it will be registered by.
        metrics: of the kept weights.
    """
    import mlflow
    from mlflow.entities import LoggedModelOutput, Metric
    from mlflow.models import Model
    from mlflow.utils.time import get_current_time_millis

    run, now, step = client.get_run(run_id), get_current_time_millis(), int(metrics.get(STEP, 0))
    made = client.create_logged_model(
        run.info.experiment_id, plain(name), run_id, params=run.data.params, model_type=NETWORK
    )
    about = Model(made.artifact_location, run_id, model_uuid=made.model_id, model_id=made.model_id)
    with TemporaryDirectory() as folder:
        mlflow.pyfunc.save_model(f"{folder}/model", mlflow_model=about, **arguments)
        client.log_model_artifacts(made.model_id, f"{folder}/model")
    client.finalize_logged_model(made.model_id, "READY")
    client.log_outputs(run_id, [LoggedModelOutput(made.model_id, step)])
    data = data_of(run)
    linked = [Metric(k, v, now, step, model_id=made.model_id, **data) for k, v in metrics.items()]
    client.log_batch(run_id, metrics=linked)
    client.set_tag(run_id, MODEL, made.model_id)
    return str(made.model_id)


def register(client: "MlflowClient", run_id: str, model: str, name: str, score: float, card: str) -> None:
    """Make the network a version of its registered model; the version with the least score is champion.

    Args:
        model: the id of the network.
        score: bits per character on valid.
        card: the model card, which describes the version, and the registered model if it is the champion.
    """
    # The client registers without the lines that mlflow.register_model prints.
    if not client.search_registered_models(f"name = '{name}'"):
        client.create_registered_model(name)
    made = client.create_model_version(
        name,
        f"models:/{model}",
        run_id,
        tags={VERSION: str(score)},
        description=f"{score:.3f} bits per character on valid\n\n{card}".strip()[:LIMIT],
        model_id=model,
    )
    versions = {v.version: v for v in client.search_model_versions(f"name = '{name}'")}
    versions[made.version] = made
    scores = {k: float(v.tags.get(VERSION, "inf")) for k, v in versions.items()}
    best = min(scores, key=lambda k: (scores[k], -int(k)))
    client.set_registered_model_alias(name, CHAMPION, best)
    client.set_tag(run_id, REGISTERED, f"{name} {made.version}")
    if best == made.version:
        about = f"Writes tweets; `{CHAMPION}` has the fewest bits per character on valid.\n\n{card}"
        client.update_registered_model(name, about.strip()[:LIMIT])


def log_checkpoints(client: "MlflowClient", run_id: str, kept: Sequence[Mapping[str, Any]]) -> None:
    """Log each kept checkpoint as a model whose weights lie in the workspace, with its point of the curve.

    What an earlier process of the same run has logged is left as it is.

    Args:
        kept: of each its `name`, `step`, `file`, `sha256` and `bits` on valid.
    """
    from mlflow.entities import LoggedModelOutput, Metric
    from mlflow.utils.time import get_current_time_millis

    run, now = client.get_run(run_id), get_current_time_millis()
    there = client.search_logged_models([run.info.experiment_id], f"source_run_id = '{run_id}'")
    known = {model.name for model in there}
    new = [one for one in kept if plain(one["name"]) not in known]
    if not new:
        return
    # The point that the run's own curve has at this step: the same time makes it the same point.
    times = {point.step: point.timestamp for point in client.get_metric_history(run_id, CURVE)}
    data, outputs, metrics = data_of(run), [], []
    for one in new:
        model = client.create_logged_model(
            run.info.experiment_id,
            plain(one["name"]),
            run_id,
            tags={"file": one["file"], "sha256": one["sha256"], "mlflow.model.isExternal": "true"},
            model_type=CHECKPOINT,
        )
        client.finalize_logged_model(model.model_id, "READY")
        step = one["step"]
        outputs.append(LoggedModelOutput(model.model_id, step))
        at = times.get(step, now)
        metrics.append(Metric(CURVE, one["bits"], at, step, model_id=model.model_id, **data))
    client.log_outputs(run_id, outputs)
    client.log_batch(run_id, metrics=metrics)
