"""Dynamic evaluation: the network goes on learning from the tweets that it has been scored on.

Krause et al. 2018, *Dynamic evaluation of neural sequence models*. Tweets are read in order of time, a few at
a time: first they are scored, then they teach. A step goes down their gradient g and a little back to the
trained weights θ₀:

    θ ← θ − rate · g / s + decay · r · (θ₀ − θ)

with s = r = 1, or both the size of each weight's gradient in training: its root mean square over batches of
training tweets, divided by the mean of all weights. Which of both, the rate and the decay are
chosen on the valid tweets. The network itself stays as it is: a copy learns.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float, Int

from pipeline.network.backward.gradient import cost_and_gradient
from pipeline.network.weights import NetworkWeights

Array = np.ndarray
Arrays = list[Array]
Ids = Sequence[Int[Array, " length"]]
Advance = Callable[..., None]

TWEETS = 8  # read together: half the time of one at a time, and they teach from the next batch on
SAMPLE = 512  # training tweets that the size of gradients is taken from
FACTOR = 10**0.5  # between the rates that are tried
RATE = 0.3  # where the search for one begins
MOVES = 4  # steps of the search for a rate, at most
DECAYS = (1e-3, 1e-2)
LEAST = 0.1  # of the mean root mean square: what no weight's falls below, so that rare ones do not leap


@dataclass(frozen=True)
class Rule:
    """How a step is taken; `scaled` divides by the size of training gradients."""

    rate: float
    decay: float = 0.0
    scaled: bool = False


def evaluate(
    weights: NetworkWeights, ids: Ids, rule: Rule, sizes: Arrays, advanced: Advance = lambda *_: None
) -> Float[Array, " characters+tweets"]:
    """The bits of each character and EOS of tweets in order of time, each scored before it teaches.

    Args:
        weights: the trained network; not altered.
        ids: of each tweet, without BOS.
        rule: how a step is taken.
        sizes: as of `gradient_sizes`.
        advanced: told how many tweets were just read.

    Returns:
        Tweets end to end, each with its end.
    """
    learning = copied(weights)
    theta, start = [*arrays(learning)], [*arrays(weights)]
    costs = []
    for batch in _batches(ids):
        cost, gradient = cost_and_gradient(learning, batch)
        costs.append(cost)
        for mine, trained, slope, size in zip(theta, start, arrays(gradient), sizes, strict=True):
            step(mine, trained, slope, size, rule)
        advanced(len(batch))
    return np.concatenate([np.empty(0), *costs])


def step(theta: Array, trained: Array, gradient: Array, size: Array, rule: Rule) -> None:
    """One step of one array, in place; `size` is as of `gradient_sizes`."""
    if rule.decay:
        back = np.minimum(rule.decay * size, 1) if rule.scaled else rule.decay
        theta += back * (trained - theta)
    theta -= rule.rate * (gradient / size if rule.scaled else gradient)


def choose(weights: NetworkWeights, valid: Ids, sizes: Arrays, advanced: Advance = lambda *_: None) -> Rule:
    """The rule that costs fewest bits on the valid tweets (in order of time).

    For both kinds of steps the rate is walked up or down from where the search begins, as long as that
    helps; the better kind is then tried with each decay. No learning at all is a rule too.
    """

    if not valid:
        return Rule(0.0)

    def cost(rule: Rule) -> tuple[float, Rule]:
        mean = float(evaluate(weights, valid, rule, sizes, advanced).mean())
        return (mean if np.isfinite(mean) else np.inf), rule

    best = min((_walk(cost, Rule(RATE, scaled=scaled)) for scaled in (False, True)), key=lambda one: one[0])
    tried = [cost(Rule(0.0)), best, *(cost(replace(best[1], decay=decay)) for decay in DECAYS)]
    return min(tried, key=lambda one: one[0])[1]


def evaluations() -> int:
    """How often `choose` reads the valid tweets, at most."""
    return 2 * (MOVES + 1) + 1 + len(DECAYS)


def _walk(cost: Callable[[Rule], tuple[float, Rule]], rule: Rule) -> tuple[float, Rule]:
    """The best rule on the way from `rule`, its rate multiplied or divided by FACTOR as long as it helps."""
    best, moves = cost(rule), MOVES
    for factor in (FACTOR, 1 / FACTOR):
        while moves:
            moves -= 1
            next_one = cost(replace(best[1], rate=best[1].rate * factor))
            if next_one[0] >= best[0]:
                break
            best = next_one
        if best[1].rate > rule.rate:
            break
    return best


def gradient_sizes(weights: NetworkWeights, train: Ids, seed: int = 0) -> Arrays:
    """The root mean square of each weight's gradient over batches of training tweets, their mean being 1.

    Args:
        train: training tweets, of which `SAMPLE` are drawn.
    """
    some = np.random.default_rng(seed).permutation(len(train))[:SAMPLE]
    squares = [np.zeros_like(one) for one in arrays(weights)]
    for batch in _batches([train[row] for row in some]):
        for square, slope in zip(squares, arrays(cost_and_gradient(weights, batch)[1]), strict=True):
            square += slope * slope
    roots = [np.sqrt(square) for square in squares]
    mean = sum(float(root.sum()) for root in roots) / sum(root.size for root in roots) or 1.0
    return [np.maximum(root / mean, LEAST) for root in roots]


def _batches(ids: Ids) -> Iterator[Ids]:
    return (ids[start : start + TWEETS] for start in range(0, len(ids), TWEETS))


def arrays(weights: NetworkWeights) -> Iterator[Array]:
    """All arrays of a network, in one order."""
    yield weights.embedding
    for layer in weights.layers:
        yield from (layer.kernel, layer.recurrent, layer.bias)
        if layer.peephole is not None:
            yield layer.peephole
    yield from (weights.dense, weights.dense_bias)


def copied(weights: NetworkWeights) -> NetworkWeights:
    """The same network in arrays of its own."""
    layers = tuple(
        replace(
            layer,
            kernel=layer.kernel.copy(),
            recurrent=layer.recurrent.copy(),
            bias=layer.bias.copy(),
            peephole=None if layer.peephole is None else layer.peephole.copy(),
        )
        for layer in weights.layers
    )
    return NetworkWeights(weights.embedding.copy(), layers, weights.dense.copy(), weights.dense_bias.copy())
