"""What the best of all addresses would score by chance: labels shifted circularly within their tweets.

A shift keeps how often a concept occurs in a tweet and how long its spans are, and breaks only its tie to
the text. The maximum over all addresses and lags under shifts is what a search finds where nothing is
(Westfall and Young 1993).
"""

from dataclasses import dataclass

import numpy as np

Array = np.ndarray


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


def shifted(target: Target, shifts: Array) -> Array:
    """The values after circular shifts within each tweet.

    Args:
        target: the values.
        shifts: [P, B] in [0, 1), the share of a tweet's values by which each permutation turns it.

    Returns:
        float32 [P, n].
    """
    counts = np.bincount(target.place, minlength=shifts.shape[1])
    first = (np.cumsum(counts) - counts)[target.place]
    size = counts[target.place]
    inside = np.arange(len(target.place)) - first
    turns = (shifts * counts).astype(np.int64)[:, target.place]
    return target.value[first + (inside + turns) % size]


def p_value(observed: Array, chance: Array) -> Array:
    """The share of permutations whose maximum reaches what was observed, itself counted among them.

    Args:
        observed: [...], |score| of addresses.
        chance: [P], the maximum of |score| in each permutation.
    """
    reached = len(chance) - np.searchsorted(np.sort(chance), observed, side="left")
    return (1 + reached) / (1 + len(chance))
