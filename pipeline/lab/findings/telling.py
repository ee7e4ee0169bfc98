"""What the units of a copy machine tell of a word: its first letter, or whatever they tell most of."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.stats import rankdata

from pipeline.lab.tasks.copying import LENGTH, LETTERS, TASK, string, words
from pipeline.network.trace import Trace, trace
from pipeline.network.weights import NetworkWeights

Array = np.ndarray

VOCABULARY = TASK.vocabulary
WORDS = words(LENGTH)
READ = [VOCABULARY.encode(string(word).text) for word in WORDS]
MARK = LENGTH + 1  # where X is read
STARTS = np.array([word[0] == "c" for word in WORDS])
BINS = 8  # of a unit's values, for mutual information: 81 places are read
LEAST_SPREAD = 0.01  # of a cell's range: so that d′ is at most 100


class Tells(NamedTuple):
    """The unit of a network that tells something best.

    Attributes:
        unit: of both layers together.
        auroc: how well it tells.
        apart: d′, the difference of its means over its spread.
    """

    unit: int
    auroc: float
    apart: float


def read(weights: NetworkWeights) -> Trace:
    """All words and their copies."""
    return trace(weights, READ)


def stacked(traced: Trace, signal: str, place: int) -> Float[Array, "words units"]:
    """A signal of all units of both layers at one position of every word."""
    return np.concatenate([layer[signal][:, place] for layer in traced], axis=1)


def aurocs(values: Float[Array, "places units"], labels: Bool[Array, " places"]) -> Float[Array, " units"]:
    """The chance that a labelled place has the higher value, ties counting half."""
    ones = int(labels.sum())
    ranks = rankdata(values, axis=0)[labels].sum(axis=0)
    found: Array = (ranks - ones * (ones + 1) / 2) / ones / (len(labels) - ones)
    return found


def apart(values: Float[Array, "places units"], labels: Bool[Array, " places"]) -> Float[Array, " units"]:
    """d′ of each unit: the difference of the two means over the spread within both (Green and Swets 1966)."""
    one, other = values[labels].astype(np.float64), values[~labels].astype(np.float64)
    within = (len(one) * one.var(axis=0) + len(other) * other.var(axis=0)) / len(values)
    least = LEAST_SPREAD * np.ptp(values, axis=0) + 1e-12
    found: Array = np.abs(one.mean(axis=0) - other.mean(axis=0)) / np.maximum(np.sqrt(within), least)
    return found


def at_mark(traced: Trace) -> Tells:
    """Which cell tells at X a word that starts with c: there c also comes next."""
    cells = stacked(traced, "c", MARK)
    scores = aurocs(cells, STARTS)
    return _best(np.maximum(scores, 1 - scores), apart(cells, STARTS))


def first_letter(traced: Trace) -> Tells:
    """Which cell tells a word that starts with c from X to the last letter, whatever comes next.

    One sign and one threshold must do: the AUROC is the least of that over X and the moments before the
    second and the third letter together, and of those among words of the same next letter at these two.
    """
    moments = [stacked(traced, "c", MARK + k) for k in range(LENGTH)]
    cells, labels = np.concatenate(moments), np.tile(STARTS, LENGTH)
    scores = [aurocs(cells, labels)]
    for k in range(1, LENGTH):
        following = np.array([word[k] for word in WORDS])
        scores += [aurocs(moments[k][following == x], STARTS[following == x]) for x in LETTERS]
    every = np.array(scores)
    return _best(np.maximum(every.min(axis=0), (1 - every).min(axis=0)), apart(cells, labels))


def _best(scores: Float[Array, " units"], distances: Float[Array, " units"]) -> Tells:
    unit = int(np.argmax(distances))
    return Tells(unit, float(scores[unit]), float(distances[unit]))


LABELS = ("position", "next", "current", "first", "second", "third")


def labels() -> Mapping[str, Int[Array, " places"]]:
    """What stands at each position from X to the last letter but one, word by word."""
    places = range(LENGTH)
    kth = {
        name: np.tile([LETTERS.index(word[k]) for word in WORDS], LENGTH)
        for k, name in enumerate(LABELS[-LENGTH:])
    }
    return {
        "position": np.repeat(np.arange(LENGTH), len(WORDS)),
        "next": np.concatenate([[LETTERS.index(w[k]) for w in WORDS] for k in places]),
        "current": np.concatenate([[LETTERS.index(w[k - 1]) if k else 3 for w in WORDS] for k in places]),
        **kth,
    }


def hidden(traced: Trace) -> Float[Array, "places units"]:
    """The hidden states at these positions."""
    return np.concatenate([stacked(traced, "h", MARK + k) for k in range(LENGTH)])


def shares(traced: Trace) -> Float[Array, "units labels"]:
    """How much each hidden state says of each of LABELS: mutual information over the label's entropy."""
    values, of = hidden(traced), labels()
    return np.stack([information(values, of[name]) for name in LABELS], axis=1)


def kept(found: Float[Array, "units labels"]) -> int:
    """How many units say more of one fixed letter of the word than of position, next and current letter."""
    return int((found.argmax(axis=1) >= len(LABELS) - LENGTH).sum())


def information(
    values: Float[Array, "places units"], labels: Int[Array, " places"]
) -> Float[Array, " units"]:
    """Mutual information of each unit's value, in bins of equal size, with labels, over their entropy."""
    ranks = rankdata(values, "min", axis=0) - 1  # equal values share a bin: their order says nothing
    bins = (ranks * BINS // len(values)).astype(int)
    marks = np.eye(labels.max() + 1)[labels] / len(values)
    joint = np.einsum("pub,pl->ubl", np.eye(BINS)[bins], marks)
    apart = joint.sum(axis=2, keepdims=True) * joint.sum(axis=1, keepdims=True)
    known = marks.sum(axis=0)
    known = known[known > 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(joint > 0, joint * np.log(joint / apart), 0)
    found: Array = terms.sum(axis=(1, 2)) / -(known * np.log(known)).sum()
    return found
