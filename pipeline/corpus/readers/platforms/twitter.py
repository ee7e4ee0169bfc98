"""Twitter's own forms: what API answers keep beside the posts, whole retweets, entities, long posts.

v1.1: "entities" give code points into the text as it is in the answer, `&amp;` and all. v2: the same, under
`entities.urls|mentions|hashtags|cashtags` with `start` and `end` (developer documentation, object models).
"""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.corpus.readers.platforms.post import Dropped, Span, inside

ELLIPSIS = re.compile(r"(…|\.\.\.)(\s*https?://\S*)?$")
V1_KINDS = {
    "hashtags": "hashtag",
    "symbols": "cashtag",
    "user_mentions": "mention",
    "urls": "url",
    "media": "url",
}
V2_KINDS = {"hashtags": "hashtag", "cashtags": "cashtag", "mentions": "mention", "urls": "url"}


NOTICES = frozenset(
    ("delete", "limit", "scrub_geo", "status_withheld", "user_withheld", "warning", "disconnect", "friends")
)
# What the API puts in a post's place where it may not be shown.
WITHHELD = re.compile(
    r"(@\w+'s (account|Tweet)|This Tweet from @\w+) (has been withheld|is temporarily unavailable) "
    r".{4,90}\. Learn more\.$"
)


def is_notice(keys: frozenset[str]) -> bool:
    """A line of the streaming API that is not a post (v1.1, "Streaming message types")."""
    return len(keys) == 1 and keys <= NOTICES


def notice(record: dict[str, Any]) -> Dropped:
    """It is left out, and counted by what it is."""
    kind = next(iter(record))
    return Dropped("deletion" if kind == "delete" else f"notice {kind}")


def withheld(text: str) -> bool:
    """Whether a text is the API's own, in place of a post that may not be shown.

    >>> withheld("@x's account has been withheld in India in response to a legal demand. Learn more.")
    True
    """
    return text.endswith(". Learn more.") and WITHHELD.match(text) is not None


def is_like(keys: frozenset[str]) -> bool:
    """An entry of an archive's like.js: a post of somebody else."""
    return keys == {"like"}


def like(record: dict[str, Any]) -> Dropped:
    """It is left out: the owner of the archive did not write it."""
    return Dropped("liked post of somebody else")


@dataclass
class Includes:
    """What a v2 answer keeps beside its posts: the users' names and the posts referred to, by id."""

    users: dict[str, str] = field(default_factory=dict)
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, includes: Any) -> None:
        """Take in the `includes` of one answer."""
        for user in inside(includes, "users") or ():
            if isinstance(user, dict) and user.get("id") and user.get("username"):
                self.users[str(user["id"])] = user["username"]
        for post in inside(includes, "tweets") or ():
            if isinstance(post, dict) and post.get("id"):
                self.posts[str(post["id"])] = post


def with_includes(post: Any, includes: Includes) -> Any:
    """The post with its author's name, and a retweet with the whole text of its original."""
    if not isinstance(post, dict):
        return post
    if not (includes.users or includes.posts):
        return whole_retweet(post)
    changed = dict(post)
    name = includes.users.get(str(post.get("author_id")))
    if name and "author" not in post:
        changed["author"] = {"username": name}
    references = post.get("referenced_tweets")
    for reference in references if isinstance(references, list) else ():
        original = includes.posts.get(str(inside(reference, "id")))
        if inside(reference, "type") == "retweeted" and original:
            author = includes.users.get(str(original.get("author_id")))
            changed["retweeted_status"] = original | ({"author": {"username": author}} if author else {})
    return whole_retweet(changed)


def whole_retweet(post: dict[str, Any]) -> dict[str, Any]:
    """A retweet with the whole text of its original, `RT @name: ` before it: the API cuts it at 140.

    Only where its own text is cut, and the original begins as it does.
    """
    original = post.get("retweeted_status") or post.get("retweetedTweet") or post.get("retweeted_tweet")
    if not isinstance(original, dict):
        return post
    text = post.get("full_text") or post.get("text") or post.get("rawContent")
    if not isinstance(text, str) or not ELLIPSIS.search(text):
        return post
    whole = whole_text(original)
    head = re.match(r"RT @(\w+): ", text)
    if not whole or not head:
        return post
    begun = ELLIPSIS.sub("", text[head.end() :]).rstrip()
    if not html.unescape(whole).startswith(html.unescape(begun)):
        return post
    return {**post, "full_text": head.group() + whole, "truncated": False, "entities": None}


def whole_text(post: dict[str, Any]) -> str | None:
    """All that a post says, wherever its form keeps the long text."""
    for keys in (
        ("note_tweet", "text"),
        ("extended_tweet", "full_text"),
        ("full_text",),
        ("text",),
        ("rawContent",),
    ):
        found = inside(post, *keys)
        if isinstance(found, str) and found:
            return found
    return None


def spans(record: dict[str, Any], text: str) -> list[Span]:
    """The entities of a v1.1 or v2 post, where they fit its text."""
    entities = record.get("entities")
    extended = record.get("extended_tweet")
    if isinstance(extended, dict) and extended.get("full_text") == text:
        entities = extended.get("entities") or entities
    if not isinstance(entities, dict):
        return []
    found: list[Span] = []
    for group, kind in (V1_KINDS | V2_KINDS).items():
        for entity in entities.get(group) or ():
            if (
                isinstance(entity, dict)
                and (place := _place(entity))
                and 0 <= place[0] < place[1] <= len(text)
            ):
                found.append((kind, *place))
    return sorted(set(found), key=lambda span: span[1:])


def _place(entity: dict[str, Any]) -> tuple[int, int] | None:
    """Start and end, written as `indices` in v1.1 (as text in an archive) and apart in v2."""
    indices: Any = entity.get("indices") or (entity.get("start"), entity.get("end"))
    try:
        start, end = (int(number) for number in indices)
    except (TypeError, ValueError):
        return None
    return start, end


@dataclass
class Notes:
    """The long posts of an archive, which its tweets.js cuts: found again by how they begin."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    KEY = 40

    def add(self, record: Any) -> None:
        """Take in one record of note-tweet.js."""
        text = inside(record, "noteTweet", "core", "text")
        if isinstance(text, str):
            self.texts.setdefault(self._key(text), []).append(text)

    def _key(self, text: str) -> str:
        return " ".join(html.unescape(text).split())[: self.KEY]

    def whole(self, cut: str) -> str | None:
        """The long post that a text is the beginning of, if it is cut and one is known."""
        if not self.texts or not ELLIPSIS.search(cut):
            return None
        begun = " ".join(html.unescape(ELLIPSIS.sub("", cut)).split())
        for text in self.texts.get(begun[: self.KEY], ()):
            if " ".join(html.unescape(text).split()).startswith(begun):
                return text
        return None
