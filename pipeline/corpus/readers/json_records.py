"""JSON as tweets come in it: an array, JSON lines, API answers, a personal archive's tweets.js."""

import io
import json
import re
from collections.abc import Iterator
from typing import IO, Any, cast

import ijson

from pipeline.core.errors import UserError
from pipeline.corpus.readers.decode import Source

ARCHIVE_PREFIX = re.compile(r"\s*window\.[\w.]+\s*=\s*")
LISTS = ("data", "statuses", "tweets", "results", "items")  # where an API's answer keeps its tweets
Item = tuple[Any, str | None]  # a raw record and, where it cannot be read, the reason


def json_format(head: str) -> str | None:
    """Which kind of JSON a text is, told from its beginning, or None."""
    if ARCHIVE_PREFIX.match(head):
        return "tweets.js"
    start = head.lstrip()
    if re.match(r"\[\s*([{\"\]]|$)", start):
        return "JSON array"
    if not start.startswith("{"):
        return None
    lines = start.splitlines()[:20]
    return "JSON lines" if any(isinstance(_parse(line)[0], dict) for line in lines) else "JSON document"


def read_json_lines(source: Source) -> Iterator[Item]:
    """One record a line; a page of an API's answer counts as its records. Blank lines are none."""
    with source.text() as stream:
        for line in stream:
            if not line.strip():
                continue
            value, problem = _parse(line)
            if problem:
                yield value, problem
            else:
                yield from unwrap(value)


def read_json_array(source: Source) -> Iterator[Item]:
    """The records of an array, also behind `window.YTD.tweet.part0 =`, streamed."""
    for value in _stream(source, "item"):
        yield from unwrap(value)


def read_json_document(source: Source) -> Iterator[Item]:
    """A pretty-printed API answer, or pretty-printed records one after the other, streamed."""
    name = _list_name(source.head)
    if name is None:
        for value in _stream(source, "", multiple_values=True):
            yield from unwrap(value)
        return
    users = _usernames(_stream(source, "includes.users.item", multiple_values=True)) if name == "data" else {}
    for value in _stream(source, f"{name}.item", multiple_values=True):
        yield from ((_named(tweet, users), problem) for tweet, problem in unwrap(value))


def unwrap(value: Any) -> Iterator[Item]:
    """The tweets in one JSON value: itself, the `tweet` in it, or the list in an API's answer.

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
    else:
        inside = next((value[name] for name in LISTS if isinstance(value.get(name), list)), None)
        if inside is None and isinstance(value.get("data"), dict):
            inside = [value["data"]]
        if inside is None or "text" in value or "full_text" in value:
            yield value, None
            return
        includes = value.get("includes")
        users = _usernames(includes.get("users", [])) if isinstance(includes, dict) else {}
        for tweet in inside:
            yield (_named(tweet, users), None) if isinstance(tweet, dict) else (tweet, "not an object")


def _parse(line: str) -> Item:
    try:
        return json.loads(line), None
    except (ValueError, RecursionError):
        return line.rstrip("\r\n"), "not JSON"


def _stream(source: Source, prefix: str, **options: Any) -> Iterator[Any]:
    """The values under a prefix; a document that breaks off says after how many."""
    count = 0
    with source.text() as stream:
        _skip_prefix(stream, source.head)
        try:
            for value in ijson.items(_Encoded(stream), prefix, use_float=True, **options):
                count += 1
                yield value
        except (ijson.JSONError, UnicodeDecodeError) as error:
            reason = " ".join(str(error).split())[:80]
            raise UserError(
                f"{source.path} is no valid JSON after {count:,} records ({reason}): fetch it again"
            ) from error


def _skip_prefix(stream: io.TextIOWrapper, head: str) -> None:
    found = ARCHIVE_PREFIX.match(head)
    if found:
        stream.read(found.end())


class _Encoded:
    """A text stream as the UTF-8 bytes that ijson reads, whatever the file's own encoding."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size).encode("utf-8", "replace")


def _list_name(head: str) -> str | None:
    """The name of the list at the top of a document that holds the tweets."""
    try:
        for prefix, event, _ in ijson.parse(io.BytesIO(head.encode("utf-8", "replace"))):
            if event == "start_array" and prefix in LISTS:
                return cast(str, prefix)
    except ijson.JSONError:  # the head breaks off in the middle of the document
        return None
    return None


def _usernames(users: Any) -> dict[str, str]:
    pairs = ((user.get("id"), user.get("username")) for user in users if isinstance(user, dict))
    return {str(number): name for number, name in pairs if number and name}


def _named(tweet: Any, users: dict[str, str]) -> Any:
    """The tweet with its author's name, where the answer gives it beside the tweets."""
    if not users or not isinstance(tweet, dict) or "author" in tweet:
        return tweet
    name = users.get(str(tweet.get("author_id")))
    return {**tweet, "author": {"username": name}} if name else tweet
