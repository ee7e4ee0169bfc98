"""The command of the lab: small networks that count, remember and copy."""

from contextlib import AbstractContextManager

import click

from pipeline.commands import options
from pipeline.commands.tracking import tracked
from pipeline.core.lock import held
from pipeline.core.screen import Screen
from pipeline.runner.run import run_stages
from pipeline.tracking.tracker import NullTracker

NAME, CODE = "lab", "code"


@click.command()
@options.TRACK
@click.option("--results", is_flag=True, help="Then write the manual's page of the lab.")
def lab(track: bool, results: bool) -> None:
    """Train small networks that count, remember and copy, find how they do it, and prove it."""
    from pipeline.lab import facts, stage
    from pipeline.lab.store import Lab

    def opened(task: str) -> AbstractContextManager[NullTracker]:
        return tracked(track, NAME, task)

    own, root, screen = Lab(options.workspace(NAME)), options.root(), Screen()
    with held(options.workspace(NAME).folder):
        stage.run(own, opened, screen, root / stage.published.FOLDER)
    if results:
        from pipeline.report.results.write import LAB_FACTS, results_folder, rewrite

        facts.write(own, results_folder(root) / LAB_FACTS)
        screen.say("\n".join(f"wrote {path.relative_to(root)}" for path in rewrite(root)))


@click.command()
@options.TRACK
def code(track: bool) -> None:
    """Train on Python's own library (half an hour), and say which units follow its structure."""
    from pipeline.lab.code.stage import run, write_library

    workspace, screen = options.workspace(CODE), Screen()
    raw = write_library(workspace)
    run_stages(("corpus", "train"), options.request(CODE, str(raw), "code", track), screen)
    with held(workspace.folder), tracked(track, CODE, "structure") as tracker:
        run(workspace, tracker, screen)


COMMANDS = (lab, code)
