"""Permutation tests of one fixed score: by shifts within tweets, and by swaps between tweets of like length.

Two nulls, since each keeps something that the other breaks. A circular shift keeps how often a concept occurs
in a tweet and how long its spans are, but not where in the tweet they stand. A swap gives a tweet the whole
pattern of labels of another tweet of like length: it keeps the place, and breaks the tie to the text.

A score is a sum over tweets, so each tweet has a small table (its sum under each of its shifts, or under each
partner's pattern), and a permutation is one entry of each table, added up. The same shifts and partners
serve all concepts, so the greatest of several scores has a null too (Westfall and Young 1993, section 2.6).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from pipeline.statistics.compiled import compiled

Array = np.ndarray

GROUP = 16  # tweets of like length that exchange their patterns
CHUNK = 2_000  # permutations at a time: what is drawn at once stays small
ROUNDING = 1e-9  # of a sum, relative: as much below what was observed still counts as reached


@dataclass(frozen=True)
class Target:
    """Values of one concept at some characters of a batch (1 and 0 for spans), in order within each tweet.

    Attributes:
        place: int [n], place in the batch, ascending.
        offset: int [n], character in the tweet.
        value: float32 [n].
    """

    place: Array
    offset: Array
    value: Array


@dataclass(frozen=True)
class Partners:
    """Tweets in groups of like length.

    Attributes:
        group: numbers of tweets; −1 fills up.
        row, column: where each tweet stands in `group`.
    """

    group: Int[Array, "groups most"]
    row: Int[Array, " tweets"]
    column: Int[Array, " tweets"]

    @classmethod
    def of(cls, lengths: Int[Array, " tweets"], together: int = GROUP) -> "Partners":
        """Neighbours in the order of length, about so many together."""
        order = np.argsort(lengths, kind="stable")
        parts = np.array_split(order, max(1, len(order) // together))
        group = np.full((len(parts), max(len(part) for part in parts)), -1)
        for number, part in enumerate(parts):
            group[number, : len(part)] = part
        row, column = np.nonzero(group >= 0)
        place = np.argsort(group[row, column])
        return cls(group, row[place], column[place])


def shift_draws(tweets: int, permutations: int, seed: int) -> Iterator[Float[Array, "tweets chunk"]]:
    """For each permutation the share of its length by which each tweet is turned, a chunk at a time."""
    random = np.random.default_rng((seed, 11))
    for first in range(0, permutations, CHUNK):
        drawn = random.random((min(CHUNK, permutations - first), tweets), dtype=np.float32)
        yield np.ascontiguousarray(drawn.T)


def swap_draws(partners: Partners, permutations: int, seed: int) -> Iterator[Int[Array, "tweets chunk"]]:
    """For each permutation the column in its group of each tweet's partner, a chunk at a time."""
    random = np.random.default_rng((seed, 12))
    last = np.where(partners.group < 0, np.float32(2), np.float32(0))  # what fills up is sorted behind
    for first in range(0, permutations, CHUNK):
        size = min(CHUNK, permutations - first)
        keys = random.random((size, *partners.group.shape), dtype=np.float32) + last
        order = np.argsort(keys, axis=2).astype(np.uint32)
        yield np.ascontiguousarray(order.transpose(1, 2, 0)[partners.row, partners.column])


@dataclass(frozen=True)
class ShiftTable:
    """What each tweet that holds a concept adds under each of its shifts.

    Attributes:
        tweets: their numbers.
        size: how many shifts each has.
        first: where its entries begin.
        sums: of scores over the shifted labels; the first entry of a tweet is that without a shift.
    """

    tweets: Int[Array, " held"]
    size: Int[Array, " held"]
    first: Int[Array, " held"]
    sums: Float[Array, " entries"]

    @classmethod
    def of(cls, scores: Float[Array, " n"], values: Array, tweet: Int[Array, " n"]) -> "ShiftTable":
        """The table of Σ score · shifted value.

        Args:
            scores: of characters.
            values: [n], their labels, or graded values.
            tweet: of each character, ascending.
        """
        held = np.unique(tweet[values != 0])
        begin, end = np.searchsorted(tweet, held), np.searchsorted(tweet, held, side="right")
        size = end - begin
        first, sums = np.cumsum(size) - size, np.zeros(size.sum())
        _turned(scores.astype(np.float64), values.astype(np.float64), begin, end, first, sums)
        return cls(held, size, first, sums)

    @property
    def observed(self) -> float:
        return float(self.sums[self.first].sum())

    def totals(self, shares: Float[Array, "tweets chunk"]) -> Float[Array, " chunk"]:
        """The sum under each permutation of a chunk from `shift_draws`."""
        found: Array = _shifted(self.sums, self.tweets, self.first, self.size, shares)
        return found


