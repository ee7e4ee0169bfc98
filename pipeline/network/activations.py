"""What chosen addresses do on chosen tweets, laid end to end, and the masks of concepts beside it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from jaxtyping import Bool, Float, Int

from pipeline.core.parallel import mapped
from pipeline.network.address import Address
from pipeline.network.batch import PaddedTweets, batches
from pipeline.network.trace import LayerRun, pieces
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray

BATCH = 64  # tweets traced together


@dataclass(frozen=True)
class Concatenation:
    """Where the characters of each tweet lie when tweets are laid end to end.

    Attributes:
        ids: of each tweet, without BOS.
        rows: tweet_id → its number.
        starts: where the characters of each tweet begin; the last is their number.
        tweet: the tweet of each character.
    """

    ids: list[Int[Array, " length"]]
    rows: dict[str, int]
    starts: Int[Array, " tweets+1"]
    tweet: Int[Array, " characters"]

    @classmethod
    def of(cls, tweets: pd.DataFrame, vocabulary: Vocabulary) -> "Concatenation":
        """The layout of a tweet table (columns `tweet_id`, `text`)."""
        ids = [vocabulary.encode(text) for text in tweets["text"]]
        lengths = np.array([len(row) for row in ids], dtype=np.int64)
        return cls(
            ids=ids,
            rows={str(name): row for row, name in enumerate(tweets["tweet_id"])},
            starts=np.concatenate([[0], np.cumsum(lengths)]),
            tweet=np.repeat(np.arange(len(ids)), lengths),
        )

    @property
    def characters(self) -> int:
        return int(self.starts[-1])

    def read(self, lag: int) -> Int[Array, " characters"]:
        """For each character, where its score lies among input positions (each tweet's BOS counts one).

        Lag 0 is after the character was read, lag 1 just before.
        """
        return np.arange(self.characters) + self.tweet + 1 - lag

    def spans(
        self, spans: pd.DataFrame, concept: str
    ) -> tuple[Int[Array, " spans"], Int[Array, " spans"], Int[Array, " spans"]]:
        """The spans of a concept in these tweets, cut to their tweet: (tweet, start, end).

        Starts and ends count characters over all tweets.
        """
        rows = spans.loc[spans["concept"] == concept]
        tweet = rows["tweet_id"].map(self.rows)
        rows = rows[tweet.notna()]
        number = tweet[tweet.notna()].to_numpy(dtype=np.int64)
        first, last = self.starts[number], self.starts[number + 1]
        start = np.minimum(first + rows["start"].to_numpy(dtype=np.int64), last)
        end = np.minimum(first + rows["end"].to_numpy(dtype=np.int64), last)
        real = end > start
        return number[real], start[real], end[real]

    def mask(self, spans: pd.DataFrame, concept: str) -> Bool[Array, " characters"]:
        """Which characters lie in a span of the concept."""
        _, start, end = self.spans(spans, concept)
        return covered(start, end, self.characters)


def covered(start: Int[Array, " spans"], end: Int[Array, " spans"], size: int) -> Bool[Array, " size"]:
    """Which of `size` characters lie in some half-open span.

    >>> covered(np.array([1, 2]), np.array([3, 4]), 5).tolist()
    [False, True, True, True, False]
    """
    change = np.bincount(start, minlength=size + 1) - np.bincount(end, minlength=size + 1)
    return np.cumsum(change)[:size] > 0


def positions(ids: Sequence[Int[Array, " length"]]) -> Int[Array, " tweets+1"]:
    """Where the input positions of each tweet begin (BOS counts one), and their number."""
    return np.concatenate([[0], np.cumsum([len(row) + 1 for row in ids], dtype=np.int64)])


def placed(
    ids: Sequence[Int[Array, " length"]], size: int = BATCH
) -> Iterator[tuple[PaddedTweets, Int[Array, " n"]]]:
    """All tweets in batches, with the place of each real input position among those of all tweets.

    Places are in the order of `values[batch.real]` for values [T, B, …].
    """
    begins = positions(ids)
    for batch in batches(ids, np.arange(len(ids)), size):
        place = begins[batch.tweets] + np.arange(len(batch.padded))[:, None]
        yield batch, place[batch.real]


def stacked(
    weights: NetworkWeights, batch: PaddedTweets
) -> Iterator[tuple[slice, Float[Array, "n addresses"]]]:
    """All addresses at the real input positions of a batch, in flat order, a piece at a time: (which of these
    positions, values)."""
    done = 0
    for part, runs in pieces(weights, batch.padded):
        real = batch.real[part]
        values = [value[real] for run in runs for value in run.values.values()]
        size = len(values[0])
        yield slice(done, done + size), np.concatenate(values, axis=-1)
        done += size


def read_out(
    weights: NetworkWeights,
    ids: Sequence[Int[Array, " length"]],
    values: Float[Array, "addresses positions"],
    read: Callable[[Sequence[LayerRun], int], Float[Array, "T B"]],
) -> None:
    """Run the network over tweets, and write what `read` takes from the runs for each row of `values`."""

    def one(work: tuple[PaddedTweets, Array]) -> None:
        batch, places = work
        done = 0
        for part, runs in pieces(weights, batch.padded):
            real = batch.real[part]
            where = places[done : done + int(real.sum())]
            for number, row in enumerate(values):
                row[where] = read(runs, number)[real]
            done += len(where)

    mapped(one, placed(ids))


def activations(
    weights: NetworkWeights, ids: Sequence[Int[Array, " length"]], addresses: Sequence[Address]
) -> Float[Array, "addresses positions"]:
    """The values of some addresses at every input position (BOS first) of every tweet.

    Args:
        weights: the network.
        ids: of each tweet, without BOS.
        addresses: those wanted.

    Returns:
        As many positions as characters and tweets; `Concatenation.read` says where a character's score is.
    """
    values = np.empty((len(addresses), positions(ids)[-1]), dtype=np.float32)

    def read(runs: Sequence[LayerRun], number: int) -> Float[Array, "T B"]:
        address = addresses[number]
        return runs[address.layer - 1].values[address.signal][:, :, address.unit]

    read_out(weights, ids, values, read)
    return values
