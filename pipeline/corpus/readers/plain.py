"""Plain text, one post a line: the last resort, refused where the lines look like something else."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.claim import Claim
from pipeline.corpus.readers.decode import Source
from pipeline.corpus.readers.tables.cells import usual_width

IDS = re.compile(r"\"?\d{8,20}\"?,?$")
JSON_LINE = re.compile(r"[{}]|\[\s*[{\"\[]|\"[\w$@]+\"\s*:|[\]}],?$")
CODE = re.compile(
    r"(import |from \w+ import|def \w+\(|class \w+[(:]|#include|function\s*\w*\(|var |let |const |public |"
    r"return\b|if \(|for \(|</?\w+|\}|\{)|.*[;{}]\s*$|.*\) \{$"
)
MARKUP = re.compile(r"</?[a-zA-Z!?][^<>]*>")
NUMBERED = re.compile(r"\"?\d+\"?[,;\t|]")
TOKEN = re.compile(r"[A-Za-z0-9+/=_-]{40,}$")
QUOTED = re.compile(r'"([^"]|"")*"$')
SETTING = "if each line really is a post, give --form text"
HYDRATE = "ids hold no text: hydrate them first (twarc hydrate, or Hydrator) and give what that writes"
PAGE = ("<!doctype html", "<html", "<?xml", "<rss", "<feed")


def claim_text(source: Source, asked: CorpusSettings) -> Claim:
    """The claim that each line is a post.

    Raises:
        UserError: the lines look like ids, JSON, a table, code, markup or coded data.
    """
    if asked.form != "text":
        refuse(source)
    return Claim(
        0.1, "plain text", "no other form fits: one post a line", partial(read_lines, source), ("text",)
    )


def refuse(source: Source) -> None:
    """A UserError that says what the lines look like, and which option decides."""
    if source.head.lstrip("\ufeff \r\n\t")[:14].lower().startswith(PAGE):
        raise UserError(f"{source.shown} is a web page or XML: give JSON, CSV, Parquet or plain text")
    lines = [line.strip() for line in _sample(source) if line.strip()]
    if not lines:
        return
    body = lines[1:] if len(lines) > 1 and not IDS.match(lines[0]) else lines
    if body and _share(IDS, body) > 0.9:
        raise UserError(
            f"{source.shown} holds {_nearly(body, IDS)} lines of digits, which look like ids: {HYDRATE}"
        )
    for pattern, least, share, what, cure in (
        (JSON_LINE, 1, 0.5, "JSON that is damaged, or not of a known form", "repair it, or say --form json"),
        (
            NUMBERED,
            5,
            0.85,
            "a table whose first column is a number",
            "say --form table, with --columns or --text-column",
        ),
        (TOKEN, 3, 0.8, "coded data", "give the file decoded"),
        (MARKUP, 2, 0.6, "HTML or XML", "give JSON, CSV or plain text"),
        (CODE, 5, 0.6, "program code", "for code as one long text give --kind stream"),
        (QUOTED, 5, 0.95, "one quoted column without a header", "give --no-header --columns text"),
    ):
        if len(lines) >= least and _share(pattern, lines) > share:
            raise UserError(f"{source.shown} looks like {what}: {cure}; {SETTING}")
    if (delimiter := _delimited(lines)) is not None:
        name = "tab" if delimiter == "\t" else delimiter
        raise UserError(
            f"{source.shown} looks like a table whose columns are not known: name the one with the text by "
            f"--text-column, or --no-header with --columns (and --delimiter {name!r}); {SETTING}"
        )


def _sample(source: Source) -> Iterator[str]:
    """Lines from everywhere in the file, the ones cut by a sample's edge among them."""
    if not source.samples or len(source.samples) == 1:
        yield from source.head.splitlines()[:2000]
        return
    for piece in source.samples:
        yield from piece.splitlines()


def _share(pattern: re.Pattern[str], lines: list[str]) -> float:
    return sum(pattern.match(line) is not None for line in lines) / len(lines)


def _nearly(lines: list[str], pattern: re.Pattern[str]) -> str:
    return "only" if _share(pattern, lines) == 1 else "nearly only"


def _delimited(lines: list[str]) -> str | None:
    """A delimiter that stands equally often in nearly every line, as in a table and not as in prose."""
    if len(lines) < 4:
        return None
    for delimiter, least in (("\t", 2), (";", 3), ("|", 3), (",", 4)):
        width, share = usual_width([line.split(delimiter) for line in lines])
        if width >= least and share >= 0.85:
            return delimiter
    return None


def read_lines(source: Source) -> Iterator[tuple[Any, str | None]]:
    """One tweet a line. A blank line is a record without text, so that the count is the file's lines."""
    for line in source.lines():
        yield {"text": line.rstrip("\r\n")}, None
