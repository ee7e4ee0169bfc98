"""The command of the lab: small networks that count, remember and copy."""

from contextlib import AbstractContextManager

import click

from pipeline.commands import options
from pipeline.commands.tracking import tracked
from pipeline.core.screen import Screen
from pipeline.tracking.tracker import NullTracker

NAME = "lab"


@click.command()
@options.TRACK
def lab(track: bool) -> None:
    """Train small networks that count, remember and copy, find how they do it, and prove it."""
    from pipeline.lab import stage
    from pipeline.lab.store import Lab

    def opened(task: str) -> AbstractContextManager[NullTracker]:
        return tracked(track, NAME, task)

    stage.run(Lab(options.workspace(NAME)), opened, Screen(), options.root() / stage.published.FOLDER)


COMMANDS = (lab,)
