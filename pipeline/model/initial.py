"""How the biases of an LSTM layer start, by numpy alone: training and the untrained control share it."""

import numpy as np

from pipeline.settings import TrainSettings


def initial_bias(settings: TrainSettings, rng: np.random.Generator) -> np.ndarray:
    """A layer's bias [4·units] at the start: forget gates open, and some units that remember for long.

    A share of the units has its forget bias drawn as log U(1, span − 1) and its input bias as minus that
    (chrono initialisation, Tallec and Ollivier 2018, section 3): their memories then last 1 to `span`
    characters, each taking in as little at a step as it forgets. Such a unit becomes a latch, so that one
    neuron can hold that a quotation or a mention is open; the others stay quick.
    """
    units, slow = settings.units, round(settings.memory_share * settings.units)
    forget = np.full(units, settings.forget_bias)
    forget[:slow] = np.log(rng.uniform(1, settings.memory_span - 1, slow))
    bias = np.zeros(4 * units, np.float32)
    bias[:slow], bias[units : 2 * units] = -forget[:slow], forget
    return bias
