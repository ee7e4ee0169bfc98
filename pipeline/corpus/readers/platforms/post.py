"""What a post is before it is cleaned, whatever platform it comes from."""

from dataclasses import dataclass, field
from typing import Any

Span = tuple[str, int, int]  # concept, start, end: code points of `text`, half-open


class Dropped(str):
    """The reason why a record that is read well is left out: a boost, a deleted post."""


@dataclass(slots=True)
class Post:
    """The fields of one post; `created` is as written, `spans` are the platform's own entities."""

    text: Any
    tweet_id: Any = None
    created: Any = None
    author: Any = None
    is_retweet: bool = False
    truncated: bool = False
    warning: str | None = None  # a content warning, kept apart from the text
    spans: list[Span] = field(default_factory=list)


def inside(record: Any, *keys: str) -> Any:
    """The value under keys within keys, or None.

    >>> inside({"a": {"b": 1}}, "a", "b"), inside({"a": 1}, "a", "b")
    (1, None)
    """
    for key in keys:
        record = record.get(key) if isinstance(record, dict) else None
    return record
