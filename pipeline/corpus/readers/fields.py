"""From a raw record, whatever archive or API it comes from, to the fields of a tweet."""

import ast
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.columns import FieldPaths, first, paths_of
from pipeline.corpus.readers.moment import created
from pipeline.corpus.readers.platforms import bluesky, fediverse, meta, twitter
from pipeline.corpus.readers.platforms.markup import to_text
from pipeline.corpus.readers.platforms.post import Dropped, Post, Span

LONGEST = 10  # times the most characters that a cleaned tweet may have
TRUE = frozenset({"true", "t", "1", "yes"})
NOTHING = frozenset({"", "0", "0.0", "nan", "none", "null", "na", "[]", "false"})
BYTES_LITERAL = re.compile(r"""b(['"])(?s:.*)\1\Z""")
DRESSED = ("b'", 'b"', "<p")  # how a text begins that may be no plain one
HTML = re.compile(r"<p\b(?s:.*)</p>\s*\Z")
# A user's record in one cell, as JSON or as Python shows a dict.
USER_CELL = re.compile(
    r"""\{.*?['"](?:screen_name|username|userName|handle|acct)['"]\s*:\s*['"]([^'"]+)['"]""", re.DOTALL
)

Recogniser = tuple[Callable[[frozenset[str]], bool], Callable[[dict[str, Any]], Post | str]]
PLATFORMS: tuple[Recogniser, ...] = (
    (twitter.is_notice, twitter.notice),
    (twitter.is_like, twitter.like),
    (bluesky.is_event, bluesky.event),
    (bluesky.is_listed, bluesky.listed),
    (bluesky.is_feed_entry, bluesky.feed_entry),
    (bluesky.is_view, bluesky.view),
    (bluesky.is_record, bluesky.record),
    (fediverse.is_activity, fediverse.activity),
    (fediverse.is_status, fediverse.status),
    (fediverse.is_note, fediverse.note),
    (meta.is_comment, meta.comment),
    (meta.is_labelled, meta.labelled),
    (meta.is_media_post, meta.media_post),
    (meta.is_facebook_post, meta.facebook_post),
)


@lru_cache(maxsize=256)
def recogniser(keys: tuple[str, ...]) -> Callable[[dict[str, Any]], Post | str] | None:
    """The platform whose records have these keys, or None."""
    names = frozenset(keys)
    return next((make for fits, make in PLATFORMS if fits(names)), None)


def fields(record: dict[str, Any], asked: CorpusSettings) -> dict[str, Any] | str:
    """The fields of one tweet, or why the record is not a tweet (`Dropped`: left out on purpose).

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
        "author": _one_line(_string(post.author)),
        "is_retweet": post.is_retweet,
        "truncated": post.truncated,
        "spans": post.spans,
        "warning": _string(post.warning),
    }


def _post(record: dict[str, Any], keys: tuple[str, ...], asked: CorpusSettings) -> Post | str:
    """A post by the usual names of columns."""
    where = paths_of(keys, asked)
    if "deleted_at" in record and "full_text" in record:
        return Dropped("deleted post")
    long = first(record, where.long_text) if where.long_text else None
    text = first(record, where.text) if long is None else long
    if text is None:
        return "no text"
    spans: list[Span] = []
    if isinstance(text, str) and twitter.withheld(text):
        return Dropped("withheld by Twitter")
    if not isinstance(text, str) or text[:2] in DRESSED:
        text, spans = _typed(text)
    return Post(
        text,
        first(record, where.tweet_id) if where.tweet_id else None,
        created(record, where) if where.clock or where.day else first(record, where.created),
        _handle(first(record, where.author)) if where.author else None,
        where.retweets and _is_retweet(record, where),
        long is None and bool(where.truncated) and _true(first(record, where.truncated)),
        spans=spans or (twitter.spans(record, text) if where.entities and isinstance(text, str) else []),
    )


def _typed(text: Any) -> tuple[Any, list[Span]]:
    """A text as it was typed: bytes decoded, HTML and pieces joined."""
    if isinstance(text, list):
        pieces = [piece.get("text") if isinstance(piece, dict) else piece for piece in text]
        strings = [piece for piece in pieces if isinstance(piece, str)]
        return ("".join(strings) if len(strings) == len(pieces) else text), []
    if isinstance(text, bytes):
        return text.decode("utf-8", "replace"), []
    if isinstance(text, str) and text.startswith("b") and BYTES_LITERAL.match(text):
        return _literal(text), []
    if isinstance(text, str) and text.startswith("<p") and HTML.match(text):
        return to_text(text)
    return text, []


def _literal(text: str) -> str:
    """What Python's `str(bytes)` was made of: `b'It\\xe2\\x80\\x99s'` is `It’s`."""
    try:
        value = ast.literal_eval(text)
        return value.decode("utf-8") if isinstance(value, bytes) else text
    except (ValueError, SyntaxError, UnicodeDecodeError, MemoryError):
        return text


def _one_line(author: str | None) -> str | None:
    """A name without control characters: it is shown on screens and in tables."""
    if author is None or author.isprintable():
        return author
    kept = (c for c in author if unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip() or None


def _handle(author: Any) -> Any:
    """The name without its @; of a whole user's record in a cell, the handle."""
    if not isinstance(author, str) or author[0] not in "@{":
        return author
    if author.startswith("{") and (found := USER_CELL.match(author)):
        return found[1]
    return author if author[0] == "{" or " " in author else author[1:]


def storable(text: str) -> str:
    """The text with halves of surrogate pairs joined, or U+FFFD where one stands alone: no file holds those.

    >>> storable("\\ud83d\\ude00"), storable("a\\ud83d")
    ('😀', 'a\ufffd')
    """
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _string(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return None if value is None else storable(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return None if isinstance(value, list | dict) else storable(str(value))


def _true(value: Any) -> bool:
    if value is None or isinstance(value, bool):
        return value is True
    return isinstance(value, str | int) and str(value).strip().lower() in TRUE


def _is_retweet(record: dict[str, Any], where: FieldPaths) -> bool:
    """By the archive's flag, by v1.1's embedded original, or by v2's reference."""
    if where.retweet_flag and _true(first(record, where.retweet_flag)):
        return True
    if where.original and any(_is_something(record.get(path[0])) for path in where.original):
        return True
    if where.original_id and _is_something(first(record, where.original_id)):
        return True
    references = first(record, where.references) if where.references else None
    if not isinstance(references, list):
        return False
    return any(isinstance(r, dict) and r.get("type") == "retweeted" for r in references)


def _is_something(value: Any) -> bool:
    """Whether a value is there, and not the word that a table has for none."""
    return bool(value) and not (isinstance(value, str | float) and str(value).strip().lower() in NOTHING)


__all__ = ["Dropped", "fields", "recogniser", "storable"]
