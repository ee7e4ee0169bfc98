"""Gold spans that the characters themselves define, once names, entities and quotes are known."""

import regex

from pipeline.corpus.demo.markup import Span

_WORD = regex.compile(r"\p{L}+(?:['’]\p{L}+)*")
_NUMBER = regex.compile(r"[$£€]?\d+(?:[.,:]\d+)*(?:%|st|nd|rd|th)?")
_PUNCTUATION = regex.compile(r"[!?.,;:…\-–—*~]{2,}")
_PRONOUN = {"i", "i'm", "i've", "i'd", "i'll"}
_ENTITIES = ("hashtag", "mention", "url")
_TIMEOUT = 1.0  # seconds: a tweet takes microseconds


def _blank_out(text: str, spans: list[Span], concepts: tuple[str, ...]) -> str:
    """`text` with the characters of those spans made blanks, so that offsets stay."""
    for span in spans:
        if span.concept in concepts:
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def _matches(concept: str, pattern: regex.Pattern[str], text: str) -> list[Span]:
    return [Span(concept, m.start(), m.end()) for m in pattern.finditer(text, timeout=_TIMEOUT)]


def _words(text: str, spans: list[Span]) -> list[Span]:
    """`all_caps` and `capitalised_non_name`, word by word."""
    named = [span for span in spans if span.concept == "proper_noun"]
    found: list[Span] = []
    for match in _WORD.finditer(text, timeout=_TIMEOUT):
        word, start, end = match[0], match.start(), match.end()
        if not word[0].isupper():
            continue
        if word.isupper() and sum(c.isalpha() for c in word) >= 2:
            found.append(Span("all_caps", start, end))
        in_name = any(name.start < end and start < name.end for name in named)
        if not in_name and word.lower().replace("’", "'") not in _PRONOUN:
            found.append(Span("capitalised_non_name", start, end))
    return found


def _implied(span: Span) -> list[Span]:
    """The spans that one span brings with it."""
    concept, start, end = span
    if concept in _ENTITIES:
        return [Span(f"{concept}_start", start, start + 1)]
    if concept in ("quoted_speech", "quote_retweet"):
        return [Span("quotation", start, end)]
    return [Span("aux_be_last", end - 1, end)] if concept == "aux_be" else []


def complete(text: str, spans: list[Span]) -> list[Span]:
    """All gold spans of a tweet, sorted by place.

    Args:
        text: the cleaned text.
        spans: what the generator marked: names, auxiliaries, entities, quotes, slogans, emoji, headers.
    """
    bare = _blank_out(text, spans, (*_ENTITIES, "retweet_header"))
    found = [*spans, *(implied for span in spans for implied in _implied(span))]
    found += _words(bare, spans)
    found += _matches("number", _NUMBER, bare)
    found += _matches("punctuation_run", _PUNCTUATION, bare)
    return sorted(set(found), key=lambda span: (span.start, span.end, span.concept))
