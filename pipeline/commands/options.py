"""Options that several commands share, and the options of a stage from its settings."""

import json
import math
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import click
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from pipeline.core.errors import UserError
from pipeline.core.settings import EngineSettings, Settings
from pipeline.core.workspace import Workspace
from pipeline.runner.configure import Choice
from pipeline.runner.run import Request

LONGEST_NAME = 64  # bytes: a name of a file has 255 on common systems, and seeds add to it
COPIES = 0.05  # the quantile that --reject-copies stands for without a number

NAME = click.option("--name", default="demo", show_default=True, help="The folder under data/.")
CORPUS = click.option("--corpus", default=None, help="The raw file.")
PRESET = click.option("--preset", default=None, help="A preset of the program, or the path of a .toml file.")
TRACK = click.option("--track/--no-track", default=True, help="Log to MLflow (default) or not.")
FORCE = click.option("--force", is_flag=True, help="Run even if nothing changed.")
ACCEPT = click.option(
    "--accept", is_flag=True, help="Take files in the workspace that its stages did not write as they are."
)
VERBOSE = click.option("--verbose", is_flag=True, help="Show the tables of each stage.")
ENGINE_KEY = "tweetscope.engine"  # of click's context, where the options of the engine are gathered


def _gather(context: click.Context, option: click.Parameter, value: Any) -> None:
    if value is not None:
        context.meta.setdefault(ENGINE_KEY, {})[option.name] = value


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """An option for each setting of the engine, also from the environment as TWEETSCOPE_ENGINE and so on."""
    for name, field in reversed(EngineSettings.model_fields.items()):
        command = click.option(
            f"--{name}",
            type=_click_type(field.annotation),
            default=None,
            envvar=f"TWEETSCOPE_{name.upper()}",
            expose_value=False,
            callback=_gather,
            help=f"{field.description} {_limits(field)}",
        )(command)
    return command


def engine() -> EngineSettings:
    """The engine that the command line asks for.

    Raises:
        UserError: a value is not valid.
    """
    context = click.get_current_context(silent=True)
    try:
        return EngineSettings.model_validate(context.meta.get(ENGINE_KEY, {}) if context else {})
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(f"--{first['loc'][0]}: {first['msg']} (got {first['input']!r})") from error


def stage_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every stage has."""
    for option in (VERBOSE, ACCEPT, FORCE, TRACK, PRESET, CORPUS, NAME):
        command = option(command)
    return engine_options(command)


@dataclass(frozen=True)
class StageOptions:
    """What the options that every stage has were given."""

    name: str
    corpus: str | None
    preset: str | None
    track: bool
    force: bool
    accept: bool
    verbose: bool

    @classmethod
    def taken(cls, values: dict[str, Any]) -> "StageOptions":
        """Those among the values of a command's options, which keep the rest."""
        return cls(**{field.name: values.pop(field.name) for field in fields(cls)})

    def request(
        self,
        overrides: dict[str, dict[str, Any]] | None = None,
        passing: dict[str, dict[str, Any]] | None = None,
    ) -> Request:
        """The request, as `request` makes it."""
        return request(
            self.name, self.corpus, self.preset, self.track, self.force, overrides, passing, self.accept
        )


def root() -> Path:
    """The folder that holds `data/` and `mlruns/`: the present one."""
    return Path.cwd()


def workspace(name: str) -> Workspace:
    """The workspace of a name.

    Raises:
        UserError: the name has other characters than letters, digits, `-`, `_` and `.`, begins with one of
            the last three, or is longer than LONGEST_NAME bytes.
    """
    plain = name.replace("-", "").replace("_", "").replace(".", "")
    if not (plain.isalnum() and name[0].isalnum()) or len(os.fsencode(name)) > LONGEST_NAME:
        raise UserError(
            f"NAME {name!r} cannot be a folder under data/: use letters, digits, - _ and ., the first a "
            f"letter or digit, at most {LONGEST_NAME} bytes (letters outside ASCII count two to four)"
        )
    return Workspace(root() / "data" / name)


def request(
    name: str,
    corpus: str | None = None,
    preset: str | None = None,
    track: bool = True,
    force: bool = False,
    overrides: dict[str, dict[str, Any]] | None = None,
    passing: dict[str, dict[str, Any]] | None = None,
    accept: bool = False,
) -> Request:
    """A request from the values of options; `overrides` are remembered, `passing` holds for this call."""
    return Request(
        root(), workspace(name), Choice(corpus, preset, overrides, passing), track, force, engine(), accept
    )


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
            self.fail(f"{value!r} is not CONCEPT=NUMBER, such as quotation=+2", param, ctx)
        return concept.strip(), dose


def setting_options(settings: type[Settings]) -> list[click.Option]:
    """One typed option for each setting; its help is the setting's reason, default and range."""
    return [_option(name, field) for name, field in settings.model_fields.items() if name != "source"]


def _option(name: str, field: FieldInfo) -> click.Option:
    flag = f"--{name.replace('_', '-')}"
    told = f"{field.description} {_limits(field)}"
    if field.annotation in (bool, bool | None):
        return click.Option([f"{flag}/--no-{name.replace('_', '-')}", name], default=None, help=told)
    if field.annotation == dict[str, float]:
        return click.Option([flag, name], type=Dose(), multiple=True, help=told)
    if name == "reject_copies":  # alone it stands for a quantile that few real tweets are below
        told += f" (without a number: {COPIES})"
        return click.Option([flag, name], type=float, is_flag=False, flag_value=COPIES, help=told)
    return click.Option([flag, name], type=_click_type(field.annotation), default=None, help=told)


def _limits(field: FieldInfo) -> str:
    """The default and the range of a setting, in brackets."""
    words = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
    default = field.get_default(call_default_factory=True)
    shown = "none" if default in (None, "", (), {}) else str(default)
    limits = [
        f"{word} {getattr(limit, key):g}"
        for limit in field.metadata
        for key, word in words.items()
        if getattr(limit, key, None) is not None
    ]
    return f"[default: {'; '.join([shown, *limits])}]"


def _click_type(annotation: Any) -> Any:
    """The click type of a setting: choices and numbers as they are, the rest as text (JSON for lists)."""
    if get_origin(annotation) is Literal:
        return click.Choice([str(value) for value in get_args(annotation)])
    plain = [kind for kind in (get_args(annotation) or (annotation,)) if kind in (int, float)]
    return plain[0] if plain and get_origin(annotation) not in (tuple, dict) else str


def given(settings: type[Settings], values: dict[str, Any]) -> dict[str, Any]:
    """The settings that were given: doses as a table, lists and other tables read from JSON.

    A list may also be written `a,b`, and a table of one entry `key=value`.

    Raises:
        UserError: what begins like JSON is not valid JSON.
    """
    fields = settings.model_fields
    return {
        name: _read(name, value, fields[name].annotation)
        for name, value in values.items()
        if value is not None and value != ()
    }


def _read(name: str, value: Any, annotation: Any) -> Any:
    if isinstance(value, tuple):
        return dict(value)
    if not isinstance(value, str) or annotation is str:
        return value
    if value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except ValueError as error:
            raise UserError(f"--{name.replace('_', '-')} is not valid JSON: {error}") from error
    if get_origin(annotation) is tuple:
        return [part.strip() for part in value.split(",")]
    if "=" in value and get_origin(annotation) is dict:
        return dict([value.split("=", 1)])
    return value
