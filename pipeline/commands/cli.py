"""The command line: one command a stage, errors as one line and exit code 2."""

import math
import os
import shlex
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import click

from pipeline.core.errors import UserError
from pipeline.core.screen import Screen
from pipeline.core.settings import Preset

STAGE_HELP = {
    "corpus": "Read a tweet file of any known form into the tweet table.",
    "train": "Train the two-layer LSTM on the tweet table, with MLflow tracking.",
    "concepts": "Label every concept in every tweet.",
    "bits": "Say where the bits go, beside an n-gram model and PPMd.",
    "scan": "Score every address for every concept in one pass.",
    "certify": "Choose detector neurons and prove them on held-out tweets.",
    "intervene": "Ablate, clamp and steer the detector neurons.",
    "generate": "Generate tweets, certify their novelty, export them.",
    "report": "Write the report as one HTML file.",
    "explore": "Write the explorer as one HTML file with the network inside.",
}
COMMANDS = {"concepts": "label"}  # `concepts` lists what can be labelled
EXIT_INTERRUPTED = 130
DOSES = "standard deviations a detector is held at, such as quotation=+2; give it once for each concept"
REJECT = "draw copies again: nearer than this quantile of real tweets (0.05 if no number follows)"


def _root() -> Path:
    """The folder that holds `data/` and `mlruns/`: the present one."""
    return Path.cwd()


def _workspace(name: str) -> Any:
    from pipeline.core.workspace import Workspace

    if not name or name != Path(name).name or name.startswith("."):
        raise UserError(f"NAME {name!r} cannot be a folder under data/: use letters, digits, - and _")
    return Workspace(_root() / "data" / name)


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every stage has."""
    for option in (
        click.option("--force", is_flag=True, help="Run even if nothing changed."),
        click.option("--track/--no-track", default=True, help="Log to MLflow (default) or not."),
        click.option("--preset", default=None, help="A name under pipeline/presets, or a .toml file."),
        click.option("--corpus", "corpus_path", default=None, help="The raw file."),
        click.option("--name", default="demo", show_default=True, help="The folder under data/."),
    ):
        command = option(command)
    return command


def _click_type(annotation: Any) -> Any:
    """The click type of a setting: choices and numbers as they are, the rest as text (JSON for lists)."""
    if get_origin(annotation) is Literal:
        return click.Choice([str(value) for value in get_args(annotation)])
    plain = [kind for kind in (get_args(annotation) or (annotation,)) if kind in (int, float)]
    return plain[0] if plain and get_origin(annotation) not in (tuple, dict) else str


class Dose(click.ParamType):
    """CONCEPT=NUMBER, as in `quotation=+2`: so many standard deviations of the concept's detector."""

    name = "concept=dose"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, float]:
        concept, sign, number = str(value).partition("=")
        try:
            dose = float(number)
        except ValueError:
            dose = math.nan
        if not (concept.strip() and sign and math.isfinite(dose)):
            self.fail(f"{value!r} is no CONCEPT=NUMBER, such as quotation=+2", param, ctx)
        return concept.strip(), dose


def _setting_options(stage: str) -> list[click.Option]:
    """One typed option for each setting of a stage, from its settings class."""
    if stage not in Preset.model_fields:  # it has no settings
        return []
    fields = Preset.model_fields[stage].annotation.model_fields  # type: ignore[union-attr]
    options = []
    for name, field in fields.items():
        if stage == "corpus" and name == "source":
            continue  # that is --corpus
        flag = f"--{name.replace('_', '-')}"
        if field.annotation is bool:
            flags = [f"{flag}/--no-{name.replace('_', '-')}", name]
            options.append(click.Option(flags, default=None, help=f"default {field.default}"))
            continue
        if field.annotation == dict[str, float]:
            options.append(click.Option([flag, name], type=Dose(), multiple=True, help=DOSES))
            continue
        if name == "reject_copies":  # alone it stands for a quantile that few real tweets are below
            options.append(
                click.Option([flag, name], type=float, is_flag=False, flag_value=0.05, help=REJECT)
            )
            continue
        kind = _click_type(field.annotation)
        shown = "{}" if field.default_factory else field.default
        options.append(click.Option([flag, name], type=kind, default=None, help=f"preset, or {shown!r}"))
    return options


