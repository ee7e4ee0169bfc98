"""The command that writes the results pages of the manual, or checks them."""

import click

from pipeline.commands import options
from pipeline.core.errors import UserError
from pipeline.core.screen import Screen


@click.command()
@options.NAME
@click.option("--pages", is_flag=True, help="Only write the pages again, from the facts that are committed.")
@click.option("--check", is_flag=True, help="Write nothing; fail when a page differs from its facts.")
def results(name: str, pages: bool, check: bool) -> None:
    """Write the manual's results pages from the artefacts of a workspace."""
    from pipeline.report.results.write import different, rewrite, write

    root, screen = options.root(), Screen()
    if check:
        if wrong := [str(path.relative_to(root)) for path in different(root)]:
            raise UserError(
                f"{', '.join(wrong)} differ from docs/results/data: run `tweetscope results --pages`"
            )
        screen.say("the results pages agree with their facts")
        return
    written = rewrite(root) if pages else write(options.workspace(name), root)
    screen.say("\n".join(f"wrote {path.relative_to(root)}" for path in written) or "nothing changed")


COMMANDS = (results,)
