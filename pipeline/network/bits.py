"""What every character costs the network, in bits, as it is and with units held."""

from collections.abc import Callable, Sequence

import numpy as np
from jaxtyping import Float, Int

from pipeline.core.parallel import mapped
from pipeline.network.activations import placed, positions
from pipeline.network.batch import PaddedTweets
from pipeline.network.step import Holds, HoldTable, Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import EOS

Array = np.ndarray

ROWS = 768  # lanes stepped together: a step's arrays stay in the processor's cache
TWEETS = 48  # among them; the rest are copies with different holds


def bits(
    weights: NetworkWeights,
    ids: list[Int[Array, " length"]],
    holds: Sequence[Holds],
    advanced: Callable[[int], None] = lambda characters: None,
) -> Float[Array, "holds characters+tweets"]:
    """The cost of every character and EOS of every tweet, in bits, under each set of holds ({}: untouched).

    Args:
        weights: the network.
        ids: of each tweet, without BOS.
        holds: one network each.
        advanced: told how many characters (over all of them) were just done.

    Returns:
        Tweets end to end, each with its EOS.
    """
    net = Stepper.of(weights, shared=True)
    costs = np.empty((len(holds), positions(ids)[-1]), dtype=np.float32)

    def one(work: tuple[PaddedTweets, Array, list[int]]) -> None:
        batch, places, group = work
        rows = [ids[row] for row in batch.tweets]
        found = _batch_bits(net, batch, rows, [holds[n] for n in group])
        costs[np.ix_(np.array(group), places)] = found[:, batch.real]
        advanced(len(group) * len(places))

    mapped(one, [(*batch, group) for batch in placed(ids, TWEETS) for group in _groups(holds)])
    return costs


def _fork(holds: Holds) -> int:
    """The lowest layer that is held: those below are as in the untouched network."""
    return min((address.layer for address in holds), default=1)


def _groups(holds: Sequence[Holds]) -> list[list[int]]:
    """Numbers of sets that fork in one layer, few enough to run together: the layers below are shared."""
    size = ROWS // TWEETS
    forks = [_fork(one) for one in holds]
    groups = []
    for layer in sorted(set(forks)):
        alike = [n for n, fork in enumerate(forks) if fork == layer]
        groups += [alike[first : first + size] for first in range(0, len(alike), size)]
    return groups


def _batch_bits(
    net: Stepper, batch: PaddedTweets, rows: list[Array], holds: list[Holds]
) -> Float[Array, "holds T tweets"]:
    """Costs of a batch under sets of holds that fork in one layer."""
    copies, (steps, count) = len(holds), batch.padded.shape
    targets = np.full((steps, count), EOS)
    for place, row in enumerate(rows):
        targets[: len(row), place] = row
    fork = max(_fork(one) for one in holds)
    states = net.zero([count * (copies if n >= fork else 1) for n in range(1, len(net.layers) + 1)])
    held = HoldTable.of(holds, net.shape).rows(np.repeat(np.arange(copies), count))
    found = np.empty((copies, steps, count), dtype=np.float32)
    for step in range(steps):
        logits, states = net.step(batch.padded[step], states, held)
        found[:, step] = _cost(logits, np.tile(targets[step], copies)).reshape(copies, count)
    return found


def _cost(logits: Float[Array, "rows vocabulary"], targets: Int[Array, " rows"]) -> Float[Array, " rows"]:
    """−log₂ of the softmax at each row's target; logits are overwritten."""
    logits -= logits.max(axis=1, keepdims=True)
    right = logits[np.arange(len(targets)), targets]
    return (np.log(np.exp(logits, out=logits).sum(axis=1)) - right) / np.float32(np.log(2))
