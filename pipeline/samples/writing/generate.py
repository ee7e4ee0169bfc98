"""Tweets from a trained network, down the ladder.

Sample number i of a seed is the same text however many are drawn and however many lanes draw them. A tweet
that has not ended by `max_length` is begun again, at most `retries` times, which gives the network's own
distribution of tweets that are short enough (`network.sampling.sampler`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from jaxtyping import Bool, Float, Int

from pipeline.core.errors import UserError
from pipeline.core.settings import SamplingSettings
from pipeline.network.sampling.drafts import Drafts, Order
from pipeline.network.sampling.draw import draw
from pipeline.network.sampling.sampler import write
from pipeline.network.step import Holds
from pipeline.network.weights import NetworkWeights
from pipeline.samples.writing import ladder
from pipeline.samples.writing.mixture import Mixture
from pipeline.samples.writing.wellformed import START, Automaton, automaton
from pipeline.text.vocabulary import BOS, EOS, UNK, Vocabulary

Array = np.ndarray
ENDLESS = 10**5  # room enough for whatever is begun


@dataclass(frozen=True)
class Ladder:
    """`sampler.Choice` by the settings of sampling.

    Attributes:
        how: the rungs and the seed.
        index: the number of each sample.
        shape: the automaton of well-formed tweets, or None.
        mixture: what the network is mixed with, or None.
        alive: called at every step; what it raises ends the work.
    """

    how: SamplingSettings
    index: Int[Array, " texts"]
    shape: Automaton | None
    mixture: Mixture | None
    alive: Callable[[], None]

    def begin(self, text: Array, attempt: Array) -> dict[str, Array]:
        """A random stream and a state of the automaton."""
        key = ladder.keys(self.how.seed, self.index[text], attempt)
        return {"key": key, "shape": np.full(len(text), START)}

    def choose(
        self, drafts: Drafts, logits: Float[Array, "lanes vocabulary"]
    ) -> tuple[Int[Array, " lanes"], Bool[Array, " lanes"]]:
        """Down the ladder: the characters drawn, and where rounding may have turned the draw."""
        self.alive()
        how, position = self.how, drafts.length
        wanted = logits.astype(np.float64)
        if self.mixture is not None:
            wanted = self.mixture.logits(drafts.written, position, wanted)
        wanted[:, [BOS, UNK]] = -np.inf
        if self.shape is not None:
            room = np.where(position < how.max_length, how.max_length - position, ENDLESS)
            wanted[~self.shape.permitted(drafts.own["shape"], room)] = -np.inf
        heat = ladder.temperatures(how.temperature, how.final_temperature, position, how.max_length)
        wanted /= heat[:, None]
        loose = ladder.noise(heat)
        wanted, close_k = ladder.top_k(wanted, how.top_k, loose)
        wanted, close_p = ladder.top_p(wanted, how.top_p, loose)
        wanted, close_m = ladder.min_p(wanted, how.min_p, loose)
        chosen, close = draw(wanted, ladder.uniform(drafts.own["key"], position), loose)
        return chosen, close | close_k | close_p | close_m

    def follow(self, drafts: Drafts, chosen: Array) -> None:
        """The automaton's next state."""
        if self.shape is not None:
            drafts.own["shape"] = self.shape.following[drafts.own["shape"], chosen]


def generate(
    weights: NetworkWeights,
    vocabulary: Vocabulary,
    index: Sequence[int] | Array,
    how: SamplingSettings,
    prompts: Sequence[str] = ("",),
    holds: Holds | None = None,
    attempt: Sequence[int] | Array | None = None,
    advance: Callable[[float], None] = lambda tweets: None,
    alive: Callable[[], None] = lambda: None,
    mixture: Mixture | None = None,
) -> pd.DataFrame:
    """Draw the samples numbered `index`.

    Args:
        how: the ladder and the seed. Its `batch_size` changes the speed only.
        prompts: each sample begins with prompt number i modulo their count.
        holds: address → value held while generating.
        attempt: for each sample, which draw of it (0: the first).
        advance: called with the number of tweets done, now and then.
        alive: called at every step, in several threads; what it raises ends the work.
        mixture: draw from the network mixed with an n-gram model.

    Returns:
        index, prompt, text, bits_per_char (of all characters and EOS, at temperature 1 and unfiltered,
        under the network as it is steered, unmixed), finished; one row a sample, in the order of `index`.

    Raises:
        UserError: a prompt does not fit the vocabulary or the maximum length; a hold names no unit.
    """
    index = np.asarray(index, dtype=np.int64)
    attempts = np.zeros_like(index) if attempt is None else np.asarray(attempt, dtype=np.int64)
    table, lengths = encode_prompts(prompts, vocabulary, how.max_length)
    order = Order(
        attempt=attempts * (how.retries + 1),
        prompt=index % len(table),
        prompts=table,
        prompt_lengths=lengths,
        longest=how.max_length,
        retries=how.retries,
        lanes=how.batch_size,
        holds=[holds or {}],
        hold=np.zeros_like(index),
    )
    choice = Ladder(how, index, automaton(vocabulary) if how.well_formed else None, mixture, alive)
    drawn = write(weights, order, choice, advance)
    return pd.DataFrame(
        {
            "index": index,
            "prompt": [prompts[i % len(prompts)] for i in index],
            "text": [vocabulary.decode(one.ids) for one in drawn],
            "bits_per_char": [one.bits / max(len(one.ids) + one.finished, 1) for one in drawn],
            "finished": [one.finished for one in drawn],
        }
    )


def encode_prompts(prompts: Sequence[str], vocabulary: Vocabulary, longest: int) -> tuple[Array, Array]:
    """Ids of the prompts [prompts, longest], padded with EOS, and their lengths [prompts].

    Raises:
        UserError: no prompt is given, one is too long, or has a character that the network does not know.
    """
    if not prompts:
        raise UserError("no prompt is given: give at least one (it may be empty)")
    ids = [vocabulary.encode(prompt) for prompt in prompts]
    table = np.full((len(ids), max(map(len, ids))), EOS, dtype=np.int32)
    for row, (prompt, one) in enumerate(zip(prompts, ids, strict=True)):
        if len(one) > longest:
            raise UserError(
                f"prompt {prompt[:30]!r} has {len(one)} characters, more than max_length={longest}"
            )
        if (one == UNK).any():
            strange = prompt[int(np.argmax(one == UNK))]
            raise UserError(f"prompt {prompt[:30]!r}: the network does not know {strange!r}; leave it out")
        table[row, : len(one)] = one
    return table, np.array([len(one) for one in ids])
