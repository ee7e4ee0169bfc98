"""Graded values of characters: how far in, or how far to go. They are computed from spans, never stored."""

from collections.abc import Iterable

import numpy as np

from pipeline.concepts.catalogue import GRADED
from pipeline.concepts.rules.style import written_words

# The span concept that each graded one counts in; the others need only the length or the words.
BASES = {
    "position_in_hashtag": "hashtag",
    "position_in_url": "url",
    "position_in_mention": "mention",
    "position_in_quotation": "quotation",
}


def words(text: str) -> list[tuple[int, int]]:
    """Spans of the words of a text, entities included: what position_in_word counts in."""
    return [(start, end) for start, end, _ in written_words(text)]


def values(name: str, length: int, spans: Iterable[tuple[int, int]] = ()) -> np.ndarray:
    """A graded concept's value at each character of a tweet, float64 [length]; NaN where it is not defined.

    Args:
        name: one of `GRADED`.
        length: characters of the tweet.
        spans: (start, end) of the tweet's spans of `BASES[name]`; for position_in_word, of `words(text)`;
            not used by position_in_tweet and characters_to_end.

    >>> values("position_in_hashtag", 6, [(1, 4)]).tolist()
    [nan, 0.0, 1.0, 2.0, nan, nan]
    >>> values("position_in_quotation", 5, [(0, 5), (1, 3)]).tolist()
    [0.0, 1.0, 2.0, 3.0, 4.0]
    """
    if name not in GRADED:
        raise KeyError(name)
    places = np.arange(length, dtype=np.float64)
    if name == "position_in_tweet":
        return places
    if name == "characters_to_end":
        return length - 1 - places
    found = np.full(length, np.nan)
    for start, end in sorted(
        spans, key=lambda span: span[1] - span[0]
    ):  # the outermost counts: it comes last
        found[start:end] = places[: max(0, min(end, length) - start)]
    return found
