"""Commands that are no stage: lists, scores, exports, the UI."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from pipeline import cli
from pipeline.errors import UserError
from pipeline.experiments import audit, race, seeds, sweep
from pipeline.screen import Screen
from pipeline.tracking import NullTracker
from pipeline.workspace import atomic


def register(app: click.Group) -> None:
    """Add the commands to the command line."""
    for command in (concepts, gold, samples, quiz, notebooks, ui, relocate, race, sweep, seeds, audit):
        app.add_command(command)


@click.command()
def concepts() -> None:
    """List the concepts: what each labels, an example, where its rule comes from."""
    from pipeline.concepts import CONCEPTS, GRADED

    rows = [(c.name, c.sentence, c.example, c.source) for c in [*CONCEPTS.values(), *GRADED.values()]]
    Screen().table("Concepts", ("name", "what it labels", "example", "source"), rows)


@click.command()
@click.option("--name", default="demo", show_default=True, help="The folder under data/.")
@click.option(
    "--labels", required=True, type=click.Path(path_type=Path), help="CoNLL, CoNLL-U or JSON lines."
)
@click.option("--concept", default=None, help="One concept; otherwise all that the labels hold.")
def gold(name: str, labels: Path, concept: str | None) -> None:
    """Score the chosen detector neurons on texts with gold labels."""
    from pipeline.neurons.gold_score import score

    if not labels.is_file():
        raise UserError(f"{labels} is not a file: give CoNLL, CoNLL-U or JSON lines with offsets")
    screen = Screen()
    table, alignment = score(cli._workspace(name), labels, concept)
    screen.table(f"Detectors on {labels.name}", list(table.columns), table.itertuples(index=False))
    screen.table("Alignment", ("what", "how many"), list(alignment.items()))


@click.command()
@click.option("--name", default="demo", show_default=True, help="The folder under data/.")
@click.option("--count", type=int, default=None, help="How many (default: as before).")
@click.option("--format", "form", type=click.Choice(["csv", "jsonl", "parquet", "txt"]), default="csv")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="A file to export to.")
@click.option("--track/--no-track", default=True, help="Log to MLflow (default) or not.")
def samples(name: str, count: int | None, form: str, out: Path | None, track: bool) -> None:
    """Generate samples with novelty certificates and export them."""
    import pandas as pd

    from pipeline.samples.export import export

    workspace = cli._workspace(name)
    given: dict[str, dict[str, Any]] = {}
    if count is not None:  # the curve of quality belongs to the network: it is measured once
        given = {"generate": {"count": count, "quality": not workspace.quality.exists()}}
    cli.run_stages(("generate",), name, None, None, track, False, given)
    if out is not None:
        export(pd.read_parquet(workspace.samples), out, form)
        Screen().say(f"exported to {out}")
    else:
        Screen().say(f"samples: {workspace.samples.parent}")


@click.command()
@click.option("--name", default="demo", show_default=True, help="The folder under data/.")
def quiz(name: str) -> None:
    """Guess which of the tweets is real."""
    from pipeline.samples.quiz import load, play

    play(load(cli._workspace(name).samples.with_name("quiz.json")), input, Screen())


@click.command()
@click.option("--name", default="demo", show_default=True, help="The folder under data/.")
@click.option("--track/--no-track", default=True, help="Log to MLflow (default) or not.")
def notebooks(name: str, track: bool) -> None:
    """Run the notebooks on a workspace and log each as an HTML page."""
    from pipeline import tracking
    from pipeline.report.notebooks import render

    root, workspace = cli._root(), cli._workspace(name)
    with tracking.stage_run(root, name, "notebooks", name, {}) if track else _untracked() as tracker:
        pages = render(root / "notebooks", workspace, Screen(), tracker)
    for page, html in pages.items():
        with atomic(workspace.folder / "report" / "notebooks" / page) as temporary:
            temporary.write_text(html, encoding="utf-8")
    Screen().say(f"notebooks: {workspace.folder / 'report' / 'notebooks'}")


@contextmanager
def _untracked() -> Iterator[NullTracker]:
    yield NullTracker()


@click.command()
@click.option("--port", default=5000, show_default=True)
def ui(port: int) -> None:
    """Open the MLflow UI on the store under mlruns/, on the loopback address."""
    from pipeline import tracking

    root = cli._root()
    tracking.connect(root)
    artifacts = (root / "mlruns" / "artifacts").resolve().as_uri()
    command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--backend-store-uri", tracking.store_uri(root), "--artifacts-destination", artifacts]
    click.echo(f"MLflow UI: http://127.0.0.1:{port} (Ctrl-C stops it)")
    subprocess.run(command, check=False, env={**os.environ})


@click.command()
def relocate() -> None:
    """Make the runs readable after the checkout has moved to another folder."""
    from pipeline import tracking

    click.echo(f"{tracking.relocate(cli._root())} addresses rewritten")
