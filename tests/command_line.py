"""The command line, called in this process."""

from pipeline.commands import app


def exit_code(*arguments: str) -> int:
    """The exit code of a command."""
    try:
        app.main(list(arguments))
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0
