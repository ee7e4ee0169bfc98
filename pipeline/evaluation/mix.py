"""The network and an n-gram model mixed: one weight, or one for each kind of known context.

    p(c) = w · p(c | network) + (1 − w) · p(c | n-gram)

is a distribution over the next character again, since the weight is the same for all characters. It may
depend on the longest context that the training tweets hold: a long one that only ever went on in one way says
that the n-gram model knows the passage by heart. Everything is chosen on the valid tweets.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from pipeline.network.bits import bits as network_bits
from pipeline.network.weights import NetworkWeights
from pipeline.text import ngram as counted

Array = np.ndarray
Contexts = Int[Array, "3 n"]  # of each symbol: length, count, kinds of the longest known context

ROUNDS = 40  # of expectation and maximisation; more change nothing in the fourth place
PRIOR = 50.0  # symbols by which the weight of a kind of context is drawn towards the one weight of all
FOLDS = 2
KINDS, COUNTS = 3, 4  # that are distinguished: 1, 2 or more followers; seen once, 2 or 3, 4 to 7 times, more


@dataclass(frozen=True)
class Weights:
    """The network's share of the mixture.

    Attributes:
        all: one share for all contexts.
        by_group: the share in each group of contexts (`groups`).
    """

    all: float
    by_group: Float[Array, " groups"]

    def of(self, contexts: Contexts) -> Float[Array, " n"]:
        """The network's share after such contexts."""
        return self.by_group[groups(contexts)]


def groups(contexts: Contexts) -> Int[Array, " n"]:
    """A number for each kind of context: its length, how often it was seen, how many characters follow it."""
    length, count, kinds = contexts
    seen = np.minimum(np.log2(np.maximum(count, 1)).astype(np.int64), COUNTS - 1)
    return ((length + 1) * KINDS + np.clip(kinds, 1, KINDS) - 1) * COUNTS + seen


def mixed(network: Array, ngram: Array, share: Array) -> Array:
    """w · network + (1 − w) · n-gram; `share` is w, of any shape that broadcasts."""
    return share * network + (1 - share) * ngram


def bits(network: Array, ngram: Array, contexts: Contexts, weights: Weights) -> Float[Array, " n"]:
    """−log₂ of the mixture at each symbol, from both models' probabilities of it."""
    return -np.log2(mixed(network, ngram, weights.of(contexts)))


def chosen(
    weights: NetworkWeights, model: counted.NgramModel, ids: list[Array], texts: Sequence[str]
) -> Weights:
    """The weights of a network and an n-gram model (`fit`), from valid tweets.

    Args:
        ids, texts: of the valid tweets; a character outside the vocabulary is U+FFFD in both.
    """
    tweet = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
    costs = network_bits(weights, ids, [{}])[0]
    return fit(probability(costs), *counted.scored(model, texts), tweet, model.order)


def probability(costs: Array) -> Array:
    """From bits, in float64."""
    return np.exp2(-costs.astype(np.float64))


def fit(network: Array, ngram: Array, contexts: Contexts, tweet: Array, order: int) -> Weights:
    """The weights that cost fewest bits on valid tweets: by context where that pays on tweets left out.

    Args:
        network, ngram: each model's probability of every symbol [n].
        contexts: of each symbol.
        tweet: the tweet of each symbol [n].
        order: of the n-gram model.
    """
    size = (order + 1) * KINDS * COUNTS
    cost = np.zeros(2)
    for fold in range(FOLDS):
        out = tweet % FOLDS == fold
        seen, left = ((network[at], ngram[at], contexts[:, at]) for at in (~out, out))
        cost += [bits(*left, weights).sum() for weights in _both(*seen, size)]
    one, many = _both(network, ngram, contexts, size)
    return many if cost[1] < cost[0] else one


def _both(network: Array, ngram: Array, contexts: Contexts, size: int) -> tuple[Weights, Weights]:
    """The same weight for all, and one for each group."""
    nothing = np.zeros(len(network), dtype=np.int64)
    one = float(_likeliest(network, ngram, nothing, np.array([0.5]), 1.0)[0])
    same = np.full(size, one)
    return Weights(one, same), Weights(one, _likeliest(network, ngram, groups(contexts), same, PRIOR))


def _likeliest(network: Array, ngram: Array, group: Array, start: Array, prior: float) -> Array:
    """The likeliest weight of each group (Dempster, Laird and Rubin 1977), `prior` symbols at `start`."""
    share, sizes = start, np.bincount(group, minlength=len(start))
    for _ in range(ROUNDS):
        mine = share[group] * network
        responsible = mine / (mine + (1 - share[group]) * ngram)
        share = (np.bincount(group, responsible, len(start)) + prior * start) / (sizes + prior)
    return share
