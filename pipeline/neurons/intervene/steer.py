"""Steering: a unit held at chosen values while the network writes, and what the tweets then hold."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.concepts.rules.quotation import quotation_spans
from pipeline.concepts.rules.style import capitalised_spans, entity_spans, style_spans
from pipeline.concepts.rules.words import read_tweet
from pipeline.core.parallel import mapped
from pipeline.network.address import Address
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.intervene.clamp import Hold, Lanes, State, advance, held
from pipeline.neurons.moments import Moments
from pipeline.statistics.resample import draws, ratio
from pipeline.text.vocabulary import BOS, EOS, UNK, Vocabulary

Array = np.ndarray

LONGEST = 280  # characters: a held unit can keep a tweet from ever ending
RATES = ("hashtag", "url", "mention", "quotation", "all_caps", "capitalised")


def counts(text: str) -> dict[str, int]:
    """How often each of `RATES` occurs in a tweet, by the rules of the concepts of these names.

    `capitalised` counts the words with one capital, in front: names and the starts of sentences.
    """
    tweet = read_tweet(text)
    spans = [*entity_spans(tweet), *quotation_spans(text, tweet.masked, tweet.entities), *style_spans(tweet)]
    found = Counter(concept for concept, _, _ in spans)
    found["capitalised"] = sum(1 for _ in capitalised_spans(tweet, ())) - found["all_caps"]
    return {name: found[name] for name in RATES}


@dataclass(frozen=True)
class Dose:
    """How far from its mean a unit is held, in standard deviations, and the value that is."""

    size: float  # NaN: not held
    hold: Hold | None


def doses(hold: Hold, usual: Moments, sizes: Iterable[float], units: int) -> list[Dose]:
    """The unit of `hold` free, then held at each size; values stay within the unit's own range.

    A dose beyond the range is brought back to it, and its size says the dose that was really given.

    Args:
        usual: moments of all addresses.
        sizes: in standard deviations from the mean.
        units: of each layer.
    """
    flat = Address(hold.layer, hold.signal, hold.unit).flat(units)
    mean, std = float(usual.mean[flat]), float(usual.std[flat])
    low, high = float(usual.low[flat]), float(usual.high[flat])
    values = sorted({min(max(mean + size * std, low), high) for size in sizes})
    given = [Dose((value - mean) / std if std else 0.0, replace(hold, value=value)) for value in values]
    return [Dose(float("nan"), None), *given]


def write(
    weights: NetworkWeights, vocabulary: Vocabulary, holds: list[Hold | None], count: int, seed: int
) -> list[list[str]]:
    """`count` tweets from each held network at temperature 1; tweet n has the same random numbers in each.

    Returns:
        the texts of each hold; none is longer than `LONGEST` characters.
    """
    lanes = Lanes.of(weights)
    chance = 1 - np.random.default_rng(seed).random((count, LONGEST), dtype=np.float32)
    rows = len(holds) * count
    states = lanes.zero([rows] * lanes.layers)
    holding, alive = held(holds, count), np.arange(rows)
    read = np.full(rows, BOS)
    written = np.full((rows, LONGEST), EOS)
    for step in range(LONGEST):
        logits = advance(lanes, read, states, holding)
        read = drawn(logits, chance[alive % count, step])
        written[alive, step] = read
        going = read != EOS
        if not going.all():
            alive, read = alive[going], read[going]
            states, holding = _kept(states, going), _still_held(holding, going)
        if not alive.size:
            break
    texts = [vocabulary.decode(row[: _length(row)]) for row in written]
    return [texts[first : first + count] for first in range(0, rows, count)]


def drawn(logits: Array, chance: Array) -> Array:
    """The character where the cumulated probability reaches `chance` in (0, 1]: int [rows].

    BOS and UNK are never written. `logits` [rows, vocabulary] are overwritten.
    """
    logits[:, [BOS, UNK]] = -np.inf
    logits -= logits.max(axis=1, keepdims=True)
    below = np.cumsum(np.exp(logits, out=logits), axis=1)
    return np.argmax(below >= (chance * below[:, -1])[:, None], axis=1)


def _length(row: Array) -> int:
    ends = np.flatnonzero(row == EOS)
    return int(ends[0]) if ends.size else len(row)


def _kept(states: list[State], going: Array) -> list[State]:
    return [(h[going], c[going]) for h, c in states]


def _still_held(holding: dict, going: Array) -> dict:
    """Holds of the rows that go on, renumbered."""
    number = np.cumsum(going) - 1
    return {
        key: (number[rows[going[rows]]], units[going[rows]], values[going[rows]])
        for key, (rows, units, values) in holding.items()
    }


def rates(texts: list[str], resamples: int, seed: int) -> pd.DataFrame:
    """Each of `RATES` a tweet: columns `where`, `value`, `low`, `high` (95 % bootstrap over tweets)."""
    weights, each = draws(len(texts), resamples, seed), np.ones(len(texts))
    found = pd.DataFrame([counts(text) for text in texts])
    rows = [(name, *ratio(found[name].to_numpy(), each, weights)) for name in RATES]
    return pd.DataFrame(rows, columns=["where", "value", "low", "high"])


def response(
    weights: NetworkWeights,
    vocabulary: Vocabulary,
    given: list[Dose],
    count: int,
    resamples: int,
    seed: int,
) -> pd.DataFrame:
    """The dose-response of one unit: a row for each dose and rate (columns of `rates`, `dose`, `tweets`)."""
    texts = write(weights, vocabulary, [dose.hold for dose in given], count, seed)
    tables = [
        rates(found, resamples, seed).assign(dose=dose.size, tweets=count)
        for dose, found in zip(given, texts, strict=True)
    ]
    return pd.concat(tables, ignore_index=True)


def responses(
    weights: NetworkWeights,
    vocabulary: Vocabulary,
    given: list[list[Dose]],
    count: int,
    resamples: int,
    seed: int,
    advanced: Callable[[int], None] = lambda units: None,
) -> list[pd.DataFrame]:
    """`response` of several units; the network that is not held writes once for all of them."""

    def one(doses: list[Dose]) -> pd.DataFrame:
        table = response(weights, vocabulary, doses, count, resamples, seed)
        advanced(1)
        return table

    held_doses = [[dose for dose in doses if dose.hold] for doses in given]
    free, *tables = mapped(one, [[Dose(float("nan"), None)], *held_doses])
    return [pd.concat([free, table], ignore_index=True) for table in tables]
