"""Docstrings are plain text with `code` in single backquotes; reStructuredText wants them escaped."""

import re
from typing import Any

from pydantic import BaseModel
from sphinx.application import Sphinx

CODE = re.compile(r"(`[^`]+`)")
MARK = re.compile(r"([*|\\])|(?<=\w)_(?=\W|$)")


def escaped(line: str) -> str:
    """A line of prose: `code` as a literal, every other mark as it stands.

    >>> escaped("the `c` of |h| and f_ or *")
    'the ``c`` of \\\\|h\\\\| and f\\\\_ or \\\\*'
    """
    return "".join(map(_part, CODE.split(line)))


def _part(part: str) -> str:
    """Code as a literal, which may not begin or end with a blank; prose with its marks escaped."""
    if part.startswith("`") and part.strip("` "):
        return f"``{part.strip('` ')}``"
    return MARK.sub(lambda mark: "\\" + mark[0], part)


def restructured(lines: list[str]) -> list[str]:
    """The lines of a docstring as reStructuredText; doctests stay as they are."""
    out: list[str] = []
    example = False
    for line in lines:
        example = line.lstrip().startswith(">>>") or (example and bool(line.strip()))
        out.append(line if example else escaped(line))
    return out


def process(app: Sphinx, what: str, name: str, subject: Any, options: Any, lines: list[str]) -> None:
    """Rewrite a docstring in place, before napoleon reads its sections."""
    lines[:] = restructured(lines)


def signature(app: Sphinx, what: str, name: str, subject: Any, *rest: Any) -> tuple[str, str] | None:
    """A model of pydantic takes its fields by name: they are not repeated as a signature."""
    return ("", "") if isinstance(subject, type) and issubclass(subject, BaseModel) else None


def skipped(app: Sphinx, what: str, name: str, subject: Any, skip: bool, options: Any) -> bool | None:
    """Leave out what every model of pydantic has."""
    return True if name.startswith("model_") else None


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("autodoc-process-docstring", process, priority=100)
    app.connect("autodoc-process-signature", signature)
    app.connect("autodoc-skip-member", skipped)
    return {"parallel_read_safe": True}
