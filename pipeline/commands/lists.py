"""Commands that are no stage: lists, scores, exports, the UI."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from pipeline.commands import cli
from pipeline.commands.experiments import audit, race, seeds, sweep
from pipeline.commands.results import results
from pipeline.core.errors import UserError
from pipeline.core.screen import Screen
from pipeline.core.workspace import atomic
from pipeline.tracking.tracker import NullTracker

FORMATS = ["csv", "jsonl", "parquet", "txt"]


def register(app: click.Group) -> None:
    """Add the commands to the command line."""
    for command in (
        concepts,
        gold,
        samples,
        continue_,
        quiz,
        notebooks,
        ui,
        relocate,
        race,
        sweep,
        seeds,
        audit,
        results,
    ):
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
    """Score the chosen detector neurons, and the rules that labelled for them, on texts with gold labels."""
    from pipeline.concepts.gold.tagger_score import score_rules
    from pipeline.neurons.elsewhere.gold_score import in_words, score
    from pipeline.runner.configure import Choice, configure

    if not labels.is_file():
        raise UserError(f"{labels} is not a file: give CoNLL, CoNLL-U or JSON lines with offsets")
    screen, workspace = Screen(), cli._workspace(name)
    table, alignment = score(workspace, labels, concept)
    screen.table(f"Detectors on {labels.name}", list(table.columns), table.itertuples(index=False))
    rules = score_rules(labels, alignment["concepts"], configure(workspace, Choice()).concepts.tagger)
    if len(rules):
        screen.table("Label rules, by token", list(rules.columns), rules.itertuples(index=False))
    screen.table("Alignment", ("what", "how many"), in_words(alignment))


@click.command()
@click.option("--name", default="demo", show_default=True, help="The folder under data/.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Of OUT; by its suffix, else csv.")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="A file to export to.")
@click.option("--force", is_flag=True, help="Run even if nothing changed.")
@click.option("--track/--no-track", default=True, help="Log to MLflow (default) or not.")
def samples(name: str, form: str | None, out: Path | None, force: bool, track: bool, **given: Any) -> None:
    """Generate samples with novelty certificates and export them.

    The number of samples is remembered; every other setting given here holds for this call only.
    """
    import pandas as pd

    from pipeline.samples.export import export, format_of

    workspace, settings = cli._workspace(name), cli._given("generate", given)
    chosen = format_of(out, form) if out else None  # what cannot be written is said before the work
    kept = {"count": settings.pop("count")} if "count" in settings else {}
    cli.run_stages(("generate",), name, None, None, track, force, {"generate": kept}, {"generate": settings})
    if out:
        export(pd.read_parquet(workspace.samples), out, chosen)
    Screen().say(f"exported to {out}" if out else f"samples: {workspace.samples.parent}")


samples.params.extend(cli._setting_options("generate"))


@click.command("continue")
@click.option("--name", default="demo", show_default=True, help="The folder under data/.")
@click.option("--prompt", default="", help="What the tweets begin with.")
@click.option("--beam", "width", default=32, show_default=True, help="Beams: more find likelier tweets.")
@click.option("--count", default=5, show_default=True, help="Tweets shown.")
@click.option("--max-length", default=280, show_default=True, help="Characters, the prompt's included.")
@click.option("--steer", type=cli.Dose(), multiple=True, help=cli.DOSES)
@click.option("--reserved/--no-reserved", default=True, help="URLs and handles point at nobody (default).")
def continue_(
    name: str,
    prompt: str,
    width: int,
    count: int,
    max_length: int,
    steer: tuple[tuple[str, float], ...],
    reserved: bool,
) -> None:
    """The likeliest tweets that begin with a prompt, by beam search, and how new they are."""
    from pipeline.samples.continued import continued

    table = continued(cli._workspace(name), prompt, width, count, max_length, dict(steer), reserved)
    Screen().table("The likeliest tweets", list(table.columns), table.itertuples(index=False))


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
    from pipeline.report.notebooks import render
    from pipeline.tracking import tracker as tracking

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
    from pipeline.tracking import tracker as tracking

    root = cli._root()
    experiment = tracking.connect(root)
    artifacts = (root / "mlruns" / "artifacts").resolve().as_uri()
    command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--backend-store-uri", tracking.store_uri(root), "--artifacts-destination", artifacts]
    command += ["--workers", "1"]  # one person looks; four take a minute to start
    # Without the address's end the UI opens on its pages for chat agents.
    page = f"#/experiments/{experiment}/runs?workflowType=machine_learning"
    click.echo(f"MLflow UI: http://127.0.0.1:{port}/{page} (Ctrl-C stops it)")
    # MLflow's queue of jobs for agents would only slow the start.
    subprocess.run(command, check=False, env={**os.environ, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"})


@click.command()
def relocate() -> None:
    """Make the runs readable after the checkout has moved to another folder."""
    from pipeline.tracking import tracker as tracking

    click.echo(f"{tracking.relocate(cli._root())} addresses rewritten")
