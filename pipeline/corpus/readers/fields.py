"""From a raw record, whatever archive or API it comes from, to the fields of a tweet."""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.platforms import bluesky, fediverse, meta, twitter
from pipeline.corpus.readers.platforms.post import Dropped, Post

TEXT = [
    "full_text",
    "text",
    "rawContent",
    "tweet",
    "tweets",
    "content",
    "renderedContent",
    "body",
    "message",
    "tweet_text",
    "status",
    "post",
    "posts",
    "post_text",
    "caption",
    "comment",
    "toot",
    "skeet",
    "text_original",
    "clean_text",
]
LONG_TEXT = ("note_tweet.text", "extended_tweet.full_text")  # the whole of what `text` cuts
IDS = ["id_str", "tweet_id", "id", "tweetid", "status_id", "post_id", "uri"]
DATES = [
    "created_at",
    "createdAt",
    "tweet_created",
    "created_time",
    "date_utc",
    "date",
    "datetime",
    "timestamp",
    "created",
    "published",
    "published_at",
    "post_date",
    "posted_at",
    "tweet_date",
    "tweet_time",
    "time",
    "creation_timestamp",
    "timestampms",
    "utc",
]
TIMES = ("time", "tweet_time", "hour")  # beside a column of dates
AUTHORS = [
    "user.screen_name",
    "user.username",
    "author.username",
    "author.screen_name",
    "author.handle",
    "account.acct",
    "account.username",
    "screen_name",
    "user_screen_name",
    "user_username",
    "author_handle",
    "from_user",
    "handle",
    "acct",
    "username",
    "account",
    "author",
    "user",
    "from",
    "user_name",
    "name",
    "display_name",
    "author_id",
    "did",
]
RETWEET_FLAGS = ("is_retweet", "isretweet", "retweet")
ORIGINALS = ("retweeted_status", "retweetedTweet")
REFERENCES = ("referenced_tweets",)
TRUNCATED = ("truncated",)
LONGEST = 10  # times the most characters that a cleaned tweet may have
TRUE = frozenset({"true", "t", "1", "yes"})
SQUASH = re.compile(r"[\W_]+")
CLOCK = re.compile(r"\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*$")
DAY_ALONE = re.compile(r"\s*[\w/.\-]+([ ,]+\w+[ ,]+\w+)?\s*$")
ZONE = re.compile(r"[+-]\d{2}:?\d{2}$")
BYTES_LITERAL = re.compile(r"""b(['"])(?s:.*)\1\Z""")

Paths = tuple[tuple[str, ...], ...]
Recogniser = tuple[Callable[[frozenset[str]], bool], Callable[[dict[str, Any]], Post | str]]
PLATFORMS: tuple[Recogniser, ...] = (
    (bluesky.is_event, bluesky.event),
    (bluesky.is_listed, bluesky.listed),
    (bluesky.is_feed_entry, bluesky.feed_entry),
    (bluesky.is_view, bluesky.view),
    (bluesky.is_record, bluesky.record),
    (fediverse.is_activity, fediverse.activity),
    (fediverse.is_status, fediverse.status),
    (fediverse.is_note, fediverse.note),
    (meta.is_comment, meta.comment),
    (meta.is_media_post, meta.media_post),
    (meta.is_facebook_post, meta.facebook_post),
)


@lru_cache(maxsize=4096)
def squash(name: str) -> str:
    """A name without its capitals, blanks and signs: `Created At`, `created_at` and `createdAt` are one.

    >>> squash("Created At") == squash("created_at") == squash("createdAt")
    True
    """
    return SQUASH.sub("", name.lower())


@dataclass(frozen=True)
class FieldPaths:
    """Where records with certain keys keep what a tweet is made of: paths of keys, the best first."""

    text: Paths
    long_text: Paths
    tweet_id: Paths
    created: Paths
    clock: Paths
    zone: Paths
    author: Paths
    retweet_flag: Paths
    original: Paths
    references: Paths
    truncated: Paths
    entities: bool


@lru_cache(maxsize=256)
def field_paths(
    keys: tuple[str, ...], text: str | None, date: str | None, author: str | None, identity: str | None
) -> FieldPaths:
    """The layout of records with these keys; capitals, blanks and signs in names do not matter.

    Args:
        keys: of a record, as they are written.
        text: the column that the user names for it; None looks among the usual names; so for the others.
    """
    written = {squash(key): key for key in reversed(keys)}
    exact = {key.strip().lower(): key for key in reversed(keys)}

    def paths(names: Any, asked: str | None = None) -> Paths:
        wanted = (asked,) if asked else names
        return tuple(path for name in wanted if (path := _path(name, exact) or _path(name, written, squash)))

    created = paths(DATES, date)
    return FieldPaths(
        text=paths(TEXT, text),
        long_text=() if text else paths(LONG_TEXT),
        tweet_id=paths(IDS, identity),
        created=created,
        clock=tuple(path for path in paths(TIMES) if created and path != created[0]),
        zone=paths(("timezone",)),
        author=paths(AUTHORS, author),
        retweet_flag=paths(RETWEET_FLAGS),
        original=paths(ORIGINALS),
        references=paths(REFERENCES),
        truncated=paths(TRUNCATED),
        entities=not text and "entities" in keys,
    )


