"""Steering: a unit held at chosen values while the network writes, and what the tweets then hold."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from jaxtyping import Bool, Float, Int

from pipeline.concepts.rules.quotation import quotation_spans
from pipeline.concepts.rules.style import capitalised_spans, entity_spans, style_spans
from pipeline.concepts.rules.words import read_tweet
from pipeline.network.address import Address, Shape
from pipeline.network.sampling.drafts import Drafts, Order
from pipeline.network.sampling.draw import draw
from pipeline.network.sampling.sampler import write as sampled
from pipeline.network.step import Holds
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.moments import Moments
from pipeline.statistics.resample import draws, ratio
from pipeline.text.vocabulary import BOS, UNK, Vocabulary

Array = np.ndarray

LONGEST = 280  # characters: a held unit can keep a tweet from ever ending
LANES = 512  # tweets written side by side
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
    """How far from its mean a unit is held, in standard deviations, and the hold that is."""

    size: float  # NaN: not held
    holds: Holds


FREE = Dose(float("nan"), {})


def doses(address: Address, usual: Moments, sizes: Iterable[float], shape: Shape) -> list[Dose]:
    """The network free, then an address held at each size; values stay within the address's own range.

    A dose beyond the range is brought back to it, and its size says the dose that was really given.

    Args:
        address: what is held.
        usual: moments of all addresses.
        sizes: in standard deviations from the mean.
        shape: of the network.
    """
    flat = address.flat(shape)
    mean, std = float(usual.mean[flat]), float(usual.std[flat])
    low, high = float(usual.low[flat]), float(usual.high[flat])
    values = sorted({min(max(mean + size * std, low), high) for size in sizes})
    return [FREE, *(Dose((value - mean) / std if std else 0.0, {address: value}) for value in values)]


@dataclass(frozen=True)
class Plain:
    """`sampler.Choice` at temperature 1 from given random numbers, the same ones for each held network.

    Attributes:
        numbers: in (0, 1], for each tweet and position.
    """

    numbers: Float[Array, "tweets longest"]

    def begin(self, text: Array, attempt: Array) -> dict[str, Array]:
        """Nothing is kept."""
        return {}

    def choose(
        self, drafts: Drafts, logits: Float[Array, "lanes vocabulary"]
    ) -> tuple[Int[Array, " lanes"], Bool[Array, " lanes"]]:
        """The characters where the cumulated probability reaches the numbers; never BOS or UNK."""
        logits = logits.copy()
        logits[:, [BOS, UNK]] = -np.inf
        # At the greatest length one more draw is made, which changes no character: its number is any.
        place = np.minimum(drafts.length, self.numbers.shape[1] - 1)
        return draw(logits, self.numbers[drafts.text % len(self.numbers), place])

    def follow(self, drafts: Drafts, chosen: Array) -> None:
        """Nothing to note."""


def write(
    weights: NetworkWeights, vocabulary: Vocabulary, holds: list[Holds], count: int, seed: int
) -> list[list[str]]:
    """`count` tweets from each held network at temperature 1; tweet n has the same random numbers in each.

    Returns:
        the texts of each set of holds; none is longer than `LONGEST` characters.
    """
    texts = len(holds) * count
    nothing = np.zeros(texts, dtype=np.int64)
    order = Order(
        attempt=nothing,
        prompt=nothing,
        prompts=np.zeros((1, 1), dtype=np.int32),
        prompt_lengths=np.zeros(1, dtype=np.int64),
        longest=LONGEST,
        retries=0,
        lanes=LANES,
        holds=holds,
        hold=np.repeat(np.arange(len(holds)), count),
    )
    numbers = 1 - np.random.default_rng(seed).random((count, LONGEST), dtype=np.float32)
    written = [vocabulary.decode(one.ids) for one in sampled(weights, order, Plain(numbers))]
    return [written[first : first + count] for first in range(0, texts, count)]


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
    texts = write(weights, vocabulary, [dose.holds for dose in given], count, seed)
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

    held = [[dose for dose in doses if dose.holds] for doses in given]
    free, *tables = [one(doses) for doses in [[FREE], *held]]
    return [pd.concat([free, table], ignore_index=True) for table in tables]
