"""Ablation: what the network loses, in bits, when one unit is set to its mean."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.core.parallel import mapped
from pipeline.network.activations import covered, placed, positions
from pipeline.network.batch import PaddedTweets
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.intervene.clamp import Hold, Lanes, advance, held
from pipeline.text.vocabulary import EOS

Array = np.ndarray

ROWS = 768  # lanes stepped together: a step's arrays stay in the processor's cache
LANES = 48  # tweets among them; the rest are copies with different holds


def bits(
    weights: NetworkWeights,
    ids: list[Array],
    holds: Sequence[Hold | None],
    advanced: Callable[[int], None] = lambda characters: None,
) -> Array:
    """The cost of every character and EOS of every tweet, in bits, under each hold (None: untouched).

    Args:
        ids: int32 [length] of each tweet, without BOS.
        holds: one network each.
        advanced: told how many characters (over all holds) were just done.

    Returns:
        float32 [holds, characters + tweets], tweets end to end, each with its EOS.
    """
    lanes = Lanes.of(weights)
    costs = np.empty((len(holds), positions(ids)[-1]), dtype=np.float32)

    def one(work: tuple[PaddedTweets, Array, list[int]]) -> None:
        batch, places, group = work
        rows = [ids[row] for row in batch.tweets]
        found = _batch_bits(lanes, batch, rows, [holds[n] for n in group])
        costs[np.ix_(np.array(group), places)] = found[:, batch.real]
        advanced(len(group) * len(places))

    mapped(one, [(*batch, group) for batch in placed(ids, LANES) for group in _groups(holds)])
    return costs


def _groups(holds: Sequence[Hold | None]) -> list[list[int]]:
    """Numbers of holds of one layer, few enough to run together: the layers below are then shared."""
    size = ROWS // LANES
    groups = []
    for layer in sorted({hold.layer if hold else 1 for hold in holds}):
        alike = [n for n, hold in enumerate(holds) if (hold.layer if hold else 1) == layer]
        groups += [alike[first : first + size] for first in range(0, len(alike), size)]
    return groups


def _batch_bits(lanes: Lanes, batch: PaddedTweets, rows: list[Array], holds: list[Hold | None]) -> Array:
    """Costs in bits, float32 [holds, T, tweets], of a batch under holds of one layer."""
    copies, (steps, count) = len(holds), batch.padded.shape
    targets = np.full((steps, count), EOS)
    for place, row in enumerate(rows):
        targets[: len(row), place] = row
    fork = next((hold.layer for hold in holds if hold), 1)
    states = lanes.zero([count * (copies if n >= fork else 1) for n in range(1, lanes.layers + 1)])
    holding = held(holds, count)
    found = np.empty((copies, steps, count), dtype=np.float32)
    for step in range(steps):
        logits = advance(lanes, batch.padded[step], states, holding)
        found[:, step] = _cost(logits, np.tile(targets[step], copies)).reshape(copies, count)
    return found


def _cost(logits: Array, targets: Array) -> Array:
    """−log₂ of the softmax at each row's target: float32 [rows]."""
    logits -= logits.max(axis=1, keepdims=True)
    right = logits[np.arange(len(targets)), targets]
    return (np.log(np.exp(logits, out=logits).sum(axis=1)) - right) / np.float32(np.log(2))


@dataclass(frozen=True)
class Regions:
    """Where a cost counts: three disjoint masks over characters and EOS, bool [characters + tweets].

    A span's first and last characters are its edge; a span of one character has no edge and is inside.
    """

    inside: Array
    edge: Array
    outside: Array


def regions(start: Array, end: Array, tweet: Array, size: int) -> Regions:
    """The regions of spans (global character offsets and tweet numbers, as of `Concatenation.spans`).

    Args:
        size: characters + tweets; a tweet's EOS comes after its last character and is outside.
    """
    first, last = start + tweet, end + tweet  # each tweet before has added its EOS
    whole = covered(first, last, size)
    long = last - first > 1
    edge = np.zeros(size, dtype=bool)
    edge[first[long]] = True
    edge[last[long] - 1] = True
    return Regions(inside=whole & ~edge, edge=edge, outside=~whole)
