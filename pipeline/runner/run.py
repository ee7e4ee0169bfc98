"""Run stages: each unless it is current, inside an MLflow run, with a manifest and its cost left behind."""

import hashlib
import importlib
import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.core import manifest
from pipeline.core.engine import opened
from pipeline.core.errors import NothingToFind, UserError
from pipeline.core.lock import held
from pipeline.core.screen import Screen
from pipeline.core.settings import EngineSettings, Preset, Settings
from pipeline.core.workspace import Workspace, versions
from pipeline.runner import profile
from pipeline.runner.configure import Choice, choice_of, configure, restore, write_built_in
from pipeline.runner.freshness import fingerprint, settings_of, stale, write_manifest
from pipeline.runner.logged import register
from pipeline.runner.measures import measures
from pipeline.runner.registry import BY_NAME, BY_PROMINENCE, STAGES, Stage
from pipeline.runner.summary import summary
from pipeline.runner.trust import accept, check_inputs, drop_damaged
from pipeline.tracking import tracker as tracking
from pipeline.tracking.tracker import NullTracker, Session


@dataclass(frozen=True)
class Request:
    """What one command asks for.

    Attributes:
        root: the folder that holds `data/` and `mlruns/`.
        workspace: where the artefacts lie.
        choice: raw file, preset and settings, as far as they are given.
        track: log to MLflow.
        force: run the last stage even if it is current.
        engine: where partitions are worked on.
        accept: take files that others than their stage wrote as they are.
        session: with the MLflow store, over all stages of the command.
    """

    root: Path
    workspace: Workspace
    choice: Choice = field(default_factory=Choice)
    track: bool = True
    force: bool = False
    engine: EngineSettings = field(default_factory=EngineSettings)
    accept: bool = False
    session: Session = field(default_factory=Session)


def run_stages(names: Sequence[str], request: Request, screen: Screen) -> None:
    """Configure the workspace and run the stages in order; then say what each cost.

    Raises:
        UserError: an input is missing, a setting is not valid, or a stage says what is wrong.
    """
    workspace = request.workspace
    configure(workspace, request.choice, remember=False)  # a mistake leaves nothing behind, no folder either
    with held(workspace.folder):
        drop_damaged(workspace, screen)
        if request.accept:
            accept(workspace, screen)
        ran = _run(names, request, screen)
    if not ran:
        screen.say(f"nothing to do: all of {', '.join(names)} is up to date")
    if len(ran) > 1:
        screen.show("What each stage took", *_costs(request.workspace, ran))


def _run(names: Sequence[str], request: Request, screen: Screen) -> list[str]:
    """Run the stages in order; those that were not up to date. A choice that nothing came of is forgotten."""
    ran: list[str] = []
    skipped: list[str] = []
    before = choice_of(request.workspace)
    preset = configure(request.workspace, request.choice)
    try:
        write_built_in(request.workspace, preset.corpus.source)
        for name in names:
            force = request.force and name == names[-1]
            if (without := _fed_by(name, skipped, request.workspace, preset)) is not None:
                skipped.append(name)
                screen.say(f"{name}: left out, since it needs what {without} finds")
                continue
            try:
                if run_stage(BY_NAME[name], preset, request, screen, force):
                    ran.append(name)
            except NothingToFind as error:
                if len(names) == 1:
                    raise
                skipped.append(name)
                screen.warn(f"{error}: {name} is left out, all that can be made without it is made")
    except UserError:
        if not ran:
            restore(request.workspace, before)
        raise
    return ran


def _fed_by(name: str, skipped: Sequence[str], workspace: Workspace, preset: Preset) -> str | None:
    """The stage that was left out and writes a file which this one needs; None without one."""
    needed = set(BY_NAME[name].inputs(workspace, preset))
    return next((one for one in skipped if needed & set(BY_NAME[one].outputs(workspace, preset))), None)


def _costs(workspace: Workspace, names: Sequence[str]) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    profiles = {name: manifest.read(workspace.manifest(name))["profile"] for name in names}
    rows = [
        (name, f"{p['wall_s']:,.0f} s", f"{p['cpu_s']:,.0f} s", f"{p['peak_bytes'] / 1e9:.1f} GB")
        for name, p in profiles.items()
    ]
    return ("stage", "wall", "CPU", "peak memory"), rows


