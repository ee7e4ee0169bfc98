"""What is found by chance: the same measure on networks of the same weights in other places.

Any memory keeps traces of what was read, so that a unit which tells one thing from another is seldom missing,
even where nothing was learned. A network whose measure is above those of `SHUFFLES` shuffled copies of itself
would be one in a hundred if the places of its weights meant nothing (a permutation test at 1 %).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from pipeline.network.weights import LayerWeights, NetworkWeights

Array = np.ndarray

SHUFFLES = 99
FIRST = 10_000  # the seed of the first shuffle


def shuffled(weights: NetworkWeights, seed: int) -> NetworkWeights:
    """The same numbers in other places: each array permuted, the one-hot embedding left as it is."""
    random = np.random.default_rng(seed)

    def mixed(array: Array) -> Array:
        return random.permutation(array.ravel()).reshape(array.shape)

    def layer(one: LayerWeights) -> LayerWeights:
        kernel, recurrent, bias = (mixed(part) for part in (one.kernel, one.recurrent, one.bias))
        return replace(one, kernel=kernel, recurrent=recurrent, bias=bias)

    layers = tuple(layer(one) for one in weights.layers)
    return replace(weights, layers=layers, dense=mixed(weights.dense), dense_bias=mixed(weights.dense_bias))


def scores(
    weights: NetworkWeights, measure: Callable[[NetworkWeights], Sequence[float]]
) -> Float[Array, "shuffles measures"]:
    """The measures of shuffled copies of a network."""
    return np.array([measure(shuffled(weights, FIRST + k)) for k in range(SHUFFLES)])


def beats(value: float, null: Float[Array, " shuffles"]) -> bool:
    """Is a measure above those of all shuffled copies?"""
    return bool(value > null.max())
