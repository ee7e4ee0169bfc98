"""From a raw record, whatever archive or API it comes from, to the fields of a tweet."""

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
TEXT_NAMES = frozenset(TEXT)
TRUE = frozenset({"true", "t", "1", "yes"})


def fields(record: dict[str, Any], text_column: str | None) -> dict[str, Any] | str:
    """The fields of one tweet, or the reason why the record is none.

    Args:
        record: a JSON object or a row of a table.
        text_column: where the text is; None looks among the usual names.

    Returns:
        `tweet_id`, `raw_text`, `created` (as written), `author`, `is_retweet`, `truncated`; or a reason.
    """
    text, whole = _text(record, text_column)
    if text is None:
        return "no text"
    if not isinstance(text, str):
        return "text is not a string"
    return {
        "tweet_id": _string(_first(record, IDS)),
        "raw_text": text,
        "created": _date(_first(record, DATES)),
        "author": _string(_first(record, AUTHORS)),
        "is_retweet": _is_retweet(record),
        "truncated": not whole and _true(record.get("truncated")),
    }


def names(record: dict[str, Any]) -> dict[str, Any]:
    """The record under lower-case names, so that `Text` and `text` are one."""
    return {str(key).strip().lower(): value for key, value in record.items()}


def _text(record: dict[str, Any], text_column: str | None) -> tuple[Any, bool]:
    """The text, and whether it is known to be whole."""
    if text_column is not None:
        return dig(record, text_column), True
    for name in LONG_TEXT:
        long = dig(record, name)
        if long:
            return long, True
    return _first(record, TEXT), False


def dig(record: dict[str, Any], path: str) -> Any:
    """The value under a dotted path, nested or flattened (`author.username` as one column's name).

    >>> dig({"user": {"name": "a"}}, "user.name"), dig({"user.name": "a"}, "user.name")
    ('a', 'a')
    """
    if path in record:
        return record[path]
    head, dot, rest = path.partition(".")
    inside = record.get(head) if dot else None
    return dig(inside, rest) if isinstance(inside, dict) else None


def _first(record: dict[str, Any], candidates: tuple[str, ...]) -> Any:
    for path in candidates:
        value = dig(record, path)
        if value is not None and value != "" and not isinstance(value, dict):
            return value
    return None


def _string(value: Any) -> str | None:
    return None if value is None or isinstance(value, list | dict) else str(value)


def _date(value: Any) -> str | None:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return _string(value)


def _true(value: Any) -> bool:
    return value is True or (value is not None and str(value).strip().lower() in TRUE)


def _is_retweet(record: dict[str, Any]) -> bool:
    """By the archive's flag, by v1.1's embedded original, or by v2's reference."""
    if _true(record.get("is_retweet", record.get("isretweet"))) or record.get("retweeted_status"):
        return True
    references = record.get("referenced_tweets")
    if not isinstance(references, list):
        return False
    return any(isinstance(r, dict) and r.get("type") == "retweeted" for r in references)
