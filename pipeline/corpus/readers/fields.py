"""From a raw record, whatever archive or API it comes from, to the fields of a tweet."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

TEXT = ("full_text", "text", "tweet", "content", "body", "message", "tweet_text", "tweet text", "status")
LONG_TEXT = ("note_tweet.text", "extended_tweet.full_text")  # the whole of what `text` cuts
IDS = ("id_str", "tweet_id", "id", "tweetid", "status_id", "tweet id")
DATES = ("created_at", "date", "timestamp", "created", "datetime", "time")
AUTHORS = (
    "user.screen_name",
    "author.username",
    "author.screen_name",
    "screen_name",
    "username",
    "user_name",
    "handle",
    "author",
    "user",
    "author_id",
)
RETWEET_FLAGS = ("is_retweet", "isretweet")
ORIGINALS = ("retweeted_status",)
REFERENCES = ("referenced_tweets",)
TRUNCATED = ("truncated",)
TEXT_NAMES = frozenset(TEXT)
TRUE = frozenset({"true", "t", "1", "yes"})

Paths = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class FieldPaths:
    """Where records with certain keys keep what a tweet is made of: paths of keys, the best first."""

    text: Paths
    long_text: Paths
    tweet_id: Paths
    created: Paths
    author: Paths
    retweet_flag: Paths
    original: Paths
    references: Paths
    truncated: Paths


@lru_cache(maxsize=256)
def field_paths(keys: tuple[str, ...], text_column: str | None) -> FieldPaths:
    """The layout of records with these keys; capitals do not matter.

    Args:
        keys: of a record, as they are written.
        text_column: where the text is; None looks among the usual names.
    """
    written = {key.strip().lower(): key for key in reversed(keys)}

    def paths(names: tuple[str, ...]) -> Paths:
        return tuple(path for name in names if (path := _path(name, written)))

    return FieldPaths(
        text=paths((text_column.lower(),) if text_column else TEXT),
        long_text=() if text_column else paths(LONG_TEXT),
        tweet_id=paths(IDS),
        created=paths(DATES),
        author=paths(AUTHORS),
        retweet_flag=paths(RETWEET_FLAGS),
        original=paths(ORIGINALS),
        references=paths(REFERENCES),
        truncated=paths(TRUNCATED),
    )


def _path(name: str, written: dict[str, str]) -> tuple[str, ...]:
    """The keys that lead to a dotted name, which may also be one flattened key; () where none do."""
    if name in written:
        return (written[name],)
    head, dot, rest = name.partition(".")
    return (written[head], *rest.split(".")) if dot and head in written else ()


def fields(record: dict[str, Any], text_column: str | None) -> dict[str, Any] | str:
    """The fields of one tweet, or the reason why the record is none.

    Args:
        record: a JSON object or a row of a table.
        text_column: where the text is; None looks among the usual names.

    Returns:
        `tweet_id`, `raw_text`, `created` (as written), `author`, `is_retweet`, `truncated`; or a reason.
    """
    where = field_paths(tuple(record), text_column)
    long = first(record, where.long_text)
    text = first(record, where.text) if long is None else long
    if text is None:
        return "no text"
    if not isinstance(text, str):
        return "text is not a string"
    text = storable(text)
    return {
        "tweet_id": _string(first(record, where.tweet_id)),
        "raw_text": text,
        "created": _string(first(record, where.created)),
        "author": _string(first(record, where.author)),
        "is_retweet": _is_retweet(record, where),
        "truncated": long is None and _true(first(record, where.truncated)),
    }


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
    return None if value is None or isinstance(value, list) else storable(str(value))


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
