"""Sharpening: the gates and candidate of some units brought nearer to their ends, after training."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.network.cells import CELLS
from pipeline.network.weights import NetworkWeights

SHARPENED = "ifg"  # what a cell adds up; the output gate only reads it


def sharpened(
    weights: NetworkWeights, units: Sequence[int], factor: float, layer: int = 1, blocks: str = SHARPENED
) -> NetworkWeights:
    """The network with the pre-activations of some units of a layer multiplied."""
    old = weights.layers[layer - 1]
    scale = np.ones(old.kernel.shape[1], np.float32)
    parts = CELLS[old.cell].split(scale)
    for name in blocks:
        if name in parts:
            parts[name][list(units)] = factor
    new = replace(old, kernel=old.kernel * scale, recurrent=old.recurrent * scale, bias=old.bias * scale)
    layers = (*weights.layers[: layer - 1], new, *weights.layers[layer:])
    return replace(weights, layers=layers)
