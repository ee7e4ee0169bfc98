"""Which units remember a state: chosen by what swapping their cells does to the answer.

At some moment after the letter, a unit's cell is set to what it is in the other letter's string at the same
moment. A unit that alone makes the network print the other letter is what the memory is; where none does so
always, units are added one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.lab.networks.running import Hold, printed
from pipeline.lab.tasks.memoriser import LETTERS, string
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray

FOUND = 0.9  # of the swaps must flip the answer; one fixed answer gives at most half
AT_MOST = 5  # units of a set, as for counters


@dataclass(frozen=True)
class Memory:
    """The units that remember.

    Attributes:
        units: of layer 1; the one that does most alone comes first.
        choosing: the share of swaps that flip the answer, over learned strings.
    """

    units: tuple[int, ...]
    choosing: float

    @property
    def unit(self) -> int:
        """The one that does most alone."""
        return self.units[0]


def flips(
    weights: NetworkWeights, units: Sequence[int], numbers: Sequence[int], vocabulary: Vocabulary
) -> Array:
    """For each letter, number of x's and x read: does swapping these cells then give the other letter?"""
    prompts, at, wanted, swapped = [], [], [], []
    for k in numbers:
        own = [string(letter, k).prompt for letter in LETTERS]
        cells = trace(weights, [vocabulary.encode(prompt) for prompt in own])[0]["c"][:, :, list(units)]
        for row, prompt in enumerate(own):
            for moment in range(2, 2 + k):  # BOS, the letter, then x's
                prompts.append(prompt)
                at.append(moment)
                swapped.append(cells[1 - row, moment])
                wanted.append(LETTERS[1 - row].lower())
    hold = Hold("c", units, np.array(at), np.array(swapped))
    return np.array(printed(weights, prompts, vocabulary, [hold], 3)) == np.array(wanted)


def find(weights: NetworkWeights, numbers: Sequence[int], vocabulary: Vocabulary) -> Memory | None:
    """The fewest units, added one by one, that flip the answer on learned strings; None if few do not."""
    units: tuple[int, ...] = ()
    best = 0.0
    while best < 1 and len(units) < AT_MOST:
        left = [unit for unit in range(weights.layers[0].units) if unit not in units]
        shares = [float(flips(weights, [*units, unit], numbers, vocabulary).mean()) for unit in left]
        most = int(np.argmax(shares))
        if shares[most] <= best:
            break
        units, best = (*units, left[most]), shares[most]
    return Memory(units, best) if best >= FOUND else None
