"""The command that puts the manual, example pages and the lab into a folder for static hosting."""

from pathlib import Path

import click

from pipeline.commands import options
from pipeline.core.screen import Screen


@click.command()
@options.NAME
@click.option("--out", type=click.Path(path_type=Path), default=Path("site"), help="The folder to write.")
def site(name: str, out: Path) -> None:
    """Write a folder for static hosting: the manual, report and explorer of data/NAME, the lab."""
    from pipeline.report.site import build

    manual = options.root() / "docs" / "_build" / "html"
    files = build(manual, options.workspace(name), options.workspace("lab").folder, out)
    size = sum(path.stat().st_size for path in files)
    Screen().say(f"{out}: {len(files)} files, {size / 1e6:.1f} MB; open {out / 'index.html'}")


COMMANDS = (site,)
