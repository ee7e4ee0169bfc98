"""Networks with fewer units: those that the answers do not need are ablated, the least needed first.

A unit is set to its mean over learned strings, which its readers' biases take over, and is gone. What a unit
does beside the point still widens every box, so a network with fewer of them is more often proved.
"""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from pipeline.lab.tasks.task import Strings
from pipeline.network.step import Stepper
from pipeline.network.weights import NetworkWeights

Array = np.ndarray


@dataclass(frozen=True)
class Thinned:
    """A network of one layer without some of its units.

    Attributes:
        weights: of what is left.
        units: those left, as the whole network numbers them.
    """

    weights: NetworkWeights
    units: tuple[int, ...]

    @classmethod
    def whole(cls, weights: NetworkWeights) -> "Thinned":
        """All units."""
        return cls(weights, tuple(range(weights.layers[0].units)))

    def without(self, place: int, mean: float) -> "Thinned":
        """One unit less, its hidden state ablated to its mean."""
        (layer,) = self.weights.layers
        rows = np.delete(np.arange(layer.units), place)
        columns = np.delete(np.arange(layer.recurrent.shape[1]), place + np.arange(4) * layer.units)
        weights = replace(
            self.weights,
            layers=(
                replace(
                    layer,
                    kernel=layer.kernel[:, columns],
                    recurrent=layer.recurrent[np.ix_(rows, columns)],
                    bias=(layer.bias + mean * layer.recurrent[place])[columns],
                ),
            ),
            dense=self.weights.dense[rows],
            dense_bias=self.weights.dense_bias + mean * self.weights.dense[place],
        )
        return Thinned(weights, tuple(np.delete(self.units, place).tolist()))


def margin(weights: NetworkWeights, strings: Strings) -> tuple[float, Float[Array, " units"]]:
    """How clearly the right answers win, and the mean of each hidden state.

    Returns:
        the least lead of the right character's logit over any other's, not above 0 where an answer is wrong;
        and the means over all positions before that was known.
    """
    stepper, rows = Stepper.of(weights), np.arange(len(strings.read))
    states, least = stepper.zero(len(rows)), np.inf
    total, seen = np.zeros(weights.layers[0].units), 0
    for t in range(strings.read.shape[1]):
        logits, states = stepper.step(strings.read[:, t], states)
        real = strings.real[:, t]
        total, seen = total + states[0]["h"][real].sum(axis=0), seen + int(real.sum())
        least = min(least, _lead(logits, strings.next[:, t], strings.asked[:, t]))
        if least <= 0:
            break
    return least, total / seen


def _lead(logits: Array, right: Array, asked: Array) -> float:
    rows = np.arange(len(logits))
    own = logits[rows, right].copy()
    logits[rows, right] = -np.inf
    return float((own - logits.max(axis=1))[asked].min(initial=np.inf))


def thinner(weights: NetworkWeights, strings: Strings) -> list[Thinned]:
    """Networks with one unit less each, as long as all strings are right; the whole one first.

    The unit that goes is the one without which the right answers win most clearly.
    """
    found = [Thinned.whole(weights)]
    least, means = margin(weights, strings)
    while least > 0 and len(found[-1].units) > 1:
        tried = [found[-1].without(k, float(mean)) for k, mean in enumerate(means)]
        margins = [margin(one.weights, strings) for one in tried]
        best = max(range(len(tried)), key=lambda k: margins[k][0])
        least, means = margins[best]
        if least > 0:
            found.append(tried[best])
    return found
