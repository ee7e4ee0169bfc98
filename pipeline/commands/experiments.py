"""Commands that train more than one network, or one against the clock: race, sweep, seeds, audit."""

import math
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import click
import pandas as pd

from pipeline.commands import cli
from pipeline.core.errors import UserError
from pipeline.core.screen import Screen
from pipeline.core.workspace import Workspace, atomic, read_json
from pipeline.tracking.tracker import NullTracker

NAME = click.option("--name", default="demo", show_default=True, help="The folder under data/.")
TRACK = click.option("--track/--no-track", default=True, help="Log to MLflow (default) or not.")


def _tracked(track: bool, name: str, stage: str) -> AbstractContextManager[NullTracker]:
    """An MLflow run below the workspace's, or nothing."""
    from pipeline.tracking import tracker as tracking

    return tracking.stage_run(cli._root(), name, stage, name, {}) if track else nullcontext(NullTracker())


@click.command()
@NAME
@click.option("--corpus", default=None, help="A text file, read as one stream.")
@click.option("--seconds", default=97.0, show_default=True, help="Of training, validation included.")
@TRACK
def race(name: str, corpus: str | None, seconds: float, track: bool) -> None:
    """Train on one long text for so many seconds and score its last tenth."""
    given: dict[str, dict[str, Any]] = {"train": {"seconds": seconds}}
    cli.run_stages(("corpus", "train"), name, corpus, "race", track, False, given)
    workspace = cli._workspace(name)
    card = read_json(workspace.model)
    bits = card["test_bits_per_char"]
    Screen().say(
        f"{card['seconds']:.0f} s: test {bits * math.log(2):.4f} nats ({bits:.4f} bits) per character, "
        f"{card['epochs']:.1f} epochs"
    )


@click.command()
@NAME
@click.option("--trials", default=20, show_default=True, help="In all; those done before count.")
@click.option("--seconds", default=120.0, show_default=True, help="Of training for each trial.")
@TRACK
def sweep(name: str, trials: int, seconds: float, track: bool) -> None:
    """Search training settings (Optuna), each trial a nested run; the best becomes a preset file."""
    from pipeline.runner.configure import Choice, configure
    from pipeline.training import runtime

    workspace = cli._workspace(name)
    preset = configure(workspace, Choice())
    workspace.need(workspace.tweets, "corpus")
    runtime.start(training=True)
    from pipeline.training.sweep import search

    with _tracked(track, name, "sweep") as tracker:
        best = search(preset, workspace, trials, seconds, tracker, Screen())
        tracker.file(best)
    shown = best.relative_to(cli._root())
    Screen().say(f"best settings: {shown}; train with them by `make train NAME={name} PRESET={shown}`")


@click.command()
@NAME
@click.option("--count", default=5, show_default=True, help="Networks, the present one included.")
@TRACK
def seeds(name: str, count: int, track: bool) -> None:
    """Train networks from other seeds and say for which concepts a detector appears again."""
    from pipeline.neurons.elsewhere.seeds import other_seeds, summarise
    from pipeline.runner.configure import Choice, configure

    first = cli._workspace(name)
    stages = ("corpus", "train", "concepts", "scan", "certify")
    cli.run_stages(stages, name, None, None, track, False)
    own = configure(first, Choice()).train.seed
    known = read_json(first.folder / "workspace.json")
    workspaces: list[Workspace] = [first]
    for seed in other_seeds(own, count):
        other = f"{name}-seed{seed}"
        given = {**known["overrides"], "train": {**known["overrides"].get("train", {}), "seed": seed}}
        cli.run_stages(stages, other, known["corpus"], known["preset"], track, False, given)
        workspaces.append(cli._workspace(other))
    table = summarise(workspaces)
    with atomic(first.seeds) as temporary:
        table.to_parquet(temporary, index=False)
    with _tracked(track, name, "seeds") as tracker:
        tracker.table(table, "seeds")
    Screen().table(f"{count} networks", list(table.columns), table.itertuples(index=False))


@click.command()
@NAME
@click.option("--epochs", default=5.0, show_default=True, help="Of training on the copy with canaries.")
@TRACK
def audit(name: str, epochs: float, track: bool) -> None:
    """Plant random canaries in a training copy, train, and report their exposure by epoch."""
    from pipeline.runner.configure import Choice, configure
    from pipeline.training import runtime

    if not 0 < epochs < math.inf:
        raise UserError(f"--epochs must be more than 0, not {epochs:g}")
    workspace = cli._workspace(name)
    settings = configure(workspace, Choice()).train.model_copy(update={"epochs": epochs})
    frame = pd.read_parquet(workspace.need(workspace.tweets, "corpus"), columns=["text", "split"])
    texts = frame.text[frame.split == "train"].tolist()
    runtime.start(training=True)
    from pipeline.samples.memorisation.audit import audit as run
    from pipeline.samples.memorisation.audit import show
    from pipeline.training.audited import trainer

    with _tracked(track, name, "audit") as tracker:
        table = run(texts, trainer(workspace, settings, Screen()))
        with atomic(workspace.folder / "samples" / "audit.parquet") as temporary:
            table.to_parquet(temporary, index=False)
        show(table, tracker, Screen())
