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
@click.option("--variants", is_flag=True, help="Compare cells on the memoriser and the copy machine too.")
@click.option(
    "--explore", metavar="NETWORK", help="Only write the explorer of a network, as counter-noisy-0."
)
def lab(track: bool, results: bool, variants: bool, explore: str | None) -> None:
    """Train small networks that count, remember and copy, find how they do it, and prove it."""
    from pipeline.lab import facts, opening, stage
    from pipeline.lab.store import Lab

    def opened(task: str) -> AbstractContextManager[NullTracker]:
        return tracked(track, NAME, task)

    own, root, screen = Lab(options.workspace(NAME)), options.root(), Screen()
    if explore is not None:
        opening.page(own, explore, screen)
        return
    with held(options.workspace(NAME).folder):
        stage.run(own, opened, screen, root / stage.published.FOLDER, variants)
    if results:
        from pipeline.report.results.write import LAB_FACTS, results_folder, rewrite

        facts.write(own, options.workspace(CODE), results_folder(root) / LAB_FACTS)
        screen.say("\n".join(f"wrote {path.relative_to(root)}" for path in rewrite(root)))


@click.command()
@options.TRACK
@click.option("--seconds", type=click.IntRange(1), help="Train for so long (the preset: 1700).")
def code(track: bool, seconds: int | None) -> None:
    """Train on Python's own library (half an hour), and say which units follow its structure."""
    from pipeline.lab.code.stage import run, write_library

    workspace, screen = options.workspace(CODE), Screen()
    raw = write_library(workspace)
    given = {"train": {"seconds": seconds}} if seconds else None
    run_stages(("corpus", "train"), options.request(CODE, str(raw), "code", track, overrides=given), screen)
    with held(workspace.folder), tracked(track, CODE, "structure") as tracker:
        run(workspace, tracker, screen)


COMMANDS = (lab, code)
