"""Small pieces of Markdown that the results pages are put together from."""

import re
from collections.abc import Iterable, Sequence

from pipeline.core.numbers import NONE, decimal, interval

SPECIAL = re.compile(r"([\\`*_\[\]|<>&~$#!])")


def plain(text: str) -> str:
    r"""A text of the corpus or of the network, so that nothing in it is read as Markdown.

    >>> plain("#1 *now*\n<b>")
    '\\#1 \\*now\\* \\<b\\>'
    """
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table; the first column holds words, the others numbers.

    >>> table(["a", "b"], [["x", "1"]])
    ['| a | b |', '|---|--:|', '| x | 1 |', '']
    """
    rule = "|" + "|".join(["---", *["--:"] * (len(head) - 1)]) + "|"
    return [line(head), rule, *map(line, rows), ""]


def line(cells: Sequence[str]) -> str:
    """One row of a table."""
    return "| " + " | ".join(cells) + " |"


def ranged(value: float | None, low: float | None, high: float | None, places: int = 3) -> str:
    """A number with its interval.

    >>> ranged(0.5, 0.4, 0.6, 1), ranged(None, None, None)
    ('0.5 [0.4, 0.6]', '–')
    """
    if value is None:
        return NONE
    shown = decimal(value, places)
    return shown if low is None or high is None else f"{shown} {interval(low, high, places)}"


def joined(lines: Iterable[str]) -> str:
    """Lines as a file: one blank line at most between two, one line end at the end."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip("\n") + "\n"
