"""The posts in one JSON value: itself, one in a wrapper, the list in an API's answer, or a whole table."""

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.corpus.readers.columns import TEXT_KEYS, squash, text_key
from pipeline.corpus.readers.fields import recogniser
from pipeline.corpus.readers.platforms import bluesky
from pipeline.corpus.readers.platforms.twitter import Includes, whole_retweet, with_includes
from pipeline.corpus.readers.records.json_text import Item

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
WRAPPERS = ("post", "_source", "attributes", "node", "status")  # an object of one post, the post in it
DEEPEST = 6  # objects in objects, until a list of posts


def unwrap(value: Any) -> Iterator[Item]:
    """The posts in one JSON value.

    >>> list(unwrap({"tweet": {"full_text": "hi"}}))
    [({'full_text': 'hi'}, None)]
    >>> list(unwrap(7))
    [(7, 'not an object')]
    """
    if isinstance(value, str):
        yield {"text": value}, None
    elif not isinstance(value, dict):
        yield value, "not an object"
    elif isinstance(value.get(text_key(tuple(value)) or ""), str):  # what nearly all records are
        yield whole_retweet(value), None
    elif isinstance(value.get("tweet"), dict):
        yield _taken_out(value, "tweet"), None
    elif _speaks(value):
        yield whole_retweet(value), None
    else:
        yield from _inside(value)


def _speaks(value: dict[str, Any]) -> bool:
    """Whether one of the usual names holds a text; of lists of strings alone, each is a column."""
    texts = [inside for key, inside in value.items() if squash(key) in TEXT_KEYS and _is_text(inside)]
    columns = all(isinstance(v, list) and not any(isinstance(x, dict) for x in v) for v in value.values())
    return bool(texts) and not columns


def _is_text(value: Any) -> bool:
    """A text, or pieces of one: strings, and objects that style them (Telegram)."""
    if isinstance(value, list):
        return any(isinstance(piece, str) for piece in value) and all(
            isinstance(piece, str) or (isinstance(piece, dict) and isinstance(piece.get("text"), str))
            for piece in value
        )
    return isinstance(value, str)


def _taken_out(value: dict[str, Any], name: str) -> dict[str, Any]:
    """The post in a wrapper, with what stands beside it and has no namesake in it."""
    inner: dict[str, Any] = value[name]
    return inner if len(value) == 1 else {k: v for k, v in value.items() if k != name} | inner


def _inside(value: dict[str, Any]) -> Iterator[Item]:
    for name in WRAPPERS:
        if isinstance(value.get(name), dict) and has_text(value[name]):
            yield _taken_out(value, name), None
            return
    if recogniser(tuple(value)):
        yield value, None
        return
    if isinstance(value.get("thread"), dict):
        yield from ((node, None) for node in bluesky.thread(value["thread"]))
        return
    inside = next((value[name] for name in LISTS if isinstance(value.get(name), list)), None)
    if inside is None and _is_post(value.get("data")):
        inside = [value["data"]]
    if inside is not None:
        yield from _listed(inside, value.get("includes"))
        return
    without = any(squash(key) in TEXT_KEYS and inside in (None, []) for key, inside in value.items())
    yield from (not without and (_table(value) or _lists(value, DEEPEST))) or [(value, None)]


def _listed(posts: Iterable[Any], beside: Any) -> Iterator[Item]:
    includes = Includes()
    includes.add(beside)
    for post in posts:
        if isinstance(post, dict):
            yield with_includes(post, includes), None
        else:
            yield post, "not an object"


def _lists(value: dict[str, Any], deepest: int) -> list[Item]:
    """The posts of all lists that hold any, here or in the objects here, and of objects of posts by id."""
    found: list[Item] = []
    for inside in value.values():
        if isinstance(inside, list) and any(map(_is_post, inside[:20])):
            found += [item for post in inside for item in unwrap(post)]
        elif isinstance(inside, dict) and any(map(str.isdecimal, "".join(inside))):  # ids, not names
            found += _by_id(inside)
    if found or not deepest:
        return found
    return [
        item for inside in value.values() if isinstance(inside, dict) for item in _lists(inside, deepest - 1)
    ]


def _is_post(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    return (
        has_text(value)
        or recogniser(tuple(value)) is not None
        or any(isinstance(value.get(name), dict) and has_text(value[name]) for name in ("tweet", *WRAPPERS))
    )


def _table(value: dict[str, Any]) -> list[Item]:
    """A table by its columns, as lists or as objects by row (pandas); or posts, or their texts, by id."""
    texts = next((inside for key, inside in value.items() if squash(key) in TEXT_KEYS), None)
    if isinstance(texts, list) and all(isinstance(v, list) and len(v) == len(texts) for v in value.values()):
        return [(dict(zip(value, row, strict=True)), None) for row in zip(*value.values(), strict=True)]
    columns = {key: inside for key, inside in value.items() if isinstance(inside, dict)}
    if isinstance(texts, dict) and texts and all(isinstance(v, str | None) for v in texts.values()):
        return [({key: inside.get(row) for key, inside in columns.items()}, None) for row in texts]
    if posts := _by_id(value):
        return posts
    if value and all(key.isdecimal() and isinstance(text, str) for key, text in value.items()):
        return [({"id": key, "text": text}, None) for key, text in value.items()]
    return []


def _by_id(value: dict[str, Any]) -> list[Item]:
    """The posts of an object that holds nothing but posts, each under its id."""
    if not value or not all(isinstance(post, dict) and has_text(post) for post in value.values()):
        return []
    return [({"id": key, **post}, None) for key, post in value.items()]


def has_text(post: dict[str, Any]) -> bool:
    """Whether an object has a text under one of the usual names."""
    return any(squash(key) in TEXT_KEYS and isinstance(v, str) for key, v in post.items())


def has_text_key(names: Iterable[str]) -> bool:
    """Whether one of the usual names of a text is among these."""
    return any(squash(name) in TEXT_KEYS for name in names)
