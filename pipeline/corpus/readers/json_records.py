"""JSON as posts come in it: an array, JSON lines, API answers, exports of platforms, pandas tables."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.corpus.readers.decode import Source
from pipeline.corpus.readers.fields import TEXT, recogniser, squash
from pipeline.corpus.readers.json_text import ASSIGNMENT, BLANK, LONGEST, NOT_JSON, TOO_LONG, Item, Scanner
from pipeline.corpus.readers.platforms.twitter import Includes, whole_retweet, with_includes

# Where an answer or an export keeps its posts.
LISTS = (
    "data",
    "statuses",
    "tweets",
    "results",
    "items",
    "records",
    "feed",
    "posts",
    "orderedItems",
    "text_post_app_text_posts",
    "thread",
)
TEXT_KEYS = frozenset(map(squash, TEXT))
ASIDE = ("includes", "errors", "meta", "@context")
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
    return line.lstrip().startswith(("//", "#", "/*"))


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
        for value, problem in Scanner(stream.read).records():
            if problem:
                yield value, problem
            else:
                yield from unwrap(value)


@dataclass
class Outline:
    """What a document's members are: which list holds the posts, and what lies beside it."""

    kinds: dict[str, str] = field(default_factory=dict)
    includes: Includes = field(default_factory=Includes)

    @property
    def posts(self) -> str | None:
        """The name of the list to stream; None where objects are records, or one whole table."""
        if any(squash(key) in TEXT_KEYS and kind == "text" for key, kind in self.kinds.items()):
            return None
        named = [name for name in LISTS if self.kinds.get(name) == "list"]
        return next(iter(named or [name for name, kind in self.kinds.items() if kind == "list"]), None)


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
            elif key not in ASIDE and found.kinds.get(key) != "list":
                objects = key in arrays and isinstance(value, dict)
                found.kinds[key] = "list" if objects else "text" if isinstance(value, str) else "other"
    return found


def read_json_document(source: Source) -> Iterator[Item]:
    """A pretty-printed API answer or export, or pretty-printed records one after the other, streamed."""
    plan = outline(source)
    with source.text() as stream:
        scanner = Scanner(stream.read)
        if plan.posts is None:
            for value, problem in scanner.records():
                yield from [(value, problem)] if problem else unwrap(value)
            return
        for key, value, problem in scanner.members(lambda key: key == plan.posts):
            if problem:
                yield value, problem
            elif key == plan.posts:
                for record, reason in unwrap(value):
                    yield (record, reason) if reason else (with_includes(record, plan.includes), None)


def unwrap(value: Any) -> Iterator[Item]:
    """The posts in one JSON value: itself, the `tweet` in it, the list in an API's answer, or a table.

    >>> list(unwrap({"tweet": {"full_text": "hi"}}))
    [({'full_text': 'hi'}, None)]
    >>> list(unwrap(7))
    [(7, 'not an object')]
    """
    if isinstance(value, str):
        yield {"text": value}, None
    elif not isinstance(value, dict):
        yield value, "not an object"
    elif isinstance(value.get("tweet"), dict):
        yield value["tweet"], None
    elif any(squash(key) in TEXT_KEYS and isinstance(inside, str) for key, inside in value.items()):
        yield whole_retweet(value), None
    else:
        yield from _inside(value)


def _inside(value: dict[str, Any]) -> Iterator[Item]:
    if recogniser(tuple(value)):
        yield value, None
        return
    inside = next((value[name] for name in LISTS if isinstance(value.get(name), list)), None)
    if inside is None and isinstance(value.get("data"), dict):
        inside = [value["data"]]
    if inside is not None:
        includes = Includes()
        includes.add(value.get("includes"))
        for post in inside:
            if isinstance(post, dict):
                yield with_includes(post, includes), None
            else:
                yield post, "not an object"
        return
    columns = {key: v for key, v in value.items() if isinstance(v, dict)}
    if any(squash(key) in TEXT_KEYS for key in columns) and _is_table(columns):
        yield from _by_columns(columns)
    elif len(columns) == len(value) > 0 and all(_has_text(v) for v in list(columns.values())[:20]):
        for key, post in columns.items():
            yield {"id": key, **post}, None
    else:
        yield value, None


def _is_table(columns: dict[str, dict[str, Any]]) -> bool:
    """pandas' `to_json` writes each column as an object by row."""
    texts = next(inside for key, inside in columns.items() if squash(key) in TEXT_KEYS)
    return len(texts) > 0 and all(isinstance(v, str | None) for v in texts.values())


def _by_columns(columns: dict[str, dict[str, Any]]) -> Iterator[Item]:
    rows = next(inside for key, inside in columns.items() if squash(key) in TEXT_KEYS)
    for row in rows:
        yield {key: inside.get(row) for key, inside in columns.items()}, None


def _has_text(post: dict[str, Any]) -> bool:
    return any(squash(key) in TEXT_KEYS and isinstance(v, str) for key, v in post.items())


def _parse(line: str) -> Item:
    if len(line) > LONGEST:
        return line[:2000], TOO_LONG
    try:
        return json.loads(line), None
    except RecursionError:
        return line[:2000], "nested too deeply"
    except ValueError:
        return line.rstrip("\r\n"), NOT_JSON
