"""Entities, and what a tweet looks like: capitals, numbers, emoji, runs of punctuation."""

from collections.abc import Iterator, Sequence

import regex

from pipeline.concepts.rules.lexicon import word_set
from pipeline.concepts.rules.words import Labelled, Tweet

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:['’]\p{L}[\p{L}\p{M}]*)*")
_NUMBER = regex.compile(r"[$€£]?\p{Nd}+(?:[.,:]\p{Nd}+)*(?:%|(?:st|nd|rd|th)(?!\p{L}))?", regex.IGNORECASE)
_PUNCTUATION = regex.compile(r"[!?.,;:…\-–—*~]{2,}")
_TAGS = r"\ufe0f\p{Emoji_Modifier}\U000e0020-\U000e007f"  # variation selector, skin tones, flag tags
_EMOJI = regex.compile(
    r"\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3|"
    rf"(?:(?![©®™‼⁉])\p{{Extended_Pictographic}}|[©®™‼⁉](?=\ufe0f))[{_TAGS}]*"
    rf"(?:\u200d\p{{Extended_Pictographic}}[{_TAGS}]*)*"
)
_PRONOUN_I = word_set("i i'm i've i'd i'll")
_KINDS = {"hashtag": "hashtag", "mention": "mention", "list": "mention", "url": "url"}


def entity_spans(tweet: Tweet) -> Iterator[Labelled]:
    """Spans of hashtag, mention and URL, their first characters, and the retweet header."""
    for entity in tweet.entities:
        concept = _KINDS.get(entity.kind)
        if concept is not None:
            yield concept, entity.start, entity.end
            yield f"{concept}_start", entity.start, entity.start + 1
    if tweet.header:
        yield "retweet_header", 0, tweet.header


def written_words(masked: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and text of each word as typed: letters, an apostrophe and what follows it included."""
    for match in _WORD.finditer(masked):
        yield match.start(), match.end(), match.group()


def style_spans(tweet: Tweet) -> Iterator[Labelled]:
    """Spans of all_caps, number, emoji and punctuation_run, outside entities and retweet header."""
    for start, end, word in written_words(tweet.masked):
        if word.isupper() and sum(map(str.isalpha, word)) > 1:
            yield "all_caps", start, end
    for concept, pattern in (("number", _NUMBER), ("punctuation_run", _PUNCTUATION), ("emoji", _EMOJI)):
        for match in pattern.finditer(tweet.masked):
            yield concept, match.start(), match.end()


def capitalised_spans(tweet: Tweet, names: Sequence[tuple[int, int]]) -> Iterator[Labelled]:
    """Spans of capitalised_non_name: words with a capital that touch no name; the pronoun I says nothing."""
    at = 0
    for start, end, word in written_words(tweet.masked):
        if not word[0].isupper() or word.lower().replace("’", "'") in _PRONOUN_I:
            continue
        while at < len(names) and names[at][1] <= start:
            at += 1
        if at == len(names) or names[at][0] >= end:
            yield "capitalised_non_name", start, end
