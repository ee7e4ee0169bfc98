"""Which characters a concept covers, kept as spans and laid out a batch at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Array = np.ndarray
SpanArrays = tuple[Array, Array, Array]  # tweet, start, end: int [spans], offsets into the tweet

LAGS = (0, 1)  # the character just read; the character about to be predicted


def ranges(starts: Array, lengths: Array) -> Array:
    """The numbers of several half-open ranges, end to end.

    >>> ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())


def united(tweet: Array, start: Array, end: Array) -> SpanArrays:
    """The same characters by spans that are sorted and neither overlap nor touch."""
    order = np.lexsort((start, tweet))
    tweet, start, end = tweet[order], start[order], end[order]
    if not len(tweet):
        return tweet, start, end
    width = int(end.max()) + 2
    reach = np.maximum.accumulate(tweet * width + end)
    first = np.append(True, (tweet * width + start)[1:] > reach[:-1])
    last = np.append(np.flatnonzero(first)[1:], len(tweet)) - 1
    return tweet[first], start[first], reach[last] - tweet[first] * width


@dataclass(frozen=True)
class LabelIndex:
    """Spans of several labels over numbered tweets, sorted by tweet.

    Attributes:
        names: of the labels.
        label, start, end: int [spans].
        first: int [tweets + 1], where the spans of each tweet begin.
    """

    names: tuple[str, ...]
    label: Array
    start: Array
    end: Array
    first: Array

    @classmethod
    def of(cls, names: Sequence[str], spans: Sequence[SpanArrays], tweets: int) -> "LabelIndex":
        """Labels from the spans of each name."""
        merged = [united(*one) for one in spans]
        label = np.repeat(np.arange(len(names)), [len(one[0]) for one in merged])
        empty = np.zeros(0, dtype=np.int64)
        tweet, start, end = (np.concatenate([empty, *(one[k] for one in merged)]) for k in range(3))
        order = np.argsort(tweet, kind="stable")
        first = np.searchsorted(tweet[order], np.arange(tweets + 1))
        return cls(tuple(names), label[order], start[order], end[order], first)

    def only(self, count: int) -> "LabelIndex":
        """The first `count` labels."""
        kept = self.label < count
        before = np.concatenate([[0], np.cumsum(kept)])
        return LabelIndex(
            self.names[:count], self.label[kept], self.start[kept], self.end[kept], before[self.first]
        )

    def spans(self, label: int) -> SpanArrays:
        """The spans of a label, by tweet."""
        mine = np.flatnonzero(self.label == label)
        tweet = np.searchsorted(self.first, mine, side="right") - 1
        return tweet, self.start[mine], self.end[mine]

    def characters(self, batch: Array) -> tuple[Array, Array, Array]:
        """Every labelled character of some tweets: (place in the batch, label, offset), int [n]."""
        counts = self.first[batch + 1] - self.first[batch]
        span = ranges(self.first[batch], counts)
        lengths = self.end[span] - self.start[span]
        place = np.repeat(np.repeat(np.arange(len(batch)), counts), lengths)
        return place, np.repeat(self.label[span], lengths), ranges(self.start[span], lengths)

    def marks(self, batch: Array, steps: int) -> tuple[Array, Array]:
        """The labels of every input position of a batch, time first, at both lags.

        Args:
            batch: int [B], numbers of tweets.
            steps: T, input positions of the batch.

        Returns:
            `first` int [T·B + 1] and `mark` int: position·B + place has mark[first[it] : first[it + 1]],
            each 2·label + lag, ascending.
        """
        place, label, offset = self.characters(batch)
        mark = np.concatenate([2 * label + lag for lag in LAGS])
        row = np.concatenate([(offset + 1 - lag) * len(batch) + place for lag in LAGS])
        order = np.lexsort((mark, row))
        return np.searchsorted(row[order], np.arange(steps * len(batch) + 1)), mark[order]
