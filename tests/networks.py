"""Small networks with random weights of every kind of cell."""

import numpy as np

from pipeline.network.cells import CELLS
from pipeline.network.weights import LayerWeights, NetworkWeights

KINDS = [(cell, activations) for cell in CELLS for activations in ("standard", "hard")]


def layer_of(
    random: np.random.Generator, cell: str, activations: str, inputs: int, units: int, scale: float
) -> LayerWeights:
    """A layer with random weights; a GRU has two biases, a peephole cell its vectors."""

    def draw(*shape: int) -> np.ndarray:
        return random.normal(0, scale, shape).astype(np.float32)

    columns = len(CELLS[cell].blocks) * units
    return LayerWeights(
        draw(inputs, columns),
        draw(units, columns),
        draw(2, columns) if cell == "gru" else draw(columns),
        cell,
        activations,
        draw(3, units) if cell == "peephole" else None,
    )


def network_of(
    cell: str = "lstm",
    activations: str = "standard",
    layers: int = 2,
    units: int = 4,
    size: int = 11,
    seed: int = 0,
    scale: float = 0.6,
) -> NetworkWeights:
    """A network of such layers over `size` ids."""
    random = np.random.default_rng(seed)

    def draw(*shape: int) -> np.ndarray:
        return random.normal(0, scale, shape).astype(np.float32)

    inputs = [5, *[units] * (layers - 1)]
    stack = tuple(layer_of(random, cell, activations, n, units, scale) for n in inputs)
    return NetworkWeights(draw(size, 5), stack, draw(units, size), draw(size))
