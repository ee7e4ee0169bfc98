"""The whole command line as one object, for sphinx-click."""

from pipeline.commands.app import app

__all__ = ["app"]
