"""The stages in order: what each reads and writes, when it is current, and how it is run.

A stage runs when the values of its settings or the bytes of its inputs changed since its last run, or an
artefact of it is missing or altered; otherwise it says that it is up to date.
"""

import importlib
import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import Preset, Settings
from pipeline.core.workspace import Workspace, fingerprint, is_current, read_json, versions, write_manifest
from pipeline.runner import notes
from pipeline.tracking import tracker as tracking
from pipeline.tracking.tracker import NullTracker
from pipeline.training import runtime

Paths = Callable[[Workspace, Preset], list[Path]]


@dataclass(frozen=True)
class Stage:
    """One stage: its module has `run(settings, workspace, tracker, screen) -> counts`."""

    name: str
    module: str
    inputs: Paths
    outputs: Paths
    trains: bool = False  # needs TensorFlow, its threads set up for training


def _corpus_inputs(workspace: Workspace, preset: Preset) -> list[Path]:
    source = Path(preset.corpus.source)
    return [source] if source.is_file() else []  # what it is instead, the stage itself says


def _corpus_outputs(workspace: Workspace, preset: Preset) -> list[Path]:
    if preset.corpus.kind == "stream":
        return [workspace.stream, workspace.vocabulary]
    return [workspace.tweets, workspace.rejects, workspace.vocabulary]


def _train_inputs(workspace: Workspace, preset: Preset) -> list[Path]:
    return [path for path in _corpus_outputs(workspace, preset) if path != workspace.rejects]


def _optional(*paths: Path) -> list[Path]:
    return [path for path in paths if path.exists()]


def _concept_inputs(workspace: Workspace, preset: Preset) -> list[Path]:
    return [workspace.tweets, *_optional(*map(Path, preset.concepts.spans))]  # the stage says what is missing


STAGES = (
    Stage("corpus", "pipeline.corpus.stage", _corpus_inputs, _corpus_outputs),
    Stage(
        "train",
        "pipeline.training.stage",
        _train_inputs,
        lambda w, p: [w.model, w.weights, w.history, w.model_card],
        trains=True,
    ),
    Stage("concepts", "pipeline.concepts.stage", _concept_inputs, lambda w, p: [w.spans]),
    Stage(
        "bits",
        "pipeline.evaluation.stage",
        lambda w, p: [w.tweets, w.spans, w.vocabulary, w.weights],
        lambda w, p: [w.bits],
    ),
    Stage(
        "scan",
        "pipeline.neurons.scan.stage",
        lambda w, p: [w.tweets, w.spans, w.vocabulary, w.weights],
        lambda w, p: [w.scan],
    ),
    Stage(
        "certify",
        "pipeline.neurons.certify.stage",
        lambda w, p: [w.tweets, w.spans, w.vocabulary, w.weights, w.scan],
        lambda w, p: [w.certificates, w.passages, w.probes],
    ),
    Stage(
        "intervene",
        "pipeline.neurons.intervene.stage",
        lambda w, p: [w.tweets, w.spans, w.vocabulary, w.weights, w.scan, w.certificates],
        lambda w, p: [w.interventions],
    ),
    Stage(
        "generate",
        "pipeline.samples.stage",
        lambda w, p: [w.tweets, w.vocabulary, w.weights, *_optional(w.certificates)],
        lambda w, p: [w.samples, w.samples.with_suffix(".jsonl"), w.samples.with_suffix(".csv")],
    ),
    Stage(
        "report",
        "pipeline.report.stage",
        lambda w, p: [
            w.vocabulary,
            *_optional(w.tweets, w.stream, w.history, w.model, w.scan, w.certificates, w.passages),
            *_optional(
                w.probes, w.interventions, w.samples, w.quality, w.bits, w.seeds, w.manifest("corpus")
            ),
        ],
        lambda w, p: [w.report],
    ),
    Stage(
        "explore",
        "pipeline.explorer.stage",
        lambda w, p: [
            w.vocabulary,
            w.model,
            w.weights,
            *_optional(w.tweets, w.stream, w.certificates, w.passages, w.probes, w.interventions, w.samples),
        ],
        lambda w, p: [w.explorer],
    ),
)
BY_NAME = {stage.name: stage for stage in STAGES}
GROUPS = {
    "analyze": ("corpus", "train", "concepts", "bits", "scan", "certify", "intervene"),
    "all": tuple(BY_NAME),
}


