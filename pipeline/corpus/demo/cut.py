"""Tweets cut by an ellipsis, as clients of the 140-character days left them."""

import random
import re

from pipeline.corpus.demo.markup import Span

_WORD_END = re.compile(r"(?<=\w)(?=[^\w'’]|$)")
_WHOLE = (
    "proper_noun",
    "hashtag",
    "mention",
    "retweet_header",
    "attribution",
    "slogan",
    "auxiliary",
    "emoji",
)
_BE = ("aux_be", "aux_be_auxiliary", "aux_be_between", "aux_be_be")
_SHORTEST_URL = len("http")


def _inside(at: int, spans: list[Span], concepts: tuple[str, ...]) -> bool:
    return any(s.start < at < s.end for s in spans if s.concept in concepts)


def places(text: str, spans: list[Span], limit: int) -> list[int]:
    """Where a tweet may be cut to at most `limit` characters: at a word's end, or inside its last URL."""
    first = max((s.end for s in spans if s.concept in ("retweet_header", "attribution")), default=0)
    first = max(first + 10, len(text) // 2)
    ends = [m.start() for m in _WORD_END.finditer(text) if first <= m.start() < len(text)]
    ends = [at for at in ends if not _inside(at, spans, (*_WHOLE, "url"))]
    for s in spans:
        if s.concept == "url":
            ends += [
                at for at in range(s.start + _SHORTEST_URL, s.end) if text[at - 1].isalnum() and at >= first
            ]
    return sorted(at for at in set(ends) if at <= limit)


def cut(text: str, spans: list[Span], at: int, dots: str) -> tuple[str, list[Span]]:
    """The text up to `at` with `dots` after it, and what is left of its spans.

    A quotation that loses its closing character runs to the end, dots included; the family of `aux_be` goes
    unless all of it is left.
    """
    kept: list[Span] = []
    whole = [s for s in spans if s.concept == "aux_be" and s.end <= at]
    for span in spans:
        concept, start, end = span
        if start >= at:
            continue
        if concept in _BE and not any(be.start <= start and end <= be.end for be in whole):
            continue
        quoted = concept in ("quoted_speech", "quote_retweet")
        kept.append(Span(concept, start, at + len(dots) if quoted and end >= at else min(end, at)))
    return text[:at] + dots, kept


def maybe_cut(text: str, spans: list[Span], rng: random.Random) -> tuple[str, list[Span]]:
    """The tweet cut at a place drawn at random, or as it is when it offers none.

    A tweet with single quotes stays whole: without its end, such a quote looks like an apostrophe.
    """
    if any(s.concept == "quote_open" and text[s.start] in "'‘" for s in spans):
        return text, spans
    found = places(text, spans, 139)
    if not found:
        return text, spans
    in_url = [at for at in found if _inside(at, spans, ("url",))]
    at = rng.choice(in_url) if in_url and rng.random() < 0.6 else found[-1]
    return cut(text, spans, at, "…" if at in in_url or rng.random() < 0.7 else "...")
