"""Text that carries its own labels: a private-use character opens a span, another closes it.

Because labels travel inside the text, it can be joined, shouted or capitalised without touching an offset;
`render` takes them out at the end and says where they were.
"""

import re
from functools import cache
from typing import NamedTuple

TAGS = (
    "proper_noun",
    "auxiliary",
    "aux_be",
    "aux_be_auxiliary",
    "aux_be_between",
    "aux_be_be",
    "hashtag",
    "mention",
    "url",
    "retweet_header",
    "quoted_speech",
    "quote_retweet",
    "attribution",
    "quote_open",
    "quote_close",
    "slogan",
    "emoji",
)
_FIRST = 0xE000  # the private-use area: no tweet holds these characters
MARKS = f"[{chr(_FIRST)}-{chr(_FIRST + 2 * len(TAGS) - 1)}]"
_SPLIT = re.compile(f"({MARKS})")
_SHORTHAND = re.compile(r"\[([^\]]*)\]|<([^|>]*)\|([^|>]*)\|([^>]*)>|\^(['\w]+)")


class Span(NamedTuple):
    """Characters [start, end) of a text belong to `concept`."""

    concept: str
    start: int
    end: int


@cache
def marks(tag: str) -> tuple[str, str]:
    """The opening and the closing character of a tag."""
    first = _FIRST + 2 * TAGS.index(tag)
    return chr(first), chr(first + 1)


def mark(tag: str, text: str) -> str:
    """`text` with a span of `tag` around it."""
    opening, closing = marks(tag)
    return f"{opening}{text}{closing}"


def _auxiliary_be(auxiliary: str, between: str, be: str) -> str:
    head = auxiliary if auxiliary == "to" else mark("auxiliary", auxiliary)
    parts = [mark("aux_be_auxiliary", head)]
    if between:
        parts.append(("" if between.startswith("^'") else " ") + mark("aux_be_between", shorthand(between)))
    parts.append(" " + mark("aux_be_be", mark("auxiliary", be)))
    return mark("aux_be", "".join(parts))


def shorthand(rule: str) -> str:
    """Expand the notation of the grammar's rules into marks.

    `[Mara Kell]` is a name, `^is` an auxiliary, `<has|never|been>` an auxiliary, what lies between, and a
    form of *be*.

    >>> render(shorthand("[Mara] <has|never|been> late"))[0]
    'Mara has never been late'
    """

    def one(match: re.Match[str]) -> str:
        name, auxiliary, between, be, word = match.groups()
        if name is not None:
            return mark("proper_noun", name)
        return mark("auxiliary", word) if word else _auxiliary_be(auxiliary, between, be)

    return _SHORTHAND.sub(one, rule)


def render(marked: str) -> tuple[str, list[Span]]:
    """The bare text, and its spans in the order in which they end.

    Args:
        marked: text in which every opened span is closed, properly nested.
    """
    pieces: list[str] = []
    spans: list[Span] = []
    opened: list[int] = []
    position = 0
    for index, piece in enumerate(_SPLIT.split(marked)):
        if index % 2 == 0:
            pieces.append(piece)
            position += len(piece)
            continue
        tag, closes = divmod(ord(piece) - _FIRST, 2)
        if closes:
            spans.append(Span(TAGS[tag], opened.pop(), position))
        else:
            opened.append(position)
    return "".join(pieces), spans
