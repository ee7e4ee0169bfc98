"""Batches of tweets of like length."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Int

from pipeline.network.trace import inputs

Array = np.ndarray


@dataclass(frozen=True)
class PaddedTweets:
    """Some tweets, padded together.

    Attributes:
        tweets: their numbers in the corpus.
        padded: BOS and characters, time first.
        real: which positions are not padding.
    """

    tweets: Int[Array, " B"]
    padded: Int[Array, "T B"]
    real: Bool[Array, "T B"]

    @property
    def characters(self) -> int:
        """How many characters they hold, BOS not counted."""
        return int(self.real[1:].sum())


def batches(
    ids: Sequence[Int[Array, " length"]], tweets: Int[Array, " some"], size: int
) -> Iterator[PaddedTweets]:
    """The tweets numbered `tweets`, sorted by length so that padding is little, `size` at a time."""
    lengths = np.array([len(ids[t]) for t in tweets], dtype=np.int64)
    order = np.argsort(lengths, kind="stable")
    for start in range(0, len(order), size):
        some = order[start : start + size]
        padded = inputs([ids[t] for t in tweets[some]])
        yield PaddedTweets(tweets[some], padded, np.arange(len(padded))[:, None] <= lengths[some])
