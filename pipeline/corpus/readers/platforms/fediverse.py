"""Mastodon and its kin (Truth Social, Pleroma, Pixelfed): statuses of the API, and ActivityPub archives.

Statuses: docs.joinmastodon.org/entities/Status. Archives: an outbox of activities, `Create` with a `Note`,
or `Announce`, a boost, which has no text but an address (www.w3.org/TR/activitystreams-vocabulary).
"""

from typing import Any

from pipeline.corpus.readers.platforms.markup import to_text
from pipeline.corpus.readers.platforms.post import Dropped, Post, inside


def is_status(keys: frozenset[str]) -> bool:
    """A status has HTML in `content` and its author under `account`."""
    return {"content", "account"} <= keys


def is_activity(keys: frozenset[str]) -> bool:
    """An activity has a type, and an object that it is about."""
    return {"type", "object"} <= keys and bool(
        keys & {"actor", "published", "to", "id", "@context"} or len(keys) <= 4
    )


def is_note(keys: frozenset[str]) -> bool:
    """A note by itself."""
    return {"type", "content"} <= keys and bool(keys & {"attributedTo", "published"})


def status(record: dict[str, Any]) -> Post | str:
    """A status; a boost has the text of what it boosts after `RT @name: `, as a retweet has."""
    boosted = record.get("reblog")
    if isinstance(boosted, dict):
        original = status(boosted)
        if isinstance(original, str):
            return original
        head = f"RT @{original.author or 'unknown'}: "
        moved = [(kind, a + len(head), b + len(head)) for kind, a, b in original.spans]
        post = Post(head + original.text, is_retweet=True, spans=moved, warning=original.warning)
    else:
        html = record.get("content")
        if not isinstance(html, str):
            return "no text"
        text, spans = to_text(html)
        post = Post(text, spans=spans, warning=record.get("spoiler_text") or None)
    post.tweet_id, post.created = record.get("id"), record.get("created_at")
    post.author = inside(record, "account", "acct") or inside(record, "account", "username")
    return post


def activity(record: dict[str, Any]) -> Post | str:
    """The note that an activity creates; a boost is left out, since its text is elsewhere."""
    kind, about = record.get("type"), record.get("object")
    if kind == "Announce":
        return Dropped("boost")
    if kind not in ("Create", "Update"):
        return Dropped(f"activity {str(kind)[:20]}")
    if not isinstance(about, dict):
        return "no text"
    made = note(about)
    if isinstance(made, Post):
        made.author = made.author or _name(record.get("actor"))
        made.created = made.created or record.get("published")
    return made


def note(record: dict[str, Any]) -> Post | str:
    """A note: the text, when, and by whom; questions and articles are notes with more to them."""
    html = record.get("content")
    if not isinstance(html, str):
        return "no text"
    text, spans = to_text(html)
    return Post(
        text,
        record.get("id"),
        record.get("published"),
        _name(record.get("attributedTo")),
        warning=record.get("summary") or None,
        spans=spans,
    )


def _name(actor: Any) -> str | None:
    """The handle at the end of an actor's address: `https://m.example/users/baker` or `…/@baker`.

    >>> _name("https://m.example/users/baker")
    'baker'
    """
    if isinstance(actor, list):
        actor = actor[0] if actor else None
    if isinstance(actor, dict):
        actor = actor.get("preferredUsername") or actor.get("id")
    return actor.rstrip("/").rpartition("/")[2].lstrip("@") or None if isinstance(actor, str) else None
