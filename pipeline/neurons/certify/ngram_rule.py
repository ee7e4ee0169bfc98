"""The best rule over character n-grams: what a detector must beat to have learned more than local spelling.

The score of a character is its concept's share (or mean value) after the last n characters, counted on train
and smoothed by the shorter context, as in interpolated n-gram models (Jelinek and Mercer 1980). Lag 0 may
read the current character and five before it, lag 1 only the five before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.network.activations import Concatenation

Array = np.ndarray

LONGEST = {0: 6, 1: 5}  # characters that the rule may read at each lag
WEIGHT = 2.0  # of the shorter context, in characters
_MIX = np.uint64(0x9E3779B97F4A7C15)


def contexts(layout: Concatenation, length: int) -> Array:
    """A number for the last `length` symbols at every input position: uint64 [characters + tweets].

    Positions are as in `Concatenation.read`; what lies before a tweet is one more symbol, as BOS is.
    """
    size = layout.characters + len(layout.ids)
    symbols = np.zeros(size, dtype=np.uint64)
    symbols[layout.read(0)] = np.concatenate([np.zeros(0, dtype=np.int32), *layout.ids])
    since = np.zeros(size, dtype=np.int64)  # positions since the tweet's BOS
    since[layout.read(0)] = np.arange(layout.characters) - layout.starts[layout.tweet] + 1
    key = np.zeros(size, dtype=np.uint64)
    for back in range(length - 1, -1, -1):
        before = np.zeros(size, dtype=np.uint64)
        before[back:] = symbols[: size - back]
        before[since < back] = 0
        key = (key + before + np.uint64(1)) * _MIX
        key ^= key >> np.uint64(29)
    return key


@dataclass(frozen=True)
class Ngrams:
    """The contexts of two sets of tweets, for each length 1 … 6.

    Attributes:
        known: of each length int [positions of train], the context's number.
        asked: of each length int [positions asked]; those unseen on train have the number `counts[length]`.
        counts: how many contexts each length has.
    """

    known: tuple[Array, ...]
    asked: tuple[Array, ...]
    counts: tuple[int, ...]

    @classmethod
    def of(cls, train: Concatenation, asked: Concatenation) -> "Ngrams":
        """Number the contexts of both."""
        known, looked_up, counts = [], [], []
        for length in range(1, max(LONGEST.values()) + 1):
            keys, numbers = np.unique(contexts(train, length), return_inverse=True)
            wanted = contexts(asked, length)
            place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            looked_up.append(np.where(keys[place] == wanted, place, len(keys)).astype(np.int32))
            known.append(numbers.astype(np.int32))
            counts.append(len(keys))
        return cls(tuple(known), tuple(looked_up), tuple(counts))

    def scores(self, seen: Array, value: Array, asked: Array, lag: int) -> list[Array]:
        """The rule's scores, one array for each length that the lag allows.

        Args:
            seen: int [n], positions of the train characters counted (`Concatenation.read(lag)` of them).
            value: float [n], 1 or 0 for a concept, any value for a graded one.
            asked: int [m], positions of the characters to score.
            lag: 0 or 1.

        Returns:
            float64 [m] for each length, from 1 up.
        """
        score = np.full(len(asked), value.mean() if len(value) else 0.0)
        out = []
        for length in range(LONGEST[lag]):
            numbers, size = self.known[length][seen], self.counts[length] + 1
            total = np.bincount(numbers, minlength=size)
            summed = np.bincount(numbers, weights=value, minlength=size)
            wanted = self.asked[length][asked]
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
    """The scores of the length with the best quality (on valid); the longest when none is known."""
    known = [q if np.isfinite(q) else -1.0 for q in quality]
    return scores[len(known) - 1 - int(np.argmax(known[::-1]))]
