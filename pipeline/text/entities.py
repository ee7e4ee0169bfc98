"""Hashtags, mentions, lists, URLs, cashtags and replies, with exact code-point offsets.

The rules are those of the twitter-text conformance suite (extract.yml, validate.yml, tlds.yml): what
Twitter itself made a link of.
"""

from operator import attrgetter

import regex

from pipeline.text.entity import FLAGS, Entity, EntityTimeout, find
from pipeline.text.urls import cut_urls, is_valid_url, urls

__all__ = [
    "Entity",
    "EntityTimeout",
    "cashtags",
    "cut_urls",
    "extract",
    "hashtags",
    "is_valid_hashtag",
    "is_valid_list",
    "is_valid_url",
    "is_valid_username",
    "mentions",
    "mentions_or_lists",
    "reply",
    "urls",
]

# Marks of writing direction: they have no width, and count as blanks.
DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
LETTER = r"\p{L}\p{M}"
# Numerals, the underscore, and what scripts put inside words: joiners, Hebrew points and gershayim, the
# middle dot, wave dashes, Japanese and Tibetan marks.
NO_LETTER = (
    r"\p{Nd}_\u00b7\u05be\u05f3\u05f4\u0f0b\u0f0c\u200c\u200d"
    r"\u3003\u301c\u309b\u309c\u30a0\u30fb\ua67e\uff5e"
)
ACCENTED = r"[\p{Latin}--[A-Za-z]]"

HASHTAG = regex.compile(
    rf"""
    [#＃]
    (?: (?<! [&{LETTER}{NO_LETTER}] .) | (?<= [\ufe0e\ufe0f] .) )  # not inside a word, nor in &#39;
    (?! [\ufe0f\u20e3] )                                           # not the keycap emoji
    (?= [{NO_LETTER}]*+ [{LETTER}] )                               # a letter somewhere
    [{LETTER}{NO_LETTER}]++
    (?! [#＃] | :// )
    """,
    FLAGS,
)
MENTION_OR_LIST = regex.compile(
    rf"""
    [@＠]
    (?: (?<! [A-Za-z0-9_!\#$%&*@＠] .)                       # not in an e-mail address …
      | (?<= (?<! [A-Za-z0-9_+~.\-] ) [Rr][Tt] .) )          # … but in RT@name
    [A-Za-z0-9_]{{1,20}}+
    (?P<slug> / [A-Za-z][A-Za-z0-9_\-]{{0,24}}+ )?+
    (?! [A-Za-z0-9_@＠] | {ACCENTED} | :// )
    """,
    FLAGS,
)
CASHTAG = regex.compile(
    rf"""
    \$
    (?<! [^\s{DIRECTION}] .)
    [A-Za-z]{{1,6}} (?: [._] [A-Za-z]{{1,2}} )?
    (?= \Z | [\s\p{{P}}$+<=>^`|~] )
    """,
    FLAGS,
)
NAME_SIGNS = ("@", "＠")
HASH_SIGNS = ("#", "＃")


def _has(text: str, signs: tuple[str, str]) -> bool:
    return signs[0] in text or signs[1] in text


def _all_hashtags(text: str) -> list[Entity]:
    """Hashtags, those inside a URL too."""
    if not _has(text, HASH_SIGNS):
        return []
    return [Entity.of("hashtag", match) for match in find(HASHTAG, text)]


def hashtags(text: str) -> list[Entity]:
    """The hashtags of a text (kind "hashtag"), # included; none that lies in a URL.

    Raises:
        EntityTimeout: a pattern ran past its time limit (so do all functions of this module).
    """
    found = _all_hashtags(text)
    return [entity for entity in _apart(urls(text) + found) if entity.kind == "hashtag"] if found else []


def mentions_or_lists(text: str) -> list[Entity]:
    """The @mentions (kind "mention") and the lists @name/slug (kind "list") of a text, @ included."""
    if not _has(text, NAME_SIGNS):
        return []
    return [Entity.of("list" if match["slug"] else "mention", match) for match in find(MENTION_OR_LIST, text)]


def mentions(text: str) -> list[Entity]:
    """The @mentions of a text, @ included; lists left out."""
    return [entity for entity in mentions_or_lists(text) if entity.kind == "mention"]


def cashtags(text: str) -> list[Entity]:
    """The cashtags of a text (kind "cashtag"), $ included."""
    if "$" not in text:
        return []
    return [Entity.of("cashtag", match) for match in find(CASHTAG, text)]


def reply(text: str) -> Entity | None:
    """The mention that a text is a reply to: the one it starts with, blanks aside."""
    found = mentions_or_lists(text)
    if not found or not all(lead.isspace() or lead in DIRECTION for lead in text[: found[0].start]):
        return None
    name, start = found[0].text.partition("/")[0], found[0].start
    return Entity("mention", start, start + len(name), name)


def extract(text: str) -> list[Entity]:
    """All entities of a text, by start, none overlapping another: of two that do, the earlier stays.

    Kinds: "hashtag", "mention", "list", "url", "cashtag". A URL cut by an ellipsis at the end of the text
    is not among them, nor is anything in it: `cut_urls` gives it.
    """
    found = urls(text) + _all_hashtags(text) + mentions_or_lists(text) + cashtags(text)
    if len(found) > 1:
        found = _apart(found)
    if found and (cut := cut_urls(text)):
        found = [entity for entity in found if entity.end <= cut[0].start]
    return found


def _apart(found: list[Entity]) -> list[Entity]:
    """The entities by start, without those that begin before an earlier one has ended."""
    kept: list[Entity] = []
    for entity in sorted(found, key=attrgetter("start")):
        if not kept or entity.start >= kept[-1].end:
            kept.append(entity)
    return kept


def is_valid_hashtag(text: str) -> bool:
    """True when the whole text is one hashtag, # included."""
    return [entity.text for entity in hashtags(text)] == [text]


def is_valid_username(text: str) -> bool:
    """True when the whole text is one mention, @ included."""
    return [entity.text for entity in mentions(text)] == [text]


def is_valid_list(text: str) -> bool:
    """True when the whole text is one list, @ included."""
    return [(entity.kind, entity.text) for entity in mentions_or_lists(text)] == [("list", text)]
