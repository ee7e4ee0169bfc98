"""A search over training settings with Optuna: pruned, resumable, the best left as a preset file."""

import hashlib
import json
import math
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import optuna
import tensorflow as tf
import tomli_w
from optuna.trial import TrialState

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import Preset, TrainSettings
from pipeline.core.workspace import Workspace, atomic, sha256
from pipeline.tracking.tracker import NullTracker
from pipeline.training.records.columns import curve
from pipeline.training.sources import Tweets, load_parts
from pipeline.training.stage import Training
from pipeline.training.trainee import build

STARTUP = 4  # trials drawn at random and never pruned, before the others learn from them
BEST = "valid/best_bits_per_character"  # the metric of a trial, and of the search
TENTHS = 10  # a trial is compared with others at each tenth of its time
DONE = (TrialState.COMPLETE, TrialState.PRUNED)

Attempt = Callable[[optuna.Trial, TrainSettings, NullTracker], float]


def suggest(trial: optuna.Trial) -> dict[str, Any]:
    """The settings that a trial varies, and their ranges; to three digits, as they go into a preset."""
    values = {
        "learning_rate": trial.suggest_float("learning_rate", 1e-3, 4e-2, log=True),
        "batch_characters": trial.suggest_categorical("batch_characters", [4096, 8192, 16384]),
        "embedding": trial.suggest_categorical("embedding", [32, 64, 128]),
        "dropout": trial.suggest_float("dropout", 0.0, 0.3),
        "clip_norm": trial.suggest_float("clip_norm", 0.25, 4.0, log=True),
        "forget_bias": trial.suggest_float("forget_bias", 0.0, 2.0),
        "memory_span": trial.suggest_int("memory_span", 2, 300, log=True),
    }
    return {name: float(f"{v:.3g}") if isinstance(v, float) else v for name, v in values.items()}


class _Reporting(Training):
    """A training that reports to its trial at each tenth of the time, and stops when it is pruned."""

    trial: optuna.Trial
    told = 0

    def validate(self, row: dict[str, Any]) -> None:
        super().validate(row)
        reached = min(TENTHS, math.floor(TENTHS * self.share()))
        for tenth in range(self.told + 1, reached + 1):
            self.trial.report(row["valid_bits_per_char"], tenth)
        self.told = max(self.told, reached)
        if self.told and self.told < TENTHS and self.trial.should_prune():
            raise optuna.TrialPruned(f"after {self.told}0 % at {row['valid_bits_per_char']:.4f} bits/char")

    def run(self) -> None:
        super().run()
        if math.isnan(self.progress.history[-1]["valid_bits_per_char"]):  # the rate's end gains most
            self.validate(self._row(math.nan, math.nan, 0.0))
            self.save()


def attempt(workspace: Workspace) -> Attempt:
    """A function that trains with given settings and returns the best validation bits per character."""
    vocabulary, parts = load_parts(workspace)
    tf.get_logger().setLevel("ERROR")  # it takes a new network for each trial for a mistake

    def go(trial: optuna.Trial, settings: TrainSettings, tracker: NullTracker) -> float:
        keras.utils.clear_session()
        with tempfile.TemporaryDirectory() as folder:
            trainee = build(vocabulary.size, settings)
            source = Tweets(trainee, settings, parts)
            place = Workspace(Path(folder) / workspace.name)
            training = _Reporting(trainee, source, settings, place, tracker, QuietScreen(), "sweep")
            training.trial = trial
            try:
                training.run()
            finally:  # of a pruned trial too, one sees how far it came
                tracker.curve(curve(training.progress.history))
        return float(training.progress.best or math.inf)

    return go