def _path(name: str, written: dict[str, str], form: Callable[[str], str] = str.lower) -> tuple[str, ...]:
    """The keys that lead to a dotted name, which may also be one flattened key; () where none do."""
    if form(name) in written:
        return (written[form(name)],)
    head, dot, rest = name.partition(".")
    return (written[form(head)], *rest.split(".")) if dot and form(head) in written else ()


@lru_cache(maxsize=256)
def recogniser(keys: tuple[str, ...]) -> Callable[[dict[str, Any]], Post | str] | None:
    """The platform whose records have these keys, or None."""
    names = frozenset(keys)
    return next((make for fits, make in PLATFORMS if fits(names)), None)


def fields(record: dict[str, Any], asked: CorpusSettings) -> dict[str, Any] | str:
    """The fields of one tweet, or the reason why the record is none (`Dropped`: it is left out on purpose).

    Args:
        record: a JSON object or a row of a table.
        asked: the columns that the user names.

    Returns:
        `tweet_id`, `raw_text`, `created` (as written), `author`, `is_retweet`, `truncated`, `spans`,
        `warning`; or a reason.
    """
    keys = tuple(record)
    make = None if asked.text_column else recogniser(keys)
    post = make(record) if make else _post(record, keys, asked)
    if isinstance(post, str):
        return post
    if not isinstance(post.text, str):
        return "text is not a string"
    if len(post.text) > LONGEST * asked.max_length:  # before any step that takes longer than its length
        return f"longer than {LONGEST * asked.max_length} characters"
    return {
        "tweet_id": _string(post.tweet_id),
        "raw_text": storable(post.text),
        "created": _string(post.created),
        "author": _string(post.author),
        "is_retweet": post.is_retweet,
        "truncated": post.truncated,
        "spans": post.spans,
        "warning": _string(post.warning),
    }


def _post(record: dict[str, Any], keys: tuple[str, ...], asked: CorpusSettings) -> Post | str:
    """A post by the usual names of columns."""
    where = field_paths(keys, asked.text_column, asked.date_column, asked.author_column, asked.id_column)
    long = first(record, where.long_text)
    text = first(record, where.text) if long is None else long
    if text is None:
        return "no text"
    if isinstance(text, str) and text.startswith("b") and BYTES_LITERAL.match(text):
        text = _literal(text)
    return Post(
        text,
        first(record, where.tweet_id),
        _created(record, where),
        first(record, where.author),
        _is_retweet(record, where),
        long is None and _true(first(record, where.truncated)),
        spans=twitter.spans(record, text) if where.entities and isinstance(text, str) else [],
    )


def _literal(text: str) -> str:
    """What Python's `str(bytes)` was made of: `b'It\\xe2\\x80\\x99s'` is `It’s`."""
    try:
        value = ast.literal_eval(text)
        return value.decode("utf-8") if isinstance(value, bytes) else text
    except (ValueError, SyntaxError, UnicodeDecodeError, MemoryError):
        return text


def _created(record: dict[str, Any], where: FieldPaths) -> Any:
    """When, as written; a date and its time of day in two columns are joined, a zone beside them too."""
    created = first(record, where.created)
    if not where.clock or not isinstance(created, str) or ":" in created or not DAY_ALONE.match(created):
        return created
    clock = first(record, where.clock)
    if not isinstance(clock, str) or not CLOCK.match(clock):
        return created
    zone = first(record, where.zone)
    return f"{created} {clock}" + (f" {zone}" if isinstance(zone, str) and ZONE.match(zone) else "")


def first(record: dict[str, Any], paths: Paths) -> Any:
    """The first value that is there, not empty and no object; None where there is none.

    >>> first({"user": {"name": "a"}}, (("author",), ("user", "name")))
    'a'
    """
    for path in paths:
        value: Any = record
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None and value != "" and not isinstance(value, dict):
            return value
    return None


def storable(text: str) -> str:
    """The text with halves of surrogate pairs joined, or U+FFFD where one stands alone: no file holds those.

    >>> storable("\\ud83d\\ude00"), storable("a\\ud83d")
    ('😀', 'a\ufffd')
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _string(value: Any) -> str | None:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return None if value is None or isinstance(value, list | dict) else storable(str(value))


def _true(value: Any) -> bool:
    return value is True or (isinstance(value, str | int) and str(value).strip().lower() in TRUE)


def _is_retweet(record: dict[str, Any], where: FieldPaths) -> bool:
    """By the archive's flag, by v1.1's embedded original, or by v2's reference."""
    if _true(first(record, where.retweet_flag)) or any(record.get(path[0]) for path in where.original):
        return True
    references = first(record, where.references)
    if not isinstance(references, list):
        return False
    return any(isinstance(r, dict) and r.get("type") == "retweeted" for r in references)


__all__ = ["TEXT", "Dropped", "fields", "squash", "storable"]
