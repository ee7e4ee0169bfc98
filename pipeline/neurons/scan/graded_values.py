"""Graded concepts of some tweets as ranks, laid end to end, each with its control task."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from pipeline.concepts import GRADED
from pipeline.concepts.graded import BASES, values, words
from pipeline.network.batch import PaddedTweets
from pipeline.neurons.controls import DRAWS, control_values
from pipeline.neurons.labels import SpanArrays
from pipeline.statistics.permute import Target

Array = np.ndarray


@dataclass(frozen=True)
class GradedValues:
    """Values of graded concepts over some tweets.

    Attributes:
        names: of the concepts.
        value: float32 [names, characters], as ranks from −½ to ½; NaN where not defined.
        control: float32 [DRAWS · names, characters], a random number a word type where a concept is defined;
            draw after draw.
        place: int [corpus tweets + 1], where a tweet's characters begin; −1 for tweets that are not here.
    """

    names: tuple[str, ...]
    value: Array
    control: Array
    place: Array

    def concepts(self) -> "GradedValues":
        """Without the controls."""
        return replace(self, control=self.control[:0])

    def targets(self, batch: PaddedTweets) -> list[Target]:
        """The defined values of a batch for each concept, then for each control, draw after draw."""
        lengths = batch.real.sum(axis=0) - 1
        place = np.repeat(np.arange(len(lengths)), lengths)
        offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        columns = self.place[batch.tweets][place] + offset
        out = []
        for row in (*self.value, *self.control):
            value = row[columns]
            defined = np.isfinite(value)
            out.append(Target(place[defined], offset[defined], value[defined]))
        return out


def as_ranks(value: Array) -> Array:
    """Mid-ranks scaled to −½ … ½ among what is defined; NaN stays. float32, like `value`."""
    out = np.full(value.shape, np.nan, dtype=np.float32)
    defined = np.isfinite(value)
    if defined.any():
        out[defined] = (rankdata(value[defined]) - 0.5) / defined.sum() - 0.5
    return out


def raw_values(name: str, texts: Sequence[str], spans: dict[int, list[tuple[int, int]]]) -> Array:
    """A graded concept over tweets laid end to end, NaN where it is not defined: float64 [characters].

    Args:
        name: of the concept.
        texts: of the tweets.
        spans: tweet number → (start, end) of the concept that this one counts in.
    """
    empty: Iterable[tuple[int, int]] = ()
    return np.concatenate(
        [np.zeros(0)]
        + [
            values(name, len(text), words(text) if name == "position_in_word" else spans.get(row, empty))
            for row, text in enumerate(texts)
        ]
    )


def base_spans(spans: pd.DataFrame, numbers: dict[str, int], name: str) -> dict[int, list[tuple[int, int]]]:
    """Tweet number → (start, end) of the spans that a graded concept counts in."""
    rows = spans[spans["concept"] == BASES.get(name, "")]
    found: dict[int, list[tuple[int, int]]] = {}
    for tweet_id, start, end in zip(rows["tweet_id"], rows["start"], rows["end"], strict=True):
        if tweet_id in numbers:
            found.setdefault(numbers[tweet_id], []).append((int(start), int(end)))
    return found


def graded_values(
    tweets: pd.DataFrame, chosen: Array, spans: pd.DataFrame, found: SpanArrays, kinds: Array, seed: int
) -> GradedValues:
    """The graded concepts of the tweets numbered `chosen`, with controls by word type.

    Args:
        tweets: columns tweet_id, text.
        chosen: int [n], rows of `tweets`.
        spans: the table of spans.
        found, kinds: words of all tweets and their types (`controls.words`).
        seed: of the controls.
    """
    some = tweets.iloc[chosen]
    numbers = {str(name): row for row, name in enumerate(some["tweet_id"])}
    texts = list(some["text"])
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    place = np.full(len(tweets), -1, dtype=np.int64)
    place[chosen] = np.cumsum(lengths) - lengths
    raw = [raw_values(name, texts, base_spans(spans, numbers, name)) for name in GRADED]
    value = [as_ranks(one) for one in raw]
    control = []
    for draw in range(DRAWS):
        for number, one in enumerate(raw):
            drawn = control_values(found, kinds, place, len(one), (seed, 1, draw, number))
            control.append(as_ranks(np.where(np.isfinite(one), drawn, np.nan)))
    return GradedValues(tuple(GRADED), np.stack(value), np.stack(control), place)
