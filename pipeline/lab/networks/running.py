"""What a network prints after a prompt, with any signal of any unit held at a value at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from pipeline.lab.tasks.task import Item, Strings
from pipeline.network.step import Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import BOS, EOS, Vocabulary

Array = np.ndarray
Held = tuple[Array, Array, Array]  # rows, units, values


@dataclass(frozen=True)
class Hold:
    """Units whose signal is held at a value at one position of each row; the rest of the step follows it.

    Attributes:
        signal: one of the cell's.
        units: of the layer.
        at: the position (BOS is 0); −1 holds nothing.
        values: what each unit is held at.
        layer: from 1.
    """

    signal: str
    units: Sequence[int]
    at: Int[Array, " rows"]
    values: Float[Array, "rows units"]
    layer: int = 1

    def when(self, t: int) -> Held:
        """Rows, units, values of the step at position t."""
        rows = np.flatnonzero(self.at == t)
        shape = len(rows), len(self.units)
        place = np.broadcast_to(rows[:, None], shape), np.broadcast_to(np.array(self.units, int), shape)
        return place[0].ravel(), place[1].ravel(), self.values[rows].ravel()


def _held(holds: Sequence[Hold], t: int) -> dict[tuple[int, str], Held]:
    """What a step must write, all holds of one signal together."""
    found: dict[tuple[int, str], list[Held]] = {}
    for hold in holds:
        if (hold.at == t).any():
            found.setdefault((hold.layer, hold.signal), []).append(hold.when(t))
    joined = {
        place: [np.concatenate(part) for part in zip(*parts, strict=True)] for place, parts in found.items()
    }
    return {place: (rows, units, values) for place, (rows, units, values) in joined.items()}


def exact(
    weights: NetworkWeights, items: Sequence[Item], vocabulary: Vocabulary, holds: Sequence[Hold] = ()
) -> Bool[Array, " items"]:
    """Which items the network completes without a mistake, printing its most probable character each time.

    As long as no mistake is made, what it reads is the right answer, so the right answer is what it is given.
    """
    strings, stepper = Strings.of(items, vocabulary), Stepper.of(weights)
    states, right = stepper.zero(len(items)), np.ones(len(items), bool)
    for t in range(strings.read.shape[1]):
        told, states = stepper.step(strings.read[:, t], states, _held(holds, t))
        right &= (told.argmax(axis=1) == strings.next[:, t]) | ~strings.asked[:, t]
    return right


def printed(
    weights: NetworkWeights,
    prompts: Sequence[str],
    vocabulary: Vocabulary,
    holds: Sequence[Hold] = (),
    limit: int = 100,
) -> list[str]:
    """What the network prints after each prompt, greedily, until EOS or `limit` characters."""
    strings, stepper = Strings.of([Item(p, "") for p in prompts], vocabulary), Stepper.of(weights)
    lengths = np.array([len(p) for p in prompts])
    states, read = stepper.zero(len(prompts)), strings.read[:, 0]
    told, ended = np.full((len(prompts), limit), EOS, np.int32), np.zeros(len(prompts), bool)
    for t in range(lengths.max() + limit):
        logits, states = stepper.step(read, states, _held(holds, t))
        best, place = logits.argmax(axis=1).astype(np.int32), t - lengths
        writing = (place >= 0) & (place < limit) & ~ended
        rows = np.flatnonzero(writing)
        told[rows, place[rows]] = best[rows]
        ended |= writing & (best == EOS)
        if (ended | (place >= limit - 1)).all():
            break
        given = strings.read[:, t + 1] if t + 1 < strings.read.shape[1] else np.full(len(prompts), BOS)
        read = np.where(t < lengths, given, best)
    return [vocabulary.decode(row) for row in told]


def right_to(right: Bool[Array, " numbers"], first: int = 1) -> int:
    """The greatest number up to which all are right.

    >>> right_to(np.array([True, True, False, True]))
    2
    """
    wrong = np.flatnonzero(~right)
    return first - 1 + (int(wrong[0]) if len(wrong) else len(right))
