"""Commands that write tweets: the samples and their export, continuations, the quiz."""

from pathlib import Path
from typing import Any

import click

from pipeline.commands import options
from pipeline.core.screen import Screen
from pipeline.core.settings import SamplesSettings
from pipeline.core.workspace import read_table
from pipeline.runner.registry import BY_NAME
from pipeline.runner.run import run_stages

FORMATS = ["csv", "jsonl", "parquet", "txt"]
DOSES = (
    "Standard deviations that a concept's detector is held at, such as quotation=+2; once for each concept."
)


@click.command(help=f"{BY_NAME['samples'].help} The number of samples is remembered; all else holds once.")
@options.stage_options
@click.option("--format", "form", type=click.Choice(FORMATS), help="Of OUT; else by its suffix, else csv.")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="A file to export to.")
def samples(form: str | None, out: Path | None, **values: Any) -> None:
    """Run the stage, then export."""

    from pipeline.samples.export import export, format_of

    common = options.StageOptions.taken(values)
    passing = options.given(SamplesSettings, values)
    chosen = format_of(out, form) if out else None  # what cannot be written is said before the work
    kept = {"count": passing.pop("count")} if "count" in passing else {}
    asked = common.request({"samples": kept}, {"samples": passing})
    screen = Screen(common.verbose)
    run_stages(("samples",), asked, screen)
    if out:
        export(read_table(asked.workspace.samples), out, chosen)
    screen.say(f"exported to {out}" if out else f"samples: {asked.workspace.samples.parent}")


samples.params.extend(options.setting_options(SamplesSettings))


@click.command("continue")
@options.NAME
@click.option("--prompt", default="", help="What the tweets begin with.")
@click.option("--beam", "width", default=32, show_default=True, help="Beams: more find likelier tweets.")
@click.option("--count", default=5, show_default=True, help="Tweets shown.")
@click.option("--max-length", default=280, show_default=True, help="Characters, the prompt's included.")
@click.option("--steer", type=options.Dose(), multiple=True, help=DOSES)
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
    """Show the likeliest tweets that begin with a prompt (beam search), and how new they are."""
    from pipeline.samples.continued import continued

    table = continued(options.workspace(name), prompt, width, count, max_length, dict(steer), reserved)
    Screen().show("The likeliest tweets", list(table.columns), table.itertuples(index=False))


@click.command()
@options.NAME
def quiz(name: str) -> None:
    """Guess which of the tweets is real."""
    from pipeline.samples.quiz import load, play

    workspace = options.workspace(name)
    play(load(workspace.need(workspace.quiz, "samples")), input, Screen())


COMMANDS = (samples, continue_, quiz)
