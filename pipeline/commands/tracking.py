"""Commands about the runs: the MLflow UI, a moved checkout, the notebooks as pages."""

import os
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import click

from pipeline.commands import options
from pipeline.core.errors import UserError
from pipeline.core.lock import held
from pipeline.core.screen import Screen
from pipeline.core.workspace import Workspace, atomic
from pipeline.tracking import tracker as tracking
from pipeline.tracking.links import runs
from pipeline.tracking.schema import check
from pipeline.tracking.server.process import HOST, must_be_free, wait
from pipeline.tracking.store import local_uri, shown, store_uri
from pipeline.tracking.tracker import NullTracker


def tracked(track: bool, name: str, stage: str) -> AbstractContextManager[NullTracker]:
    """An MLflow run below the workspace's, or nothing."""
    if not track:
        return nullcontext(NullTracker())
    return tracking.stage_run(options.root(), name, stage, name, {}, screen=Screen())


@click.command()
@options.NAME
@options.TRACK
@click.option(
    "--fill", is_flag=True, help="Write the outputs into the notebooks instead, for those who read them."
)
def notebooks(name: str, track: bool, fill: bool) -> None:
    """Run the notebooks on a workspace and log each as an HTML page."""
    from pipeline.report import notebooks as pages_of

    workspace, screen = options.workspace(name), Screen()
    if fill:
        with held(workspace.folder):
            pages_of.fill(options.root() / "notebooks", workspace, screen)
        return
    with held(workspace.folder), tracked(track, name, "notebooks") as tracker:
        pages = pages_of.render(options.root() / "notebooks", workspace, screen, tracker)
        for page, html in pages.items():
            with atomic(workspace.notebooks / page) as temporary:
                temporary.write_text(html, encoding="utf-8")
    screen.say(f"notebooks: {workspace.notebooks}")


@click.command()
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
def ui(port: int) -> None:
    """Open the MLflow UI on the store under mlruns/, on the loopback address."""
    if (uri := store_uri(options.root())).startswith("http"):
        raise UserError(f"the runs are on the server {shown(uri)}: open that address in a browser")
    must_be_free(port)
    experiment = tracking.connect(options.root())
    click.echo(f"MLflow UI: http://{HOST}:{port}/{runs(experiment)} (Ctrl-C stops it)")
    # MLflow's queue of jobs for agents would only slow the start.
    environment = {**os.environ, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
    # A session of its own, so that all processes of the server can be ended together.
    server = subprocess.Popen(_server(options.root(), port), env=environment, start_new_session=True)
    wait(server)


def _server(root: Path, port: int) -> list[str]:
    artifacts = (root / "mlruns" / "artifacts").resolve().as_uri()
    command = [sys.executable, "-m", "mlflow", "server", "--host", HOST, "--port", str(port)]
    command += ["--backend-store-uri", tracking.store_uri(root), "--artifacts-destination", artifacts]
    return [*command, "--workers", "1"]  # one person looks; four take a minute to start


@click.command()
def relocate() -> None:
    """Make the runs readable after the checkout has moved to another folder."""
    if tracking.moved(options.root()) is not None:
        check(local_uri(options.root()))  # tables of other versions are others
    click.echo(f"{tracking.relocate(options.root())} addresses rewritten")


@click.command()
def sync() -> None:
    """Send to MLflow what was set aside while its store did not answer."""
    sent = tracking.sync(options.root(), _model_arguments, Screen())
    click.echo(f"{sent} runs sent" if sent else "nothing was set aside")


def _model_arguments(weights: str) -> dict[str, Any]:
    """What MLflow needs to register the network that has its weights there now."""
    from pipeline.samples.serving.arguments import log_arguments

    return log_arguments(Workspace(Path(weights).parents[1]))


@click.command()
@options.NAME
@click.option("--port", default=5001, show_default=True, type=click.IntRange(1, 65535))
def serve(name: str, port: int) -> None:
    """Serve the best registered network of a workspace on the loopback address, within bounds."""
    must_be_free(port)
    tracking.connect(options.root())
    model = f"models:/tweetscope-{options.workspace(name).name}@{tracking.CHAMPION}"
    click.echo(f"POST to http://{HOST}:{port}/invocations (Ctrl-C stops it)")
    from pipeline.samples.serving.server import serve as run

    run(model, HOST, port)


COMMANDS = (notebooks, ui, relocate, sync, serve)
