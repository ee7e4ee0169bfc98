"""An interpolated Witten-Bell n-gram model over characters (Witten & Bell 1991; Chen & Goodman 1999, §2.6).

With N(x) how often x stands in the texts and T(x) how many different characters follow it,

    p(c | x) = (N(xc) + T(x) · p(c | x without its first character)) / (N(x) + T(x)),

down to p(c) = 1 / alphabet. Contexts begin at the start of a tweet and a tweet ends with EOS, so bits are
counted as everywhere in this program: over characters and EOS. Counts live in sorted arrays of 64-bit hashes,
so that millions of characters are counted and scored in seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.core.hashing import stirred

Array = np.ndarray


@dataclass(frozen=True)
class Counts:
    """Of one order: sorted hashes, and what is counted for each."""

    hashes: Array
    counts: Array

    def of(self, hashes: Array) -> Array:
        """The count of each hash, 0 when unknown."""
        if not len(self.hashes):
            return np.zeros(len(hashes), dtype=np.int64)
        place = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[place] == hashes, self.counts[place], 0)


@dataclass(frozen=True)
class NgramModel:
    """Counts of n-grams, of contexts, and of the kinds of characters seen after a context, by order."""

    grams: tuple[Counts, ...]
    contexts: tuple[Counts, ...]
    kinds: tuple[Counts, ...]
    alphabet: int

    @property
    def order(self) -> int:
        return len(self.grams)


def train(texts: Sequence[str], order: int = 6) -> NgramModel:
    """Count the n-grams of `texts` up to `order` characters."""
    codes, place = _codes(texts)
    grams, contexts, kinds = [], [], []
    for n in range(1, order + 1):
        context, gram = _hashes(codes, place, n)
        unique, first, count = np.unique(gram, return_index=True, return_counts=True)
        grams.append(Counts(unique, count))
        contexts.append(Counts(*np.unique(context, return_counts=True)))
        kinds.append(Counts(*np.unique(context[first], return_counts=True)))
    return NgramModel(tuple(grams), tuple(contexts), tuple(kinds), len(np.unique(codes)) + 1)


def bits_per_char(model: NgramModel, texts: Sequence[str]) -> float:
    """−Σ log₂ p over the characters and EOS of `texts`, divided by their number; NaN without texts."""
    return float(-np.log2(probabilities(model, texts)).mean()) if texts else float("nan")


def probabilities(model: NgramModel, texts: Sequence[str]) -> Array:
    """p of each character and EOS of each text, given what stands before it in its tweet: float64 [n]."""
    codes, place = _codes(texts)
    chance = np.full(len(codes), 1 / model.alphabet)
    for n in range(1, model.order + 1):
        context, gram = _hashes(codes, place, n)
        kinds = model.kinds[n - 1].of(context)
        known = kinds > 0
        total = model.contexts[n - 1].of(context) + kinds
        mixed = (model.grams[n - 1].of(gram) + kinds * chance) / np.maximum(total, 1)
        chance = np.where(known, mixed, chance)
    return chance


def _codes(texts: Sequence[str]) -> tuple[Array, Array]:
    """Code points of all texts, each ended by 0 (EOS); and each one's place in its text."""
    joined = "\0".join([*texts, ""]) if texts else ""
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    lengths = [len(text) + 1 for text in texts]
    place = np.arange(len(codes)) - np.repeat(np.cumsum([0, *lengths[:-1]]), lengths) if texts else codes
    return codes, place


def _hashes(codes: Array, place: Array, n: int) -> tuple[Array, Array]:
    """Hashes of the n−1 characters before each position (fewer at a start), and of these with its own."""
    context = np.full(len(codes), n, dtype=np.uint64)
    for back in range(n - 1, 0, -1):
        before = np.zeros_like(codes)
        before[back:] = codes[: max(len(codes) - back, 0)] + np.uint64(2)
        before[place < back] = 1  # before the start of the tweet
        context = stirred(context ^ before)
    return context, stirred(context ^ (codes + np.uint64(2)))
