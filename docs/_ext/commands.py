"""The whole command line as one object, for sphinx-click."""

from pipeline.commands import lists
from pipeline.commands.cli import app

lists.register(app)

__all__ = ["app"]
