"""Code that a network of a stream writes."""

import numpy as np

from pipeline.core.screen import QuietScreen
from pipeline.network.sampling.draw import draw
from pipeline.network.step import Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import SPECIALS, Vocabulary

START = '"""'  # as most files of the library begin
TEMPERATURE = 0.7


def written(
    weights: NetworkWeights,
    vocabulary: Vocabulary,
    count: int,
    length: int,
    screen: QuietScreen,
    seed: int = 0,
) -> list[str]:
    """Texts drawn side by side from the zero state, all beginning with a docstring; no special is drawn."""
    stepper, random = Stepper.of(weights), np.random.default_rng(seed)
    states, told = stepper.zero(count), [np.full(count, number) for number in vocabulary.encode(START)]
    logits = np.zeros((count, vocabulary.size))
    with screen.progress("writing code", length, "characters") as advance:
        for place in range(length):
            logits, states = stepper.step(told[place], states)
            if place + 1 == len(told):
                logits = logits / TEMPERATURE
                logits[:, : len(SPECIALS)] = -np.inf
                told.append(draw(logits, random.random(count))[0])
            advance()
    return [vocabulary.decode(row) for row in np.stack(told, axis=1)[:, :length]]
