"""Bluesky: records of `app.bsky.feed.post` in listRecords pages, feeds, Jetstream lines and repositories.

A post's own form: github.com/bluesky-social/atproto, lexicons/app/bsky/feed/post.json and
richtext/facet.json. Facets have offsets in bytes of the UTF-8 text.
"""

from typing import Any

from pipeline.corpus.readers.platforms.post import Dropped, Post, Span, inside

POST = "app.bsky.feed.post"
FEATURES = {"link": "url", "mention": "mention", "tag": "hashtag"}


def is_record(keys: frozenset[str]) -> bool:
    """The record itself, as a repository holds it."""
    return {"$type", "text", "createdAt"} <= keys


def is_listed(keys: frozenset[str]) -> bool:
    """An entry of listRecords: an address and a value."""
    return {"uri", "value"} <= keys


def is_view(keys: frozenset[str]) -> bool:
    """A post as a feed or a search shows it: with its author beside the record."""
    return {"uri", "author", "record"} <= keys


def is_feed_entry(keys: frozenset[str]) -> bool:
    """An entry of a feed: a view, and why it is there (`reason`, a repost)."""
    return "post" in keys and keys <= {
        "post",
        "reply",
        "reason",
        "feedContext",
        "reqId",
        "$type",
        "replies",
        "parent",
    }


def is_event(keys: frozenset[str]) -> bool:
    """A line of Jetstream."""
    return {"did", "kind", "time_us"} <= keys


def record(value: dict[str, Any]) -> Post | str:
    """A post's record."""
    if value.get("$type") != POST:
        return Dropped(f"record {str(value.get('$type'))[:40]}")
    text = value.get("text")
    if not isinstance(text, str):
        return "no text"
    return Post(text, created=value.get("createdAt"), spans=facets(text, value.get("facets")))


def listed(entry: dict[str, Any]) -> Post | str:
    """An entry of listRecords; the repository's owner is the author, by DID as the address has it."""
    return _addressed(entry.get("value"), entry.get("uri"), None)


def view(entry: dict[str, Any]) -> Post | str:
    """A post with its author."""
    return _addressed(entry.get("record"), entry.get("uri"), inside(entry, "author", "handle"))


def feed_entry(entry: dict[str, Any]) -> Post | str:
    """A post of a feed; a repost is a retweet, and its author is who reposted it."""
    shown = entry.get("post")
    made = view(shown) if isinstance(shown, dict) else "no text"
    reason = entry.get("reason")
    if isinstance(made, Post) and str(inside(reason, "$type")).endswith("reasonRepost"):
        head = f"RT @{made.author or 'unknown'}: "
        made.spans = [(kind, a + len(head), b + len(head)) for kind, a, b in made.spans]
        made.text, made.is_retweet = head + made.text, True
        made.author = inside(reason, "by", "handle") or made.author
        made.tweet_id = f"{made.tweet_id}#{inside(reason, 'by', 'did') or 'repost'}"
    return made


def event(line: dict[str, Any]) -> Post | str:
    """A commit that creates or updates a post; everything else of the stream is left out."""
    commit = line.get("commit")
    if line.get("kind") != "commit" or not isinstance(commit, dict):
        return Dropped(f"event {str(line.get('kind'))[:20]}")
    if commit.get("collection") != POST:
        return Dropped(f"record {str(commit.get('collection'))[:40]}")
    if commit.get("operation") == "delete":
        return Dropped("deletion")
    uri = f"at://{line.get('did')}/{POST}/{commit.get('rkey')}"
    return _addressed(commit.get("record"), uri, None)


def _addressed(value: Any, uri: Any, author: Any) -> Post | str:
    if not isinstance(value, dict):
        return "no text"
    made = record(value)
    if isinstance(made, Post):
        made.tweet_id = uri
        made.author = author or (uri.split("/")[2] if isinstance(uri, str) and uri.count("/") >= 3 else None)
    return made


def thread(node: dict[str, Any]) -> list[dict[str, Any]]:
    """The posts of getPostThread: the parents, the post, the replies, each before what replies to it."""
    before = node.get("parent")
    found = thread(before) if isinstance(before, dict) else []
    if isinstance(node.get("post"), dict):
        found.append({"post": node["post"]})
    replies = node.get("replies")
    for reply in replies if isinstance(replies, list) else ():
        if isinstance(reply, dict):
            found += thread({key: reply[key] for key in ("post", "replies") if key in reply})
    return found


def facets(text: str, given: Any) -> list[Span]:
    """Facets as code points of the text; one that cuts a character in two does not count.

    >>> link = {"$type": "app.bsky.richtext.facet#link"}
    >>> facets("é http://a.b", [{"index": {"byteStart": 3, "byteEnd": 13}, "features": [link]}])
    [('url', 2, 12)]
    """
    if not isinstance(given, list):
        return []
    data, found = text.encode("utf-8", "surrogatepass"), []
    for facet in given:
        start, end = inside(facet, "index", "byteStart"), inside(facet, "index", "byteEnd")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(data)):
            continue
        try:
            a, b = len(data[:start].decode()), len(data[:end].decode())
        except UnicodeDecodeError:
            continue
        for feature in inside(facet, "features") or ():
            kind = FEATURES.get(str(inside(feature, "$type")).rpartition("#")[2])
            if kind:
                found.append((kind, a, b))
    return found
