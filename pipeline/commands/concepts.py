"""Commands about concepts: the catalogue, and the score on labels by people."""

from pathlib import Path

import click

from pipeline.commands import options
from pipeline.core.errors import UserError
from pipeline.core.lock import held
from pipeline.core.screen import Screen
from pipeline.runner.configure import Choice, configure


@click.command()
def catalogue() -> None:
    """List the concepts: what each labels, an example, where its rule comes from."""
    from pipeline.concepts import CONCEPTS, GRADED

    rows = [(c.name, c.sentence, c.example, c.source) for c in [*CONCEPTS.values(), *GRADED.values()]]
    Screen().show("Concepts", ("name", "what it labels", "example", "source"), rows)


@click.command()
@options.NAME
@click.option(
    "--labels", required=True, type=click.Path(path_type=Path), help="CoNLL, CoNLL-U or JSON lines."
)
@click.option("--concept", default=None, help="One concept; otherwise all that the labels hold.")
@click.option(
    "--as",
    "kept_as",
    default=None,
    metavar="NAME",
    help="Keep the scores under this name, in place of earlier ones; otherwise under that of the file.",
)
def gold(name: str, labels: Path, concept: str | None, kept_as: str | None) -> None:
    """Score the detector neurons, and the rules that labelled for them, on texts with labels by people."""
    from pipeline.concepts.gold.tagger_score import score_rules
    from pipeline.neurons.elsewhere.gold_score import in_words, kept, score, side_by_side
    from pipeline.text.tweets import whole

    if not labels.is_file():
        raise UserError(f"{labels} is not a file: give CoNLL, CoNLL-U or JSON lines with offsets")
    screen, workspace = Screen(), options.workspace(name)
    table, alignment = score(workspace, labels, concept)
    shown = side_by_side(table)
    screen.show(f"Detectors on {labels.name}", list(shown.columns), shown.itertuples(index=False))
    corpus = whole(workspace, ["text"])["text"].tolist()
    tagger = configure(workspace, Choice()).concepts.tagger
    rules = score_rules(labels, alignment["concepts"], tagger, corpus)
    if len(rules):
        screen.show("Label rules, by token", list(rules.columns), rules.itertuples(index=False))
    screen.show("Alignment", ("what", "how many"), in_words(alignment))
    with held(workspace.folder):
        kept(workspace, table, kept_as)


COMMANDS = (catalogue, gold)
