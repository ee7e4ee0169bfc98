"""How the biases of an LSTM layer start, by numpy alone: training and the untrained control share it."""

import numpy as np

from pipeline.core.settings import TrainSettings


def initial_bias(settings: TrainSettings, rng: np.random.Generator) -> np.ndarray:
    """A layer's bias [4·units] at the start: how long each unit remembers.

    With a `memory_span`, units start with memories of 2 characters to the span, spread evenly over its
    logarithm: the forget bias is drawn from U(0, ln(span − 1)) and the input bias is minus that, so that a
    unit takes in as little at a step as it forgets. This is chrono initialisation (Tallec and Ollivier 2018,
    section 3), which draws the span evenly and so makes nearly all of them long; a tweet has letters, words,
    links and quotations, each of another length. Without one, all forget biases are `forget_bias`.
    """
    units = settings.units
    bias = np.zeros(4 * units, np.float32)
    forget = bias[units : 2 * units]
    if settings.memory_span:
        forget[:] = rng.uniform(0, np.log(max(1, settings.memory_span - 1)), units)
        bias[:units] = -forget
    else:
        forget[:] = settings.forget_bias
    return bias
