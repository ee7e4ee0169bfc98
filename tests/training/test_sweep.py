"""The search prunes, goes on after a kill, keeps studies apart, and leaves a preset that trains."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import optuna
import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.preset import load_preset
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings, Preset, TrainSettings
from pipeline.core.workspace import Workspace
from pipeline.tracking.tracker import NullTracker
from pipeline.training import sweep

BASE = Preset(
    corpus=CorpusSettings(source="somewhere.json", min_count=3),
    train=TrainSettings(units=8, embedding=4, precision="float32", seed=5, warmup_steps=2),
)
PROGRAM = """
import sys, time
from pathlib import Path
from pipeline.training import sweep
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import Preset
from pipeline.tracking.tracker import NullTracker
from pipeline.core.workspace import Workspace
def slow(workspace):
    def go(trial, settings, tracker):
        print(trial.number, flush=True)
        time.sleep(0.1 if trial.number < 2 else 60)
        return 2.0 - trial.number / 10
    return go
sweep.search(Preset(), Workspace(Path(sys.argv[1])), 4, 9, NullTracker(), QuietScreen(), slow)
"""


class Said(QuietScreen):
    """Keeps the lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


class Recorder(NullTracker):
    """Keeps what is logged, the children by name."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}
        self.numbers: dict[str, float] = {}
        self.steps: list[int] = []
        self.children: dict[str, Recorder] = {}

    def params(self, values: dict[str, Any]) -> None:
        self.given |= values

    def metrics(self, values: dict[str, float], step: int | None = None) -> None:
        self.numbers |= values

    def curve(self, rows: list[dict[str, Any]]) -> None:
        self.steps = [row["step"] for row in rows]

    @contextmanager
    def child(self, name: str) -> Iterator[NullTracker]:
        self.children[name] = Recorder()
        yield self.children[name]


def _bowl(workspace: Workspace) -> sweep.Attempt:
    """A stand-in for training: a known function of the settings, told tenth by tenth."""

    def go(trial: optuna.Trial, settings: TrainSettings, tracker: NullTracker) -> float:
        bits = 2 + abs(settings.dropout - 0.1) + (settings.embedding != 64)
        for tenth in range(1, 11):
            trial.report(bits + 1 / tenth, tenth)
            if trial.should_prune():
                raise optuna.TrialPruned(f"after {tenth}0 %")
        return bits

    return go


def _search(workspace: Workspace, trials: int, screen: Any = None, **changes: Any) -> Path:
    options = {"seconds": 9.0, "tracker": NullTracker(), "make": _bowl, **changes}
    return sweep.search(BASE, workspace, trials, screen=screen or QuietScreen(), **options)


def _trials(workspace: Workspace) -> pd.DataFrame:
    """All trials of the one study."""
    storage = f"sqlite:///{workspace.folder / 'sweep.db'}"
    [name] = optuna.get_all_study_names(storage)
    return optuna.load_study(study_name=name, storage=storage).trials_dataframe()


def test_the_best_trial_is_a_preset_that_loads(corpus: Workspace) -> None:
    """Least bits; the settings of the other stages stay, the raw file's path does not."""
    path = _search(corpus, 12)
    frame = _trials(corpus)
    best = frame.loc[frame["value"].idxmin()]
    loaded = load_preset(str(path))
    assert loaded.train.embedding == best["params_embedding"]
    assert loaded.train.dropout == pytest.approx(best["params_dropout"], rel=0.01)
    assert (loaded.train.units, loaded.train.seconds) == (8, 0)
    assert loaded.scan == BASE.scan
    assert loaded.corpus == CorpusSettings(min_count=3)


def test_hopeless_trials_are_pruned_and_count(corpus: Workspace) -> None:
    """The first four are never pruned; a pruned one is told, and never the best."""
    screen = Said()
    _search(corpus, 14, screen)
    states = _trials(corpus)["state"]
    assert len(states) == 14
    assert (states[:4] == "COMPLETE").all()
    pruned = [line for line in screen.lines if "pruned after" in line]
    assert len(pruned) == (states == "PRUNED").sum() > 0


def test_a_search_in_two_sittings_draws_no_settings_twice(corpus: Workspace) -> None:
    """The second sitting adds what is missing, with settings of its own; a third has nothing to do."""
    screen = Said()
    _search(corpus, 3)
    _search(corpus, 6, screen)
    frame = _trials(corpus)
    assert len(frame) == 6
    assert frame["params_learning_rate"].nunique() == 6
    assert screen.lines[0] == "3 of 6 trials are done"
    again = Said()
    _search(corpus, 6, again)
    assert again.lines == ["6 of 6 trials are done"]


def test_other_seconds_are_another_study(corpus: Workspace) -> None:
    """Bits after nine seconds and after ninety are not compared."""
    _search(corpus, 2)
    screen = Said()
    _search(corpus, 2, screen, seconds=90.0)
    assert [line[:12] for line in screen.lines] == ["trial 1 of 2", "trial 2 of 2"]


def test_a_killed_search_tries_the_trial_again(corpus: Workspace) -> None:
    """`kill -9` in the third trial: its settings come first in the next sitting, and nothing is left open."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(corpus.folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert [process.stdout.readline().strip() for _ in range(3)] == ["0", "1", "2"]
    time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    sweep.search(Preset(), corpus, 4, 9, NullTracker(), QuietScreen(), _bowl)
    frame = _trials(corpus)
    assert frame["state"].tolist() == ["COMPLETE", "COMPLETE", "FAIL", "COMPLETE", "COMPLETE"]
    params = frame.filter(like="params_")
    assert params.iloc[3].equals(params.iloc[2])
    assert params.drop(index=2).drop_duplicates().shape[0] == 4


def test_a_network_that_diverges_does_not_end_the_search(corpus: Workspace) -> None:
    """Its line says why; when none came to its end, that is the error."""

    def diverging(workspace: Workspace) -> sweep.Attempt:
        def go(trial: optuna.Trial, settings: TrainSettings, tracker: NullTracker) -> float:
            raise UserError("the loss is not finite at step 3")

        return go

    screen = Said()
    with pytest.raises(UserError, match="none of 2 trials"):
        _search(corpus, 2, screen, make=diverging)
    assert all("not finite at step 3" in line for line in screen.lines)
    assert not (corpus.folder / "sweep.toml").exists()


def test_real_trials_are_runs_with_their_curves(corpus: Workspace) -> None:
    """Two trials of a second each: a child run with its settings, its curve, and its score."""
    tracker = Recorder()
    _search(corpus, 2, seconds=1.0, tracker=tracker, make=sweep.attempt)
    assert list(tracker.children) == ["trial 1", "trial 2"]
    for child in tracker.children.values():
        assert {"learning_rate", "dropout"} < set(child.given)
        assert child.steps == sorted(child.steps) != []
        assert 0 < child.numbers[sweep.BEST] < 10
    scores = [child.numbers[sweep.BEST] for child in tracker.children.values()]
    assert tracker.numbers[sweep.BEST] == min(scores)


def test_without_a_corpus_there_is_one_line(tmp_path: Path) -> None:
    """It names the target that is missing."""
    with pytest.raises(UserError, match="make corpus NAME=none"):
        _search(Workspace(tmp_path / "none"), 1)