def run_stage(stage: Stage, preset: Preset, request: Request, screen: Screen, force: bool = False) -> bool:
    """Run one stage unless it is current; True when it ran.

    Raises:
        UserError: an input is missing, or the stage says what is wrong.
    """
    workspace = request.workspace
    for path in stage.inputs(workspace, preset):
        if not path.exists():
            raise UserError(f"{path} is missing: run {_before(stage)} first, or `make analyze`")
    check_inputs(stage, workspace, preset, request.accept, screen)
    mark = fingerprint(stage, workspace, preset)
    reason = "it is forced" if force else stale(stage, workspace, preset, mark)
    if reason is None:
        screen.say(f"{stage.name}: up to date ({workspace.folder})")
        return False
    screen.begin(workspace.tables(stage.name))
    screen.say(f"{stage.name}: runs in {workspace.folder}, because {reason}")
    _tracked(stage, preset, request, screen, mark)
    screen.end()
    return True


def _before(stage: Stage) -> str:
    """The stages before one, as words."""
    names = [one.name for one in STAGES[: STAGES.index(stage)]]
    return ", ".join(f"`tweetscope {name}`" for name in names[-2:]) or "the command again"


def _module(stage: Stage) -> Any:
    """The stage's module, imported only now: some bring TensorFlow, whose threads must be set first."""
    if stage.trains:
        importlib.import_module("pipeline.training.runtime").start(training=True)
    return importlib.import_module(stage.module)


def _tracked(stage: Stage, preset: Preset, request: Request, screen: Screen, mark: dict[str, Any]) -> None:
    """Run the stage, on the engine that is asked for where it has partitions, and leave its manifest.

    The manifest is there before the end of tracking: what is made is made, whatever becomes of the log.
    """
    run: Callable[..., dict[str, Any]] = _module(stage).run
    settings, workspace = settings_of(stage, preset), request.workspace
    with (
        _logged(stage, request, settings, mark, screen) as tracker,
        opened_for(stage, request, screen) as engine,
    ):
        with profile.measured() as cost:
            counts = run(settings, workspace, tracker, screen, **engine)
        write_manifest(stage, workspace, preset, mark, counts, cost)
        for line in summary(stage.name, workspace, counts):
            screen.say(f"  {line}")
        tracker.metrics(measures(stage.name, counts))
        if stage.trains and request.track:
            register(tracker, workspace)
        tracker.note(stage.note(workspace, counts, tracker.links))


@contextmanager
def opened_for(stage: Stage, request: Request, screen: Screen) -> Iterator[dict[str, Any]]:
    """A stage's arguments about the engine: the engine if it works by partition, or the processes."""
    if stage.trains:
        with _beside(request.engine, screen) as others:
            yield others
        return
    if not stage.partitioned:
        yield {}
        return
    with opened(request.engine, screen) as engine:
        yield {"engine": engine}


@contextmanager
def _beside(engine: EngineSettings, screen: Screen) -> Iterator[dict[str, Any]]:
    """A training's arguments about the processes that train beside this one, on this machine or on Dask."""
    if engine.processes == 1:
        yield {}
    elif engine.engine == "local":
        yield {"processes": engine.processes}
    else:
        with opened(engine, screen) as dask:
            yield {"processes": engine.processes, "dask": dask}


@contextmanager
def _logged(
    stage: Stage, request: Request, settings: Settings, mark: dict[str, Any], screen: Screen
) -> Iterator[NullTracker]:
    """An MLflow run with the stage's settings, versions and commit, if that is asked for."""
    if not request.track:
        yield NullTracker()
        return
    name = request.workspace.name
    key = hashlib.sha256(json.dumps(mark, sort_keys=True).encode()).hexdigest()
    tags = {"git_commit": _commit(request.root), **{f"version.{n}": v for n, v in versions().items()}}
    with tracking.stage_run(
        request.root, name, stage.name, key, tags, BY_PROMINENCE, request.session, screen
    ) as tracker:
        tracker.params(flat(settings.model_dump(mode="json")))
        yield tracker


def _commit(root: Path) -> str:
    """The git commit of the checkout, or a word that there is none."""
    try:
        found = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=False, timeout=5
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return found.stdout.strip() or "unknown"


def flat(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested settings with names joined by dots.

    >>> flat({"a": {"b": 1}, "c": {}})
    {'a.b': 1, 'c': {}}
    """
    found: dict[str, Any] = {}
    for name, value in values.items():
        inner = flat(value, f"{prefix}{name}.") if isinstance(value, dict) and value else None
        found.update(inner if inner is not None else {f"{prefix}{name}": value})
    return found
