"""An interpolated Witten-Bell n-gram model over characters (Witten & Bell 1991; Chen & Goodman 1999, §2.6).

With N(x) how often x stands in the texts and T(x) how many different characters follow it,

    p(c | x) = (N(xc) + T(x) · p(c | x without its first character)) / (N(x) + T(x)),

down to p(c) = 1 / alphabet. Contexts begin at the start of a tweet and a tweet ends with EOS, so bits are
counted as everywhere in this program: over characters and EOS. What follows a context lies side by side in
one sorted array of 64-bit keys (the context's hash, then the code point), so that millions of characters are
counted and scored in seconds, and all that may follow is at hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from pipeline.core.hashing import GOLDEN, splitmix

Array = np.ndarray

EOS = 0  # the code of a tweet's end
BITS = np.uint64(21)  # of a code point
CODE = (np.uint64(1) << BITS) - np.uint64(1)


@dataclass(frozen=True)
class Level:
    """What follows the contexts of one length.

    Attributes:
        keys: sorted, one for each context with a character that follows it: hash, then code point.
        counts: how often each stands in the texts.
        contexts: the different contexts, sorted: their keys without the code point.
        starts: where the keys of each begin; the last is their number.
        totals: how often each context stands in the texts.
    """

    keys: Int[Array, " keys"]
    counts: Int[Array, " keys"]
    contexts: Int[Array, " contexts"]
    starts: Int[Array, " contexts+1"]
    totals: Int[Array, " contexts"]

    @classmethod
    def of(cls, keys: Int[Array, " positions"]) -> "Level":
        """Count the keys of all positions."""
        keys, counts = np.unique(keys, return_counts=True)
        contexts, starts = np.unique(keys & ~CODE, return_index=True)
        totals = np.add.reduceat(counts, starts) if len(counts) else counts
        return cls(keys, counts, contexts, np.append(starts, len(keys)), totals)

    def find(self, contexts: Array) -> tuple[Array, Array]:
        """Of each context its number (0 where it is unknown) and whether it is known."""
        return _find(self.contexts, contexts)

    def count(self, keys: Array) -> Array:
        """How often each key stands in the texts, 0 when unknown."""
        place, known = _find(self.keys, keys)
        return np.where(known, self.counts[place], 0) if len(self.counts) else np.zeros(len(keys), np.int64)

    @property
    def kinds(self) -> Array:
        """How many different characters follow each context."""
        return np.diff(self.starts)


def _find(within: Array, wanted: Array) -> tuple[Array, Array]:
    if not len(within):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    place = np.minimum(np.searchsorted(within, wanted), len(within) - 1)
    known = within[place] == wanted
    return np.where(known, place, 0), known


@dataclass(frozen=True)
class NgramModel:
    """What follows contexts of 0, 1, … characters, and how many characters there are."""

    levels: tuple[Level, ...]
    alphabet: int

    @property
    def order(self) -> int:
        return len(self.levels)


def train(texts: Sequence[str], order: int = 6, alphabet: int = 0) -> NgramModel:
    """Count the n-grams of `texts` up to `order` characters.

    Args:
        alphabet: how many characters there are, EOS among them; 0 is those of the texts, EOS and one unknown.
    """
    codes, place = _codes(texts)
    levels = tuple(Level.of(context | codes) for context in _contexts(codes, place, order))
    return NgramModel(levels, alphabet or len(np.unique(codes)) + 1)


def bits_per_char(model: NgramModel, texts: Sequence[str]) -> float:
    """−Σ log₂ p over the characters and EOS of `texts`, divided by their number; NaN without texts."""
    return float(-np.log2(probabilities(model, texts)).mean()) if texts else float("nan")


def probabilities(model: NgramModel, texts: Sequence[str]) -> Float[Array, " n"]:
    """p of each character and EOS of each text, given what stands before it in its tweet."""
    return scored(model, texts)[0]


def scored(model: NgramModel, texts: Sequence[str]) -> tuple[Float[Array, " n"], Int[Array, "3 n"]]:
    """`probabilities`, and the longest known context of each symbol.

    The context has its length in characters (−1 where the model has read nothing; the start of a tweet counts
    as one), how often it stands in the texts that were read, and how many different characters follow it.
    """
    codes, place = _codes(texts)
    chance, longest = np.full(len(codes), 1 / model.alphabet), np.zeros((3, len(codes)), dtype=np.int64)
    longest[0] = -1
    for level, context in zip(model.levels, _contexts(codes, place, model.order), strict=True):
        number, known = level.find(context)
        if not known.any():
            break
        kinds, total = level.kinds[number], level.totals[number]
        mixed = (level.count(context | codes) + kinds * chance) / (total + kinds)
        chance = np.where(known, mixed, chance)
        longest[:, known] = longest[0, known] + 1, level.totals[number[known]], kinds[known]
    return chance, longest


def following(
    model: NgramModel, texts: Sequence[str], codes: Int[Array, " alphabet"]
) -> tuple[Float[Array, "texts alphabet"], Int[Array, "3 texts"]]:
    """p of every code as the next one after the whole of each text, and the longest known context (`scored`).

    Args:
        codes: sorted code points, EOS (0) among them; those that the model has not read share what is left.
    """
    chance = np.full((len(texts), len(codes)), 1 / model.alphabet)
    longest = np.zeros((3, len(texts)), dtype=np.int64)
    longest[0] = -1
    ends = np.cumsum([len(text) + 1 for text in texts]) - 1  # EOS stands where the next character would
    for level, contexts in zip(model.levels, _contexts(*_codes(texts), model.order), strict=True):
        number, known = level.find(contexts[ends])
        if not known.any():
            break
        number, row = number[known], np.flatnonzero(known)
        kinds, total = level.starts[number + 1] - level.starts[number], level.totals[number]
        share = np.zeros((len(row), len(codes)))
        each = np.repeat(np.arange(len(row)), kinds)
        at = np.arange(kinds.sum()) - np.repeat(np.cumsum(kinds) - kinds, kinds) + level.starts[number][each]
        place, wanted = _find(codes, level.keys[at] & CODE)
        share[each[wanted], place[wanted]] = level.counts[at][wanted]
        chance[row] = (share + kinds[:, None] * chance[row]) / (total + kinds)[:, None]
        longest[:, row] = longest[0, row] + 1, total, kinds
    return chance, longest


def _codes(texts: Sequence[str]) -> tuple[Array, Array]:
    """Code points of all texts, each ended by 0 (EOS); and each one's place in its text."""
    joined = "\0".join([*texts, ""]) if texts else ""
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    lengths = [len(text) + 1 for text in texts]
    place = np.arange(len(codes)) - np.repeat(np.cumsum([0, *lengths[:-1]]), lengths) if texts else codes
    return codes, place


def _contexts(codes: Array, place: Array, order: int) -> Iterator[Array]:
    """Hashes of the 0, 1, … `order` − 1 characters before each position, without their last 21 bits.

    A polynomial, to which each longer context adds a term, stirred; before the start of a tweet stands a 1.
    """
    running: Array = np.zeros(len(codes), dtype=np.uint64)
    power = np.uint64(1)
    for n in range(order):
        yield splitmix(running + np.uint64(n + 1)) & ~CODE
        before = np.zeros_like(codes)
        before[n + 1 :] = codes[: max(len(codes) - n - 1, 0)] + np.uint64(2)
        before[place < n + 1] = 1
        with np.errstate(over="ignore"):
            power = power * GOLDEN
        running = running + before * power
