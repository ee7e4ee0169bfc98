"""How the biases of a layer start, by numpy alone: training and the untrained control share it."""

import numpy as np
from jaxtyping import Float

from pipeline.core.settings import TrainSettings
from pipeline.network.cells import CELLS


def initial_bias(settings: TrainSettings, rng: np.random.Generator) -> Float[np.ndarray, "... columns"]:
    """A layer's bias at the start, as its cell has it: how long each unit remembers.

    With a `memory_span`, units start with memories of 2 characters to the span, spread evenly over its
    logarithm: the forget bias is drawn from U(0, ln(span − 1)) and the input bias is minus that, so that a
    unit takes in as little at a step as it forgets. This is chrono initialisation (Tallec and Ollivier 2018,
    section 3), which draws the span evenly and so makes nearly all of them long; a tweet has letters, words,
    links and quotations, each of another length. Without one, all forget biases are `forget_bias`.

    A GRU's z keeps the old state as a forget gate does, and has its bias; it has no input gate, and neither
    has a coupled cell. A plain RNN has no gate: all its biases are 0.
    """
    cell, units = CELLS[settings.cell], settings.units
    bias = np.zeros(len(cell.blocks) * units, np.float32)
    blocks = cell.split(bias)
    forget = blocks.get("f", blocks.get("z"))
    if forget is not None and settings.memory_span:
        forget[:] = rng.uniform(0, np.log(max(1, settings.memory_span - 1)), units)
        if "i" in blocks:
            blocks["i"][:] = -forget
    elif forget is not None:
        forget[:] = settings.forget_bias
    return np.stack([bias, np.zeros_like(bias)]) if cell.apart else bias
