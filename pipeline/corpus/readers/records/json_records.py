"""JSON as posts come in it: an array, JSON lines, API answers, exports of platforms, pandas tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from pipeline.core.errors import UserError
from pipeline.corpus.readers.columns import TEXT_KEYS, squash
from pipeline.corpus.readers.platforms.twitter import Includes, with_includes
from pipeline.corpus.readers.records.json_text import (
    ASSIGNMENT,
    BLANK,
    DECODER,
    LONGEST,
    NOT_JSON,
    TOO_LONG,
    Item,
    Scanner,
)
from pipeline.corpus.readers.records.unwrap import LISTS, has_text_key, unwrap
from pipeline.corpus.readers.sources.decode import Source

ASIDE = ("includes", "errors", "meta", "@context")
FAULTS = frozenset({"error", "errors", "message", "detail"})
ANSWER_KEYS = FAULTS | {
    "documentation_url",
    "status",
    "statusCode",
    "code",
    "title",
    "type",
    "success",
    "error_description",
}
SHOWN_ANSWER = 100  # characters of what a server said
OPENING = re.compile(r"\[\s*(?:[{\"\]\[]|null|//|/\*|$)")


def json_format(head: str) -> str | None:
    """Which kind of JSON a text is, by its beginning, or None."""
    start = head.lstrip("\ufeff")
    if found := ASSIGNMENT.match(start):
        start = start[found.end() :]
        if not start.startswith("["):
            return "JSON document"
        return "tweets.js" if "YTD" in found.group() else "JSON array behind an assignment"
    if found := BLANK.match(start):
        start = start[found.end() :]
    if OPENING.match(start) and not re.match(r"\[[\w ]+\]", start):
        return "JSON lines" if _several_lines(start) else "JSON array"
    lines = [line for line in start.splitlines()[:40] if line.strip() and not _is_comment(line)]
    if len(lines) == 1 and start.startswith("{"):  # a whole document in one line may be large
        return "JSON document"
    if any(isinstance(_parse(line)[0], dict) for line in lines[:20]):
        return "JSON lines"
    if start.startswith("{") and re.match(r"\{\s*(?:[\"}]|//|/\*|$)", start):
        return "JSON document"
    return None


def _several_lines(start: str) -> bool:
    """An array a line, as some collectors write their pages."""
    lines = start.splitlines()
    return len(lines) > 1 and all(isinstance(_parse(line)[0], list) for line in lines[:2])


def _is_comment(line: str) -> bool:
    return line.lstrip("\ufeff \t").startswith(("//", "#", "/*"))


def read_json_lines(source: Source) -> Iterator[Item]:
    """One record a line; a page of an API counts as its records. Blanks and comments do not count."""
    for line in source.lines():
        if not line.strip() or _is_comment(line):
            continue
        value, problem = _parse(line)
        if problem:
            yield value, problem
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            for item in value:
                yield from unwrap(item)
        else:
            yield from unwrap(value)


def read_json_array(source: Source) -> Iterator[Item]:
    """The records of an array, also behind `window.YTD.tweet.part0 =`, streamed."""
    with source.text() as stream:
        for value, problem in under_header(Scanner(stream.read).records()):
            if problem:
                yield value, problem
            else:
                yield from unwrap(value)


def under_header(items: Iterator[Item]) -> Iterator[Item]:
    """Lists under a first one of names, as records; anything else as it is."""
    first = next(items, None)
    if first is None or not _is_header(first[0]):
        return chain([first] if first else [], items)
    header: list[str] = first[0]
    return (
        (dict(zip(header, value, strict=True)), problem)
        if isinstance(value, list) and len(value) == len(header)
        else (value, problem)
        for value, problem in items
    )


def _is_header(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value) and has_text_key(value)


@dataclass
class Outline:
    """What a document's members are: which list holds the posts, and what lies beside it."""

    kinds: dict[str, str] = field(default_factory=dict)
    includes: Includes = field(default_factory=Includes)
    columns: list[str] = field(default_factory=list)  # pandas' orient="split" has the names beside the rows

    @property
    def posts(self) -> frozenset[str]:
        """The lists to stream: one with a usual name, or all; none where objects are records or a table."""
        if any(squash(key) in TEXT_KEYS and kind == "text" for key, kind in self.kinds.items()):
            return frozenset()
        if self.columns and self.kinds.get("data") == "rows":
            return frozenset({"data"})
        lists = [name for name, kind in self.kinds.items() if kind == "list"]
        return frozenset(next(([name] for name in LISTS if name in lists), lists))


def outline(source: Source) -> Outline:
    """One pass over a document, keeping nothing but its plan and what its posts refer to."""
    found = Outline()
    arrays: set[str] = set()

    def streamed(key: str) -> bool:
        arrays.add(key)
        return key not in ASIDE

    with source.text() as stream:
        for key, value, problem in Scanner(stream.read).members(streamed):
            if not key or problem:
                continue
            if key == "includes":
                found.includes.add(value)
            elif key == "columns" and isinstance(value, str):
                found.columns.append(value)
            elif key not in ASIDE and found.kinds.get(key) != "list":
                found.kinds[key] = _kind(value, key in arrays)
    return found


def _kind(value: Any, in_array: bool) -> str:
    if in_array:
        return "list" if isinstance(value, dict) else "rows" if isinstance(value, list) else "other"
    return "text" if isinstance(value, str) else "other"


def read_json_document(source: Source) -> Iterator[Item]:
    """A pretty-printed API answer or export, or pretty-printed records one after the other, streamed."""
    plan = outline(source)
    with source.text() as stream:
        scanner = Scanner(stream.read)
        posts = plan.posts
        if not posts:
            for value, problem in scanner.records():
                yield from [(value, problem)] if problem else unwrap(value)
            return
        for key, value, problem in scanner.members(posts.__contains__):
            if problem:
                yield value, problem
            elif plan.columns and key in posts and isinstance(value, list):
                yield dict(zip(plan.columns, value, strict=False)), None
            elif key in posts:
                for record, reason in unwrap(value):
                    yield (record, reason) if reason else (with_includes(record, plan.includes), None)


def _parse(line: str) -> Item:
    if len(line) > LONGEST:
        return line[:2000], TOO_LONG
    try:
        return DECODER.decode(line.lstrip("\ufeff\x1e")), None
    except RecursionError:
        return line[:2000], "nested too deeply"
    except ValueError:
        return line.rstrip("\r\n"), NOT_JSON


def refuse_answer(source: Source) -> None:
    """A UserError where a file is nothing but what a server said went wrong."""
    if source.size > len(source.head):
        return
    value, problem = _parse(source.head)
    if problem or not isinstance(value, dict) or not set(value) & FAULTS or not set(value) <= ANSWER_KEYS:
        return
    said = next((str(value[k]) for k in ("message", "detail", "errors", "error") if value.get(k)), str(value))
    raise UserError(
        f"{source.shown} has no posts: it is a server's answer that something went wrong: "
        f"{' '.join(said.split())[:SHOWN_ANSWER]!r}. Fetch the posts again"
    )
