"""Taggers of names: what they say of each character, reading one way or both, and how often it is right."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Bool, Float

from pipeline.lab.tasks import names
from pipeline.lab.tasks.task import Item, Strings
from pipeline.network.trace import forward
from pipeline.network.weights import NetworkWeights

Array = np.ndarray
Tagger = tuple[NetworkWeights, ...]  # one that reads from the start, and perhaps one that reads from the end


def taggers(networks: Sequence[NetworkWeights], both: bool) -> list[Tagger]:
    """Networks as they are stored: of pairs first all that read from the start, then all others."""
    half = len(networks) // 2
    return list(zip(networks[:half], networks[half:], strict=True)) if both else [(one,) for one in networks]


def logits(tagger: Tagger, strings: Strings) -> Float[Array, "rows T vocabulary"]:
    """What a tagger says at each position; a network that reads from the end reads the padding first."""
    ahead, *back = (
        _said(weights, strings.read[:, ::step])[:, ::step]
        for weights, step in zip(tagger, (1, -1), strict=False)
    )
    return ahead + back[0] if back else ahead


def _said(weights: NetworkWeights, read: Array) -> Array:
    hidden = forward(weights, read.T)[-1].hidden.transpose(1, 0, 2)
    return hidden @ weights.dense + weights.dense_bias


def right(tagger: Tagger, items: Sequence[Item]) -> Bool[Array, " items"]:
    """Of which sentences every character is tagged as it should be."""
    strings = Strings.tagged(items, names.TASK.vocabulary)
    said = logits(tagger, strings).argmax(axis=-1)
    return ((said == strings.next) | ~strings.real).all(axis=1)


def percent(tagger: Tagger) -> int:
    """Of the held-out sentences that start with a word of two readings, how many of 100 are right."""
    return int(100 * right(tagger, names.parted()[1]).mean())
