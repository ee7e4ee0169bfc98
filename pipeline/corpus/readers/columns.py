"""Which column or key of a record holds what: the usual names, and the paths to them in a form of record."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.core.settings import CorpusSettings

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
    "content_text",  # JSON Feed
    "content_html",
    "text_original",
    "clean_text",
]
LONG_TEXT = ("note_tweet.text", "extended_tweet.full_text")  # the whole of what `text` cuts
IDS = ("id_str", "tweet_id", "id", "tweetid", "status_id", "post_id", "uri", "_id")
DATES = (
    "created_at",
    "createdAt",
    "tweet_created",
    "created_time",
    "created_utc",
    "date_utc",
    "date",
    "datetime",
    "timestamp",
    "created",
    "published",
    "published_at",
    "posted_on",
    "created_on",
    "published_on",
    "publish_date",
    "pub_date",
    "post_date",
    "posted_at",
    "tweet_date",
    "tweet_time",
    "tweet_created_at",
    "date_created",
    "date_published",
    "creation_date",
    "time",
    "taken_at",
    "creation_timestamp",
    "timestampms",
    "utc",
    "datum",
    "fecha",
    "data",
    "дата",
)
# Another column may be the date's by its name, if it is not somebody's or of something else.
DATED = re.compile(r"(?:date|created|posted|published|timestamp)")
NOT_OF_POST = re.compile(
    r"user|author|account|profile|join|retriev|harvest|scrap|crawl|updat|modif|edit|count|by$"
)
TIMES = ("time", "tweet_time", "hour", "time_utc", "posted_at", "created_time")  # beside a column of dates
YEAR_MONTH_DAY = ("year", "month", "day")
AUTHORS = (
    "user.screen_name",
    "user.username",
    "user.userName",
    "author.username",
    "author.userName",
    "author.screen_name",
    "author.handle",
    "account.acct",
    "account.username",
    "screen_name",
    "user_screen_name",
    "user_username",
    "author_username",
    "author_handle",
    "from_user",
    "handle",
    "acct",
    "username",
    "account",
    "author",
    "user",
    "from",
    "creator",
    "user_name",
    "name",
    "display_name",
    "author_id",
    "did",
)
RETWEET_FLAGS = ("is_retweet", "isretweet", "retweet")
ORIGINALS = ("retweeted_status", "retweetedTweet")
ORIGINAL_IDS = (
    "referenced_tweets.retweeted.id",
    "retweeted_status_id",
    "retweeted_status_id_str",
    "retweet_id",
)
SQUASH = re.compile(r"[\W_]+")
EXTENDED_JSON = 2  # how deep MongoDB wraps a value: {"$date": {"$numberLong": "0"}}

Paths = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4096)
def squash(name: str) -> str:
    """A name without its capitals, blanks and signs: `Created At`, `created_at` and `createdAt` are one.

    >>> squash("Created At") == squash("created_at") == squash("createdAt")
    True
    """
    return SQUASH.sub("", name.lower())


TEXT_KEYS = frozenset(map(squash, TEXT))


@lru_cache(maxsize=256)
def text_key(keys: tuple[str, ...]) -> str | None:
    """The first of these keys that is a usual name of a text."""
    return next((key for key in keys if squash(key) in TEXT_KEYS), None)


@dataclass(frozen=True)
class FieldPaths:
    """Where records with certain keys keep what a tweet is made of: paths of keys, the best first."""

    text: Paths
    long_text: Paths
    tweet_id: Paths
    created: Paths
    clock: Paths
    zone: Paths
    day: Paths
    author: Paths
    retweet_flag: Paths
    original: Paths
    original_id: Paths
    references: Paths
    truncated: Paths
    entities: bool

    @property
    def retweets(self) -> bool:
        """Whether anything here says of a post that it is a retweet."""
        return bool(self.retweet_flag or self.original or self.original_id or self.references)


def paths_of(keys: tuple[str, ...], asked: CorpusSettings) -> FieldPaths:
    """The layout of records with these keys, with the columns that the user names."""
    return field_paths(keys, asked.text_column, asked.date_column, asked.author_column, asked.id_column)


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

    def paths(names: Iterable[str], asked: str | None = None) -> Paths:
        found = (path for name in ((asked,) if asked else names) for path in _paths(name, exact, written))
        return tuple(dict.fromkeys(found))

    created = paths(DATES, date)
    if not created:
        created = tuple(
            (key,) for key in keys if DATED.search(squash(key)) and not NOT_OF_POST.search(squash(key))
        )
    day = paths(YEAR_MONTH_DAY)
    return FieldPaths(
        text=paths(TEXT, text),
        long_text=() if text else paths(LONG_TEXT),
        tweet_id=paths(IDS, identity),
        created=created,
        clock=tuple(path for path in paths(TIMES) if created),
        zone=paths(("timezone", "time_zone", "tz")),
        day=day if len(day) == len(YEAR_MONTH_DAY) and not date else (),
        author=paths(AUTHORS, author),
        retweet_flag=paths(RETWEET_FLAGS),
        original=paths(ORIGINALS),
        original_id=paths(ORIGINAL_IDS),
        references=paths(("referenced_tweets",)),
        truncated=paths(("truncated",)),
        entities=not text and "entities" in keys,
    )


def _paths(name: str, exact: dict[str, str], written: dict[str, str]) -> Iterable[tuple[str, ...]]:
    """The keys that lead to a dotted name, which may also be one flattened key."""
    forms: tuple[tuple[dict[str, str], Callable[[str], str]], ...] = ((exact, str.lower), (written, squash))
    head, dot, rest = name.partition(".")
    for known, form in forms:
        if form(name) in known:
            yield (known[form(name)],)
        if dot and form(head) in known:
            yield (known[form(head)], *rest.split("."))


def first(record: dict[str, Any], paths: Paths) -> Any:
    """The first value that is there, not empty and not an object; None without one.

    MongoDB's `{"$numberLong": "1"}` is the value in it.

    >>> first({"user": {"name": "a"}}, (("author",), ("user", "name")))
    'a'
    """
    for path in paths:
        value = record.get(path[0])
        if len(path) > 1:
            for key in path[1:]:
                value = value.get(key) if isinstance(value, dict) else None
        if value is None or value == "":
            continue
        if isinstance(value, str):  # what nearly all are
            return value
        if isinstance(value, dict):
            value = _extended(value)
        if value is not None and not isinstance(value, dict):
            return value
    return None


def _extended(value: Any) -> Any:
    """What MongoDB's extended JSON wraps, or the object itself."""
    for _ in range(EXTENDED_JSON):
        if isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith("$"):
            value = next(iter(value.values()))
    return value
