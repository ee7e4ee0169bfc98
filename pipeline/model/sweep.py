"""A search over training settings with Optuna: pruned, resumable, the best left as a preset file."""

import json
import tempfile
from pathlib import Path
from typing import Any

import optuna

from pipeline.model.sources import Tweets, load_parts
from pipeline.model.train import Training
from pipeline.model.trainee import build
from pipeline.screen import QuietScreen
from pipeline.settings import TrainSettings
from pipeline.tracking import NullTracker
from pipeline.workspace import Workspace, atomic


def suggest(trial: optuna.Trial) -> dict[str, Any]:
    """The settings that a trial varies, and their ranges."""
    return {
        "learning_rate": trial.suggest_float("learning_rate", 1e-3, 1.2e-2, log=True),
        "batch_characters": trial.suggest_categorical("batch_characters", [4096, 8192, 16384]),
        "embedding": trial.suggest_categorical("embedding", [32, 64, 128]),
        "dropout": trial.suggest_float("dropout", 0.0, 0.3),
        "clip_norm": trial.suggest_float("clip_norm", 0.25, 4.0, log=True),
        "forget_bias": trial.suggest_float("forget_bias", 0.0, 2.0),
    }


class _Reporting(Training):
    """A training that tells the trial each validation and stops when it is pruned."""

    trial: optuna.Trial

    def validate(self, row: dict[str, Any]) -> None:
        super().validate(row)
        self.trial.report(row["valid_bits_per_char"], self.progress.step)
        if self.trial.should_prune():
            raise optuna.TrialPruned


def search(
    settings: TrainSettings,
    workspace: Workspace,
    trials: int,
    seconds: float,
    tracker: NullTracker,
    screen: QuietScreen,
) -> Path:
    """Run trials until `trials` are done, those of earlier calls included; the path of the best preset.

    Each trial trains for `seconds` and is scored by its best validation bits per character; the test
    part is not touched. The study lies in `sweep.db`, so that a stopped search goes on.
    """
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        study_name=workspace.name,
        storage=f"sqlite:///{workspace.folder / 'sweep.db'}",
        sampler=optuna.samplers.TPESampler(seed=settings.seed),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=4, n_warmup_steps=1),
        load_if_exists=True,
    )
    vocabulary, parts = load_parts(workspace)

    def objective(trial: optuna.Trial) -> float:
        varied = settings.model_copy(update={**suggest(trial), "seconds": seconds, "evaluate_every": 0.25})
        with tracker.child(f"trial {trial.number}") as run, tempfile.TemporaryDirectory() as folder:
            run.params(trial.params)
            trainee = build(vocabulary.size, varied)
            source = Tweets(trainee, varied, parts)
            place = Workspace(Path(folder) / workspace.name)
            training = _Reporting(trainee, source, varied, place, run, QuietScreen(), "sweep")
            training.trial = trial
            training.run()
            best = float(training.progress.best or float("inf"))
            run.metrics({"best_valid_bits_per_char": best})
        screen.say(f"trial {trial.number}: valid {best:.4f} bits/char  {json.dumps(trial.params)}")
        return best

    done = sum(trial.state.is_finished() for trial in study.trials)
    study.optimize(objective, n_trials=max(0, trials - done))
    return _preset(study, settings, workspace)


def _preset(study: optuna.Study, settings: TrainSettings, workspace: Workspace) -> Path:
    """The best trial as a preset file beside the study."""
    best = settings.model_copy(update=study.best_params)
    path = workspace.folder / "sweep.toml"
    lines = [
        f"# The best of {len(study.trials)} trials: {study.best_value:.4f} bits per character on valid.",
        "[train]",
        *(f"{name} = {json.dumps(value)}" for name, value in best.model_dump().items()),
    ]
    with atomic(path) as temporary:
        temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
