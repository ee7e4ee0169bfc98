"""Which unit remembers a state: chosen by what swapping its cell does to the answer.

At some moment after the letter, a unit's cell is set to what it is in the other letter's string at the same
moment. A unit that alone makes the network print the other letter is what the memory is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.lab.running import Hold, printed
from pipeline.lab.tasks.memoriser import LETTERS, string
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray

FOUND = 0.9  # of the swaps must flip the answer; one fixed answer gives at most half


@dataclass(frozen=True)
class Memory:
    """The unit that remembers.

    Attributes:
        unit: of layer 1.
        choosing: the share of swaps that flip the answer, over learned strings.
    """

    unit: int
    choosing: float


def flips(weights: NetworkWeights, unit: int, numbers: Sequence[int], vocabulary: Vocabulary) -> Array:
    """For each letter, number of x's and x read: does swapping one cell then give the other letter?"""
    prompts, at, wanted, swapped = [], [], [], []
    for k in numbers:
        own = [string(letter, k).prompt for letter in LETTERS]
        cells = trace(weights, [vocabulary.encode(prompt) for prompt in own])[0]["c"][:, :, unit]
        for row, prompt in enumerate(own):
            for moment in range(2, 2 + k):  # BOS, the letter, then x's
                prompts.append(prompt)
                at.append(moment)
                swapped.append([cells[1 - row, moment]])
                wanted.append(LETTERS[1 - row].lower())
    hold = Hold("c", [unit], np.array(at), np.array(swapped))
    return np.array(printed(weights, prompts, vocabulary, [hold], 3)) == np.array(wanted)


def find(weights: NetworkWeights, numbers: Sequence[int], vocabulary: Vocabulary) -> Memory | None:
    """The unit that flips the answer most often on learned strings; None if none does nearly always."""
    shares = [
        float(flips(weights, unit, numbers, vocabulary).mean()) for unit in range(weights.layers[0].units)
    ]
    best = int(np.argmax(shares))
    return Memory(best, shares[best]) if shares[best] >= FOUND else None