def _commit(root: Path) -> str:
    """The git commit of the checkout, or a word that there is none."""
    try:
        found = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=False, timeout=5
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return found.stdout.strip() or "unknown"


def _flat(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested settings with names joined by dots."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        inner = _flat(value, f"{prefix}{name}.") if isinstance(value, dict) and value else None
        flat.update(inner if inner is not None else {f"{prefix}{name}": value})
    return flat


def run_stage(
    stage: Stage,
    preset: Preset,
    workspace: Workspace,
    root: Path,
    screen: QuietScreen,
    track: bool = True,
    force: bool = False,
) -> bool:
    """Run one stage unless it is current; True when it ran.

    Raises:
        UserError: an input is missing, or the stage says what is wrong.
    """
    settings: Settings = getattr(preset, stage.name, Settings())  # a stage may have none
    inputs = stage.inputs(workspace, preset)
    for path in inputs:
        if not path.exists():
            raise UserError(f"{path} is missing: run the stages before {stage.name} first (`make help`)")
    mark = fingerprint(_values(stage, settings), inputs)
    if not force and is_current(workspace, stage.name, mark, stage.outputs(workspace, preset)):
        screen.say(f"{stage.name}: up to date ({workspace.folder})")
        return False
    screen.say(f"{stage.name}: {workspace.folder}")
    if stage.trains:
        runtime.start(training=True)
    module = importlib.import_module(stage.module)
    if not track:
        counts = module.run(settings, workspace, NullTracker(), screen)
    else:
        counts = _tracked(module.run, stage, settings, workspace, root, screen, mark)
    write_manifest(workspace, stage.name, mark, stage.outputs(workspace, preset), counts)
    return True


def _values(stage: Stage, settings: Settings) -> dict[str, Any]:
    """Setting values for the fingerprint; the raw file counts by its bytes, not by its path."""
    values = settings.model_dump(mode="json")
    if stage.name == "corpus" and values["source"]:
        values["source"] = Path(values["source"]).name
    return values


def _tracked(
    run: Callable[..., dict[str, Any]],
    stage: Stage,
    settings: Settings,
    workspace: Workspace,
    root: Path,
    screen: QuietScreen,
    mark: dict[str, Any],
) -> dict[str, Any]:
    """The stage inside an MLflow run with its settings, versions and commit."""
    import hashlib

    key = hashlib.sha256(json.dumps(mark, sort_keys=True).encode()).hexdigest()
    tags = {"git_commit": _commit(root), **{f"version.{n}": v for n, v in versions().items()}}
    with tracking.stage_run(root, workspace.name, stage.name, key, tags) as tracker:
        tracker.params(_flat(settings.model_dump(mode="json")))
        counts = run(settings, workspace, tracker, screen)
        # What counts hold by concept or by split stands in tables; here it would be a wall of bars.
        numbers = {name: float(value) for name, value in counts.items() if isinstance(value, int | float)}
        tracker.metrics(numbers)
        if stage.name == "train":
            _register(tracker, workspace)
        tracker.note(notes.describe(stage.name, workspace, counts, tracker.links))
        return counts


def _register(tracker: NullTracker, workspace: Workspace) -> None:
    """Log the curve as a figure, and the trained model with its signature, ready to be served.

    What is served writes tweets; a network of a stream knows none.
    """
    import pandas as pd

    serving = importlib.import_module("pipeline.samples.serving.arguments")
    card = read_json(workspace.model)
    name = f"tweetscope-{workspace.name}"
    figures = importlib.import_module("pipeline.figures.course")
    tracker.figure(figures.training(pd.read_parquet(workspace.history), card.get("step")), "curve")
    if workspace.tweets.exists():
        tracker.model(serving.log_arguments(workspace), name, card["valid_bits_per_char"])
