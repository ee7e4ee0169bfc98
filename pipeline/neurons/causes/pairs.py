"""Matched places: one inside a concept and one outside, after the same characters at about the same place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Int

from pipeline.network.activations import Concatenation
from pipeline.neurons.certify.rules import contexts, since_start

Array = np.ndarray

SHARED = (2, 1)  # last characters that matched places have in common, if there are such places
APART = 10  # characters that two matched places may lie apart in their tweets
_PLACES = 1 << 20  # above any place in a tweet


@dataclass(frozen=True)
class Pairs:
    """Matched input positions.

    Attributes:
        inside, outside: of the concept.
        shared: how many of the last characters both have read; 0 where none matched, the place alone.
    """

    inside: Int[Array, " pairs"]
    outside: Int[Array, " pairs"]
    shared: Int[Array, " pairs"]


@dataclass(frozen=True)
class Ground:
    """Where a concept may be tried in some tweets.

    Attributes:
        contexts: a number for the last characters at every input position, for each length of `SHARED`.
        since: how many characters of the tweet have been read there.
        tweet: of each position.
        inside, outside: of the concept.
    """

    contexts: Sequence[Int[Array, " positions"]]
    since: Int[Array, " positions"]
    tweet: Int[Array, " positions"]
    inside: Bool[Array, " positions"]
    outside: Bool[Array, " positions"]

    @classmethod
    def of(cls, layout: Concatenation, mask: Bool[Array, " characters"], lag: int) -> "Ground":
        """Of a concept (`mask`) that is read at a lag."""
        size = layout.characters + len(layout.ids)
        inside, outside = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        inside[layout.read(lag)[mask]] = True
        outside[layout.read(lag)[~mask]] = True
        tweet = np.repeat(np.arange(len(layout.ids)), np.diff(layout.starts) + 1)
        keys = [contexts(layout, length).view(np.int64) for length in SHARED]
        return cls(keys, since_start(layout), tweet, inside, outside)

    def pairs(self, most: int, random: np.random.Generator) -> Pairs:
        """Up to `most` matched pairs."""
        return matched(self.contexts, self.since, self.tweet, self.inside, self.outside, most, random)


def one_each(
    places: Int[Array, " places"], tweet: Int[Array, " places"], most: int, random: np.random.Generator
) -> Int[Array, " some"]:
    """One place of each tweet, drawn at random, of `most` tweets at most: so that places are independent."""
    order = random.permutation(len(places))
    _, first = np.unique(tweet[order], return_index=True)
    return places[order[random.permutation(first)[:most]]]


def matched(
    contexts: Sequence[Int[Array, " positions"]],
    since: Int[Array, " positions"],
    tweet: Int[Array, " positions"],
    inside: Bool[Array, " positions"],
    outside: Bool[Array, " positions"],
    most: int,
    random: np.random.Generator,
) -> Pairs:
    """Up to `most` pairs, each of another tweet's inside; the longest context that matches decides.

    Args:
        contexts: a number for the last characters at every input position, the longest first.
        since: how many characters of the tweet have been read there.
        tweet: of each position.
        inside, outside: which positions may be drawn.
        most: pairs.
        random: what is drawn with.
    """
    drawn = one_each(np.flatnonzero(inside), tweet[inside], most, random)
    other, shared = np.full(len(drawn), -1), np.zeros(len(drawn), dtype=np.int64)
    candidates = random.permutation(np.flatnonzero(outside))
    for number, keys in enumerate([*contexts, np.zeros_like(since)]):
        left = np.flatnonzero(other < 0)
        length = len(contexts) - number
        near = _nearest(keys, since, drawn[left], candidates, APART if length else _PLACES, random)
        other[left], shared[left] = near, length
    kept = (other >= 0) & (tweet[other] != tweet[drawn])
    return Pairs(drawn[kept], other[kept], shared[kept])


def _nearest(
    keys: Int[Array, " positions"],
    since: Int[Array, " positions"],
    asked: Int[Array, " asked"],
    candidates: Int[Array, " candidates"],
    apart: int,
    random: np.random.Generator,
) -> Int[Array, " asked"]:
    """Of each position asked the candidate with its key whose place is nearest; −1 where none is near."""
    if not len(candidates) or not len(asked):
        return np.full(len(asked), -1)
    _, rank = np.unique(np.concatenate([keys[candidates], keys[asked]]), return_inverse=True)
    whole = rank * _PLACES + since[np.concatenate([candidates, asked])]
    code, wanted = whole[: len(candidates)], whole[len(candidates) :]
    order = np.argsort(code, kind="stable")
    code = code[order]
    left, right = np.searchsorted(code, wanted), np.searchsorted(code, wanted, side="right")
    same = left + (random.random(len(asked)) * (right - left)).astype(np.int64)
    below, above = np.maximum(left - 1, 0), np.minimum(right, len(code) - 1)
    nearer = np.where(np.abs(code[below] - wanted) <= np.abs(code[above] - wanted), below, above)
    place = np.where(right > left, same, nearer)
    return np.where(np.abs(code[place] - wanted) <= apart, candidates[order[place]], -1)
