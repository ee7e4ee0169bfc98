"""The command line: all commands under one name, errors as one line and exit code 2."""

import errno
import os
import shlex
import sys
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager

import click

from pipeline.commands import (
    cards,
    concepts,
    exchange,
    experiments,
    lab,
    look,
    results,
    samples,
    server,
    site,
    stages,
    tracking,
)
from pipeline.core.errors import UserError

EXIT_USER, EXIT_INTERRUPTED = 2, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tweetscope")
def app() -> None:
    """Train a character LSTM on tweets, find its detector neurons, and prove each claim."""


ROOMS = (
    stages,
    samples,
    concepts,
    experiments,
    tracking,
    server,
    site,
    results,
    look,
    lab,
    cards,
    exchange,
)
for _room in ROOMS:
    for _command in _room.COMMANDS:
        app.add_command(_command)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """A mistake of the user is one line and exit code 2; Ctrl-C is a line and 130."""
    try:
        yield
    except UserError as error:
        click.echo(f"error: {' '.join(str(error).split())}", err=True)
        sys.exit(EXIT_USER)
    except BrokenExecutor:
        click.echo("error: a worker process was ended, perhaps out of memory: run it again", err=True)
        sys.exit(EXIT_USER)
    except (MemoryError, OSError, RuntimeError) as error:
        if not _want_of_memory(error):
            raise
        click.echo("error: not enough memory: what is finished is kept; use smaller settings", err=True)
        sys.exit(EXIT_USER)
    except KeyboardInterrupt:
        click.echo("stopped: run the same command again to go on", err=True)
        sys.exit(EXIT_INTERRUPTED)


def _want_of_memory(error: BaseException) -> bool:
    """Whether the system had no memory to give: for an array, a process, or a thread's stack."""
    no_thread = isinstance(error, RuntimeError) and "can't start new thread" in str(error)
    return isinstance(error, MemoryError) or no_thread or getattr(error, "errno", 0) == errno.ENOMEM


def more_arguments() -> list[str]:
    """What `make` passes on from ARGS, split at its quotes as a shell would, and never run."""
    try:
        return shlex.split(os.environ.pop("TWEETSCOPE_ARGS", ""))
    except ValueError as error:
        raise UserError(f"ARGS has a quote or backslash without its end ({error})") from error


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; this is the console script `tweetscope`."""
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    with one_line_errors():
        try:
            given = sys.argv[1:] if arguments is None else arguments
            app([*given, *more_arguments()], standalone_mode=False)
        except click.ClickException as error:
            raise UserError(error.format_message()) from error
        except click.exceptions.Abort as error:
            raise KeyboardInterrupt from error
