"""A tweet cut into words, with what a rule asks of each: place, capitals, whether it opens a sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import regex

from pipeline.concepts.rules.lexicon import word_set
from pipeline.text.entities import Entity, cut_urls, extract

Labelled = tuple[str, int, int]  # concept, start, end

# An abbreviation (U.S.), else letters and digits with & or an apostrophe inside; 's and its like are apart.
WORD = regex.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:\p{L}\.){2,}|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*"
    r"(?:&\p{L}+|['’](?!(?i:s|ve|re|ll|d|m)(?![\p{L}\p{N}]))\p{L}[\p{L}\p{M}]*)*"
)
_SENTENCE_END = regex.compile(r"[.!?…\n\r]|[\"“”:;–—•|]|--|\ufffc")
ABBREVIATIONS = word_set("mr mrs ms dr st sen gov rep gen col lt sgt prof rev hon pres jr no vs inc ft mt")
_HEADER = regex.compile(r"RT @\w{1,20}:")
MASK = "\ufffc"  # OBJECT REPLACEMENT CHARACTER stands for each character of an entity


class Word(NamedTuple):
    """A word of a tweet outside its entities."""

    start: int
    end: int
    text: str
    key: str  # in lower case, its apostrophe straight
    shape: str  # address, lower, Title, UPPER, Single (one capital), miXed, digit
    opens: bool  # the first of a sentence, line or quotation


@dataclass(frozen=True)
class Tweet:
    """A text with its entities and words: what every rule reads."""

    text: str
    entities: tuple[Entity, ...]
    header: int  # where the retweet header ends; 0 without one
    masked: str  # the text, each character of an entity or of the header replaced by MASK
    words: tuple[Word, ...]


def shape(word: str) -> str:
    """The capitals of a word.

    >>> [shape(w) for w in ("who", "Ann", "USA", "A", "iPhone", "U.S.", "9th")]
    ['lower', 'Title', 'UPPER', 'Single', 'miXed', 'UPPER', 'digit']
    """
    if "@" in word:
        return "address"
    if word[0].isdigit():
        return "digit"
    if word.islower():
        return "lower"
    if word.isupper():
        return "UPPER" if sum(map(str.isalpha, word)) > 1 else "Single"
    if word[0].isupper() and word[1:].islower():
        return "Title"
    return "miXed" if word != word.lower() else "lower"


def mask_entities(text: str, entities: Iterable[Entity], header: int = 0) -> str:
    """The text with every character of its entities and header replaced by MASK; offsets stay."""
    parts, at = [MASK * header], header
    for entity in entities:
        if entity.end > at:
            parts += (text[at : entity.start], MASK * (entity.end - max(entity.start, at)))
            at = entity.end
    return "".join((*parts, text[at:]))


def read_words(masked: str) -> Iterator[Word]:
    """The words of a masked text, in order."""
    end, before = 0, ""
    for found in WORD.finditer(masked):
        start, word = found.start(), found.group()
        gap = masked[end:start]
        if gap[:1] == "." and (before in ABBREVIATIONS or len(before) == 1):
            gap = gap[1:]
        opens = not before or _SENTENCE_END.search(gap) is not None
        key = word.lower().replace("’", "'")
        yield Word(start, found.end(), word, key, shape(word), opens)
        end, before = found.end(), key


def read_tweet(text: str, entities: Iterable[Entity] | None = None) -> Tweet:
    """A text made ready for the rules.

    Args:
        text: the cleaned tweet.
        entities: its entities in order, not overlapping; found in the text when None.
    """
    kept = tuple(
        sorted(extract(text) + cut_urls(text), key=lambda e: e.start) if entities is None else entities
    )
    head = _HEADER.match(text)
    header = head.end() if head else 0
    masked = mask_entities(text, kept, header) if kept or header else text
    return Tweet(text, kept, header, masked, tuple(read_words(masked)))