@compiled
def _turned(scores, values, begin, end, first, sums):  # type: ignore[no-untyped-def]
    """Of each tweet Σ_i values[i] · scores[(i + k) mod n] for every k, from sums[first] on."""
    for row in range(len(begin)):
        start, size = begin[row], end[row] - begin[row]
        for i in range(size):
            value = values[start + i]
            if value != 0:
                for k in range(size - i):
                    sums[first[row] + k] += value * scores[start + i + k]
                for k in range(size - i, size):
                    sums[first[row] + k] += value * scores[start + i + k - size]


@compiled
def _shifted(sums, tweets, first, size, shares):  # type: ignore[no-untyped-def]
    """The sums over tweets, each turned by its share of its length: float64 [chunk]."""
    found = np.zeros(shares.shape[1])
    for row in range(len(tweets)):
        entries, drawn = sums[first[row] : first[row] + size[row]], shares[tweets[row]]
        count, last = np.float64(size[row]), size[row] - 1
        for k in range(len(found)):
            found[k] += entries[np.uint64(min(np.int64(np.float64(drawn[k]) * count), last))]
    return found


@compiled
def _swapped(sums, counts, tweets, columns):  # type: ignore[no-untyped-def]
    """Sums and counts over tweets, each with the entry of its partner: float64 [chunk] each."""
    total, count = np.zeros(columns.shape[1]), np.zeros(columns.shape[1])
    for tweet in tweets:
        mine, there, drawn = sums[tweet], counts[tweet], columns[tweet]
        for k in range(len(total)):
            total[k] += mine[drawn[k]]
            count[k] += there[drawn[k]]
    return total, count


@dataclass(frozen=True)
class SwapTable:
    """What each tweet adds with the pattern of each tweet of its group: a sum of scores, and a count."""

    sums: Float[Array, "tweets most"]
    counts: Float[Array, "tweets most"]

    @classmethod
    def of(
        cls,
        scores: Float[Array, " characters"],
        labels: Bool[Array, " characters"],
        starts: Int[Array, " tweets+1"],
        partners: Partners,
    ) -> "SwapTable":
        """The table of Σ score over the partner's labelled places, cut at the tweet's own end."""
        begin, end = runs(labels, starts)
        giver = np.searchsorted(starts, begin, side="right") - 1
        takers = partners.group[partners.row[giver]]  # [spans, most]
        taker = np.maximum(takers, 0)
        limit = np.where(takers < 0, 0, np.diff(starts)[taker])
        first = np.minimum((begin - starts[giver])[:, None], limit)
        last = np.minimum((end - starts[giver])[:, None], limit)
        below = np.concatenate([[0.0], np.cumsum(scores, dtype=np.float64)])
        where = taker, np.broadcast_to(partners.column[giver][:, None], taker.shape)
        sums, counts = (np.zeros((len(starts) - 1, partners.group.shape[1])) for _ in range(2))
        np.add.at(sums, where, below[starts[taker] + last] - below[starts[taker] + first])
        np.add.at(counts, where, last - first)
        return cls(sums, counts)

    def totals(
        self, columns: Int[Array, "tweets chunk"]
    ) -> tuple[Float[Array, " chunk"], Float[Array, " chunk"]]:
        """Sum of scores and labelled characters under each permutation of a chunk from `swap_draws`."""
        given = np.flatnonzero(self.counts.any(axis=1))  # the others have labels from no partner
        total, count = _swapped(self.sums, self.counts, given, columns)
        return total, count


def runs(
    labels: Bool[Array, " characters"], starts: Int[Array, " tweets+1"]
) -> tuple[Int[Array, " spans"], Int[Array, " spans"]]:
    """The labelled stretches, each within one tweet: where they begin and end."""
    change = np.diff(np.concatenate([[0], labels.astype(np.int8), [0]]))
    joints = starts[1:-1]
    joints = joints[(joints > 0) & (joints < len(labels))]
    cuts = np.unique(joints[labels[joints - 1] & labels[joints]])
    return np.sort(np.append(np.flatnonzero(change == 1), cuts)), np.sort(
        np.append(np.flatnonzero(change == -1), cuts)
    )


def p_value(observed: float, chance: Float[Array, " permutations"]) -> float:
    """The share of permutations that reach what was observed, itself counted among them.

    Returns:
        at least 1 / (1 + permutations); NaN where no permutation changes the score.
    """
    slack = ROUNDING * max(1.0, abs(observed))
    if not np.isfinite(observed) or np.ptp(chance) <= slack:
        return float("nan")
    return float((1 + (chance >= observed - slack).sum()) / (1 + len(chance)))