def _given(stage: str, values: dict[str, Any]) -> dict[str, Any]:
    """The settings of a stage that were given: doses as a table, lists and other tables read from JSON.

    A list may also be written `a,b` and a table of one entry `key=value`.
    """
    import json
    from typing import get_origin

    known = Preset.model_fields.get(stage)
    fields = known.annotation.model_fields if known else {}  # type: ignore[union-attr]
    given = {}
    for name, value in values.items():
        if value is None or value == ():
            continue
        if isinstance(value, tuple):
            value = dict(value)
        if isinstance(value, str) and value[:1] in "[{" and fields[name].annotation is not str:
            try:
                value = json.loads(value)
            except ValueError as error:
                raise UserError(f"--{name.replace('_', '-')} is not valid JSON: {error}") from error
        elif isinstance(value, str) and get_origin(fields[name].annotation) is tuple:
            value = [part.strip() for part in value.split(",")]
        elif isinstance(value, str) and "=" in value and get_origin(fields[name].annotation) is dict:
            value = dict([value.split("=", 1)])
        given[name] = value
    return given


def run_stages(
    names: tuple[str, ...],
    name: str,
    corpus_path: str | None,
    preset: str | None,
    track: bool,
    force: bool,
    overrides: dict[str, dict[str, Any]] | None = None,
    passing: dict[str, dict[str, Any]] | None = None,
) -> None:
    """Configure the workspace and run the stages in order; `force` is for the last.

    `overrides` are remembered with the workspace, settings in `passing` hold for this call only.
    """
    from pipeline.runner.configure import Choice, configure, write_built_in
    from pipeline.runner.stages import BY_NAME, run_stage

    workspace, screen = _workspace(name), Screen()
    settings = configure(workspace, Choice(corpus_path, preset, overrides, passing))
    write_built_in(workspace, settings.corpus.source)
    ran = [
        run_stage(BY_NAME[stage], settings, workspace, _root(), screen, track, force and stage == names[-1])
        for stage in names
    ]
    if not any(ran):
        screen.say(f"nothing to do: all of {', '.join(names)} is up to date")


def _stage_command(stage: str) -> click.Command:
    """The command of one stage, its settings as typed options."""

    def callback(
        name: str, corpus_path: str | None, preset: str | None, track: bool, force: bool, **settings: Any
    ) -> None:
        run_stages((stage,), name, corpus_path, preset, track, force, {stage: _given(stage, settings)})

    command = click.command(COMMANDS.get(stage, stage), help=STAGE_HELP[stage])(common(callback))
    command.params.extend(_setting_options(stage))
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tweetscope")
def app() -> None:
    """Train a character LSTM on tweets, find its detector neurons, and prove each claim."""


for _stage in STAGE_HELP:
    app.add_command(_stage_command(_stage))


@app.command("run")
@click.argument("stages", nargs=-1, required=True)
@common
def run_command(
    stages: tuple[str, ...], name: str, corpus_path: str | None, preset: str | None, track: bool, force: bool
) -> None:
    """Run several STAGES in order; each that is up to date says so."""
    if unknown := [stage for stage in stages if stage not in STAGE_HELP]:
        raise UserError(f"no stage {unknown[0]!r}: there are {', '.join(STAGE_HELP)}")
    run_stages(stages, name, corpus_path, preset, track, force)


@contextmanager
def _one_line_errors() -> Any:
    """A mistake of the user is one line and exit code 2; Ctrl-C is a line and 130."""
    try:
        yield
    except UserError as error:
        click.echo(f"error: {' '.join(str(error).split())}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        click.echo("stopped: run the same command again to go on", err=True)
        sys.exit(EXIT_INTERRUPTED)


def more_arguments() -> list[str]:
    """What `make` passes on from ARGS, split at its quotes as a shell would and never run."""
    try:
        return shlex.split(os.environ.pop("TWEETSCOPE_ARGS", ""))
    except ValueError as error:
        raise UserError(f"ARGS has a quote or backslash without its end ({error})") from error


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; this is the console script `tweetscope`."""
    from pipeline.commands import lists  # imports this module, so not at the top

    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    lists.register(app)
    with _one_line_errors():
        try:
            app(
                [*(sys.argv[1:] if arguments is None else arguments), *more_arguments()],
                standalone_mode=False,
            )
        except click.ClickException as error:
            raise UserError(error.format_message()) from error
        except click.exceptions.Abort as error:
            raise KeyboardInterrupt from error
