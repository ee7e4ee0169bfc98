"""Plain text, one post a line: the last resort, for lines that look like nothing else."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.claim import Claim
from pipeline.corpus.readers.no_posts import refuse
from pipeline.corpus.readers.sources.decode import Source


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


def read_lines(source: Source) -> Iterator[tuple[Any, str | None]]:
    """One tweet a line. A blank line is a record without text, so that the count is the file's lines."""
    for line in source.lines():
        yield {"text": line.rstrip("\r\n")}, None
