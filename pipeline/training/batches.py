"""Batches: tweets of like length together, so that padding costs little; lanes of a stream."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.text.vocabulary import BOS, EOS

IGNORE = -1  # the target of padding
LANES = 32  # lanes come in multiples of this: the fused step is compiled once for each number of them


@dataclass(frozen=True)
class TrainingBatch:
    """Inputs and targets, int32 [lanes, time]; the target of padding is IGNORE."""

    inputs: np.ndarray
    targets: np.ndarray

    @property
    def characters(self) -> int:
        """Targets that count: characters and EOS."""
        return int((self.targets != IGNORE).sum())


def pad(tweets: Sequence[np.ndarray]) -> TrainingBatch:
    """One batch of tweets: inputs BOS c₁ … cₙ, targets c₁ … cₙ EOS, padded on the right.

    Empty lanes fill up the last multiple of LANES; they count for nothing.

    >>> pad([np.array([5, 6]), np.array([7])]).targets[:3].tolist()
    [[5, 6, 1], [7, 1, -1], [-1, -1, -1]]
    """
    longest = 1 + max(len(ids) for ids in tweets)
    shape = (-(-len(tweets) // LANES) * LANES, longest)
    inputs = np.full(shape, EOS, np.int32)
    targets = np.full(shape, IGNORE, np.int32)
    for row, ids in enumerate(tweets):
        inputs[row, 0] = BOS
        inputs[row, 1 : 1 + len(ids)] = ids
        targets[row, : len(ids)] = ids
        targets[row, len(ids)] = EOS
    return TrainingBatch(inputs, targets)


def plan(lengths: np.ndarray, characters: int, seed: Sequence[int]) -> list[np.ndarray]:
    """Which tweets make which batch, and in which order, for one epoch.

    Tweets are sorted by length with a little noise, so that each epoch groups them afresh, cut into
    batches of about `characters` padded characters, and the batches shuffled.

    Args:
        lengths: characters of each tweet, without BOS and EOS [tweets].
        characters: padded characters in a batch, nearly (lanes are rounded to multiples of LANES).
        seed: the same seed gives the same plan.

    Returns:
        Row numbers of each batch; every tweet exactly once.
    """
    rng = np.random.default_rng(seed)
    order = np.argsort(lengths * rng.uniform(0.985, 1.015, len(lengths)), kind="stable")
    batches, end = [], len(order)
    while end > 0:  # from the longest down, so that the first tweet sets the padded length
        lanes = _lanes(int(lengths[order[end - 1]]), characters)
        batches.append(order[max(0, end - lanes) : end])
        end -= lanes
    return [batches[k] for k in rng.permutation(len(batches))]


def _lanes(longest: int, characters: int) -> int:
    """How many tweets of this length make a batch: the nearest multiple of LANES, at most 16 of them."""
    return LANES * min(16, max(1, round(characters / (longest + 1) / LANES)))


def in_order(tweets: Sequence[np.ndarray], characters: int = 32768) -> Iterator[TrainingBatch]:
    """All tweets once, sorted by length, for evaluation."""
    order = np.argsort([len(ids) for ids in tweets], kind="stable")
    end = len(order)
    while end > 0:
        lanes = _lanes(len(tweets[order[end - 1]]), characters)
        yield pad([tweets[k] for k in order[max(0, end - lanes) : end]])
        end -= lanes


def windows(ids: np.ndarray, lanes: int, window: int) -> Iterator[TrainingBatch]:
    """A stream read by `lanes` side by side, `window` characters a step; the state is carried on.

    Each lane reads its own contiguous part; the remainder that does not fill all lanes is left out.
    """
    span = (len(ids) - 1) // lanes
    inputs, targets = (ids[k : k + lanes * span].reshape(lanes, span) for k in (0, 1))
    for start in range(0, span, window):
        yield TrainingBatch(inputs[:, start : start + window], targets[:, start : start + window])
