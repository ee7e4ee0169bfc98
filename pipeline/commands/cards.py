"""Commands on certificates as cards: compute them again, export them."""

import sys
from pathlib import Path

import click

from pipeline.commands import options
from pipeline.core.errors import UserError
from pipeline.core.screen import Screen

SHOWN = 20  # differences on the screen


@click.command()
@click.argument("name", default="demo")
def verify(name: str) -> None:
    """Compute the certificates of data/NAME again, by other code, and say whether they agree.

    Ends with exit code 1 when a number or a file differs from what the cards say.
    """
    from pipeline.neurons.cards.card import read
    from pipeline.neurons.cards.recompute import CANNOT, LEFT_OUT, differences

    workspace, screen = options.workspace(name), Screen()
    known = read(workspace)
    try:
        found = list(differences(workspace.folder, screen.say))
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise UserError(
            f"{workspace.folder} cannot be verified: a file is missing or damaged ({error})"
        ) from error
    if not found:
        again = sum(one.claim.concept not in LEFT_OUT for one in known.cards)
        screen.say(f"agrees: {again} of {len(known.cards)} cards of {workspace.cards} were computed again")
        screen.say(f"not computed again: {CANNOT}")
        return
    for card, number, was, now in found[:SHOWN]:
        screen.say(f"differs: {card}: {number} is {was} on the card, computed {now}")
    if len(found) > SHOWN:
        screen.say(f"and {len(found) - SHOWN} more")
    sys.exit(1)


@click.command()
@options.NAME
@click.option(
    "--form",
    type=click.Choice(["openinterp", "schema"]),
    default="openinterp",
    show_default=True,
    help="openinterp: probe cards and causal reports of that registry; schema: the JSON schema of our file.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="A folder, made if it is missing."
)
def cards(name: str, form: str, out: Path) -> None:
    """Export the certificates of data/NAME as files that other programs read."""
    from datetime import UTC, datetime

    from pipeline.core.workspace import write_json
    from pipeline.neurons.cards import card, openinterp

    if out.exists() and not out.is_dir():
        raise UserError(f"{out} is not a folder: --out names the folder that the files go to")
    if form == "schema":
        made = {"certificates.schema.json": card.schema()}
    else:
        created = datetime.now(UTC).isoformat(timespec="seconds")
        made = openinterp.exported(card.read(options.workspace(name)), created)
    out.mkdir(parents=True, exist_ok=True)
    for file, document in made.items():
        write_json(out / file, document)
    Screen().say(f"{len(made)} files in {out}")


COMMANDS = (verify, cards)
