"""Where the cost of a character counts: inside a span, at its edges, or elsewhere."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Int

from pipeline.network.activations import covered

Array = np.ndarray


@dataclass(frozen=True)
class Regions:
    """Where a cost counts: three disjoint masks over characters and EOS, bool [characters + tweets].

    A span's first and last characters are its edge; a span of one character has no edge and is inside.
    """

    inside: Bool[Array, " symbols"]
    edge: Bool[Array, " symbols"]
    outside: Bool[Array, " symbols"]


def regions(
    start: Int[Array, " spans"], end: Int[Array, " spans"], tweet: Int[Array, " spans"], size: int
) -> Regions:
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
