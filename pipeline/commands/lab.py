"""The command of the lab: small networks that count, remember and copy."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands import options
from pipeline.commands.tracking import tracked
from pipeline.core.lock import held
from pipeline.core.screen import Screen
from pipeline.runner.run import run_stages
from pipeline.tracking.tracker import NullTracker

if TYPE_CHECKING:
    from pipeline.lab.store import Lab

NAME, CODE, TWEETS = "lab", "code", "demo"


@click.command()
@options.TRACK
@click.option("--results", is_flag=True, help="Then write the manual's page of the lab.")
@click.option("--variants", is_flag=True, help="Compare cells on the memoriser and the copy machine too.")
@click.option(
    "--explore", metavar="NETWORK", help="Only write the explorer of a network, as counter-noisy-0."
)
@click.option("--tour", is_flag=True, help="Only write the tour again, from what is trained by now.")
@click.option(
    "--tweets", metavar="NAME", default=TWEETS, show_default=True, help="The tweets of the tour: data/NAME."
)
def lab(track: bool, results: bool, variants: bool, explore: str | None, tour: bool, tweets: str) -> None:
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
        if not tour:
            stage.run(own, opened, screen, root / stage.published.FOLDER, variants)
        _tour(own, tweets, screen)
    if results:
        _manual(partial(facts.write, own), screen)


@click.command()
@options.TRACK
@options.ACCEPT
@click.option("--seconds", type=click.IntRange(1), help="Train for so long (the preset: 1700).")
@click.option("--results", is_flag=True, help="Then write the manual's page of the lab.")
def code(track: bool, accept: bool, seconds: int | None, results: bool) -> None:
    """Train on Python's own library (half an hour), and say which units follow its structure."""
    from pipeline.lab import facts, page
    from pipeline.lab.code import stage
    from pipeline.lab.store import Lab

    workspace, own, screen = options.workspace(CODE), Lab(options.workspace(NAME)), Screen()
    raw = stage.write_library(workspace)
    given = {"train": {"seconds": seconds}} if seconds else None
    request = options.request(CODE, str(raw), "code", track, overrides=given, accept=accept)
    run_stages(("corpus", "train"), request, screen)
    if not stage.done(workspace):
        with held(workspace.folder), tracked(track, CODE, "structure") as tracker:
            stage.run(workspace, tracker, screen)
    run_stages(("report", "explore"), request, screen)
    if own.report.exists():
        page.write(own)
        _tour(own, TWEETS, screen)
    if results:
        _manual(partial(facts.write_code, own), screen)


@click.command()
@options.TRACK
@click.option(
    "--minutes",
    type=click.FloatRange(0, min_open=True),
    default=1.0,
    show_default=True,
    help="Minutes of one core that each network learns for.",
)
@click.option("--seeds", type=click.IntRange(1), default=1, show_default=True, help="Networks of each cell.")
@click.option(
    "--text", "texts", type=click.Choice(("tweets", "code")), multiple=True, help="Only on this text."
)
@click.option("--results", is_flag=True, help="Then write the manual's page of the lab.")
def cells(track: bool, minutes: float, seeds: int, texts: tuple[str, ...], results: bool) -> None:
    """Compare kinds of cells on tweets and on code, with as many parameters and the same minutes each."""
    from pipeline.lab import facts
    from pipeline.lab.store import Lab
    from pipeline.lab.variants.texts import stage

    own, screen = Lab(options.workspace(NAME)), Screen()
    with held(options.workspace(NAME).folder), tracked(track, NAME, "texts") as tracker:
        stage.run(own, stage.Budget(minutes, seeds, texts or stage.ALL), tracker, screen)
    if results:
        _manual(partial(facts.write_texts, own), screen)


def _tour(own: "Lab", tweets: str, screen: Screen) -> None:
    """The tour, with the networks that are there."""
    from pipeline.lab.tour import page

    screen.say(f"{page.write(own, options.workspace(CODE), options.workspace(tweets))}")


def _manual(write: Callable[[Path], None], screen: Screen) -> None:
    """The facts, by a function of their path, and every page of the results that follows from them."""
    from pipeline.report.results.write import LAB_FACTS, results_folder, rewrite

    root = options.root()
    write(results_folder(root) / LAB_FACTS)
    screen.say("\n".join(f"wrote {path.relative_to(root)}" for path in rewrite(root)))


COMMANDS = (lab, code, cells)