def search(
    preset: Preset,
    workspace: Workspace,
    trials: int,
    seconds: float,
    tracker: NullTracker,
    screen: QuietScreen,
    make: Callable[[Workspace], Attempt] = attempt,
) -> Path:
    """Run trials until `trials` are done, those of earlier calls included; the path of the best preset.

    Each trial trains for `seconds` and is scored by its best validation bits per character; the test
    part is not touched. The study lies in `sweep.db`: a search that was stopped, however, goes on, and
    tries again the trial that it was stopped in. Trials of other settings, seconds or corpus are another
    study.

    Raises:
        UserError: no corpus, or no trial came to its end.
    """
    study = _study(preset.train, workspace, seconds)
    tracker.params({"trials": trials, "seconds": seconds})
    _take_up(study)
    if done := len(study.get_trials(states=DONE)):
        screen.say(f"{done} of {trials} trials are done")
    train = make(workspace) if done < trials else None
    while train is not None and (done := len(study.get_trials(states=DONE))) < trials:
        # Each trial has a seed of its own: one seed for all would draw the same again after a stop.
        study.sampler = optuna.samplers.TPESampler(
            n_startup_trials=STARTUP, seed=preset.train.seed + len(study.trials)
        )
        # One that is tried again has the name that it had: those done are as many.
        name = f"trial {done + 1}"
        outcome = _one(study, name, preset.train, seconds, train, tracker)
        screen.say(f"{name} of {trials}: {outcome}")
    path = _preset(study, preset, workspace)
    tracker.metrics({BEST: study.best_value})
    tracker.table(study.trials_dataframe(("number", "state", "value", "params", "duration")), "trials")
    return path


def _study(settings: TrainSettings, workspace: Workspace, seconds: float) -> optuna.Study:
    """The study of these settings, seconds and corpus, made or taken up."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    corpus = [sha256(workspace.need(path, "corpus")) for path in (workspace.tweets, workspace.vocabulary)]
    mark = json.dumps([settings.model_dump(), seconds, corpus], sort_keys=True)
    return optuna.create_study(
        study_name=f"{workspace.name}-{hashlib.sha256(mark.encode()).hexdigest()[:12]}",
        storage=f"sqlite:///{workspace.trials}",
        pruner=optuna.pruners.MedianPruner(n_startup_trials=STARTUP, n_warmup_steps=2),
        load_if_exists=True,
    )


def _take_up(study: optuna.Study) -> None:
    """Queue again, under their settings, the trials that an earlier search was stopped in."""
    for trial in study.get_trials(states=(TrialState.RUNNING,)):
        study.tell(trial.number, state=TrialState.FAIL)
        if trial.params:
            study.enqueue_trial(trial.params)


def _one(
    study: optuna.Study,
    name: str,
    settings: TrainSettings,
    seconds: float,
    train: Attempt,
    tracker: NullTracker,
) -> str:
    """One trial as a run of its own; how it ended. A network that diverges counts as pruned."""
    trial = study.ask()
    given = suggest(trial)
    trial.set_user_attr("settings", given)
    varied = settings.model_copy(update={**given, "seconds": seconds, "evaluate_every": 0.25})
    shown = "  ".join(f"{setting} {value}" for setting, value in given.items())
    with tracker.child(name) as run:
        run.params(given)
        try:
            bits = train(trial, varied, run)
        except (optuna.TrialPruned, UserError) as reason:
            study.tell(trial, state=TrialState.PRUNED)
            run.tags({"tweetscope.pruned": str(reason)})
            return f"pruned {reason}  {shown}"
        run.metrics({BEST: bits})
        study.tell(trial, bits)
    mark = "  the best so far" if study.best_trial.number == trial.number else ""
    return f"valid {bits:.4f} bits/char  {shown}{mark}"


def _preset(study: optuna.Study, preset: Preset, workspace: Workspace) -> Path:
    """The workspace's preset with the settings of the best trial, as a file beside the study."""
    done = study.get_trials(states=DONE)
    if not study.get_trials(states=(TrialState.COMPLETE,)):
        raise UserError(f"none of {len(done)} trials finished: give more --trials or --seconds")
    values = preset.model_dump(mode="json", exclude_unset=True)
    values.get("corpus", {}).pop("source", None)  # a preset is for any corpus
    values["train"] = {**values.get("train", {}), **study.best_trial.user_attrs["settings"]}
    given = {
        stage: {name: value for name, value in settings.items() if value is not None}
        for stage, settings in values.items()
    }
    head = (
        f"# The best of {len(done)} trials: {study.best_value:.4f} bits per character on valid.\n"
        f"# Tried: {', '.join(study.best_trial.user_attrs['settings'])}; the rest is as it was.\n\n"
    )
    with atomic(workspace.sweep) as temporary:
        temporary.write_text(head + tomli_w.dumps(given), encoding="utf-8")
    return workspace.sweep
