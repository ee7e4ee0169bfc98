"""Rules that count: how often a concept holds after the same characters, or at the same place.

The score of a character is its concept's share (or mean value) in the character's context, counted on train
and smoothed by the coarser context, as in interpolated n-gram models (Jelinek and Mercer 1980). A context is
the last n characters, or the place in the tweet and in the word. Lag 0 may read the current character and
five before it, lag 1 only the five before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.core.hashing import stirred
from pipeline.network.activations import Concatenation

Array = np.ndarray

LONGEST = {0: 6, 1: 5}  # characters that the rule may read at each lag
WEIGHT = 2.0  # of the coarser context, in characters
WORD = 64  # places in a word that are distinguished


def since_start(layout: Concatenation) -> Array:
    """Characters read so far in the tweet at every input position (BOS: 0): int64 [characters + tweets]."""
    since = np.zeros(layout.characters + len(layout.ids), dtype=np.int64)
    since[layout.read(0)] = np.arange(layout.characters) - layout.starts[layout.tweet] + 1
    return since


def symbols_read(layout: Concatenation) -> Array:
    """The id that each input position reads (BOS: 0): int64 [characters + tweets]."""
    symbols = np.zeros(layout.characters + len(layout.ids), dtype=np.int64)
    symbols[layout.read(0)] = np.concatenate([np.zeros(0, dtype=np.int32), *layout.ids])
    return symbols


def contexts(layout: Concatenation, length: int) -> Array:
    """A number for the last `length` symbols at every input position: uint64 [characters + tweets].

    Positions are as in `Concatenation.read`; what lies before a tweet is one more symbol, as BOS is.
    """
    since, symbols = since_start(layout), symbols_read(layout).astype(np.uint64)
    size = len(since)
    key = np.zeros(size, dtype=np.uint64)
    for back in range(length - 1, -1, -1):
        before = np.zeros(size, dtype=np.uint64)
        before[back:] = symbols[: size - back]
        before[since < back] = 0
        key = stirred(key + before + np.uint64(1))
    return key


def spellings(layout: Concatenation) -> list[Array]:
    """The contexts of 1 to 6 characters."""
    return [contexts(layout, length) for length in range(1, max(LONGEST.values()) + 1)]


def in_tweet(layout: Concatenation) -> list[Array]:
    """The place in the tweet as the only context."""
    return [since_start(layout)]


def in_word(layout: Concatenation, blank: Array) -> list[Array]:
    """The place in the word, then both places.

    Args:
        layout: of the tweets.
        blank: bool [vocabulary], which ids part words; that of BOS does.
    """
    since, place = since_start(layout), np.arange(layout.characters + len(layout.ids))
    apart = blank[symbols_read(layout)]
    word = np.minimum(place - np.maximum.accumulate(np.where(apart, place, 0)), WORD)
    return [word, word + (WORD + 1) * since]


@dataclass(frozen=True)
class Rule:
    """The contexts of two sets of tweets, from the coarsest to the finest.

    Attributes:
        known: of each level int [positions of train], the context's number.
        asked: of each level int [positions asked]; those unseen on train have the number `counts[level]`.
        counts: how many contexts each level has.
    """

    known: tuple[Array, ...]
    asked: tuple[Array, ...]
    counts: tuple[int, ...]

    @classmethod
    def of(cls, train: Sequence[Array], asked: Sequence[Array]) -> "Rule":
        """Number the contexts of both."""
        known, looked_up, counts = [], [], []
        for level, wanted in zip(train, asked, strict=True):
            keys, numbers = np.unique(level, return_inverse=True)
            place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            looked_up.append(np.where(keys[place] == wanted, place, len(keys)).astype(np.int32))
            known.append(numbers.astype(np.int32))
            counts.append(len(keys))
        return cls(tuple(known), tuple(looked_up), tuple(counts))

    def totals(self, seen: Array, levels: int) -> list[Array]:
        """How often each context of the first `levels` levels stands at some train positions."""
        return [
            np.bincount(self.known[level][seen], minlength=self.counts[level] + 1) for level in range(levels)
        ]

    def scores(self, totals: Sequence[Array], seen: Array, value: Array, asked: Array) -> list[Array]:
        """The rule's scores, one array for each level of `totals`.

        Args:
            totals: of `seen`; the same for every concept that is defined at the same characters.
            seen: int [n], positions of the train characters counted (`Concatenation.read(lag)` of them).
            value: float [n], 1 or 0 for a concept, any value for a graded one.
            asked: int [m], positions of the characters to score.

        Returns:
            float64 [m] for each level.
        """
        score = np.full(len(asked), value.mean() if len(value) else 0.0)
        held, out = np.flatnonzero(value), []  # most characters are not in a concept
        seen, value = seen[held], value[held]
        for level, total in enumerate(totals):
            summed = np.bincount(self.known[level][seen], weights=value, minlength=len(total))
            wanted = self.asked[level][asked]
            score = (summed[wanted] + WEIGHT * score) / (total[wanted] + WEIGHT)
            out.append(score)
        return out


def joined(first: Concatenation, second: Concatenation) -> Concatenation:
    """Two layouts end to end."""
    return Concatenation(
        ids=[*first.ids, *second.ids],
        rows={},
        starts=np.concatenate([first.starts, first.characters + second.starts[1:]]),
        tweet=np.concatenate([first.tweet, len(first.ids) + second.tweet]),
    )


def chosen(scores: Sequence[Array], quality: Sequence[float]) -> Array:
    """The scores with the best quality (on valid); the last ones when none is known."""
    known = [q if np.isfinite(q) else -1.0 for q in quality]
    return scores[len(known) - 1 - int(np.argmax(known[::-1]))]
