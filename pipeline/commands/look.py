"""The command that shows how a file would be read, and writes nothing."""

from typing import Any

import click

from pipeline.commands import options
from pipeline.core.screen import Screen
from pipeline.core.settings import CorpusSettings


@click.command()
@click.argument("files", nargs=-1, required=True)
def look(files: tuple[str, ...], **settings: Any) -> None:
    """Read FILES as `corpus` would, show what was read and why, and write nothing."""
    import shlex

    from pipeline.corpus import look as first

    values = options.given(CorpusSettings, settings)
    source = files[0] if len(files) == 1 else shlex.join(files)
    first.look(CorpusSettings(**values, source=source), Screen())


look.params.extend(options.setting_options(CorpusSettings))
COMMANDS = (look,)
