"""Which units count: chosen by how their cell follows the count, proved by changing it.

A unit is a candidate when, on the strings that were learned, its cell rises by so much a symbol and falls by
as much a symbol. The counting set is the smallest group of candidates, added one by one, whose cells alone
carry the number: put those of another string in their place at the mark (X), and the network prints the other
string's number. That is interchange (Geiger et al. 2021) of cells.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from pipeline.lab.networks.running import Hold, printed
from pipeline.lab.tasks.task import Item
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray

FITS = 0.95  # R² of a candidate: far below what counters have, far above what others have
FOUND = 0.9  # of the choosing pairs: a set that misses more does not carry the number
AT_MOST = 5  # units of a set; more would be half of the network


@dataclass(frozen=True)
class Experiment:
    """What a counting experiment needs of its task.

    Attributes:
        string: the item of a number.
        number: how many symbols the network has printed.
        counted, printed: the characters that count up and down.
        choosing: numbers that sets are chosen on, all learned.
        held_out: numbers that they are judged on, none learned.
    """

    string: Callable[[int], Item]
    counted: str
    written: str
    choosing: Sequence[int]
    held_out: Sequence[int]


@dataclass(frozen=True)
class Fit:
    """How each unit's cell follows the count: c = slope · count + an intercept for each phase."""

    slope: Float[Array, " units"]
    r2: Float[Array, " units"]
    up: Float[Array, " units"]
    down: Float[Array, " units"]


@dataclass(frozen=True)
class Counters:
    """The units that count, and how sure that is.

    Attributes:
        units: the counting set; empty when none was found.
        candidates: all units whose cell follows the count.
        slopes: what one symbol adds to each cell of the set.
        alone: the share of choosing pairs that each candidate alone gets right.
    """

    units: tuple[int, ...]
    candidates: tuple[int, ...]
    slopes: tuple[float, ...]
    alone: tuple[float, ...]


def fit(
    weights: NetworkWeights, experiment: Experiment, numbers: Sequence[int], vocabulary: Vocabulary
) -> Fit:
    """Least squares of each cell of layer 1 on the count, over strings of these numbers."""
    items = [experiment.string(n) for n in numbers]
    cells = trace(weights, [vocabulary.encode(item.text) for item in items])[0]["c"]
    count, phase, values = [], [], []
    for item, cell in zip(items, cells, strict=True):
        steps = _steps(item, experiment)
        whole = np.cumsum(steps)
        for number, sign in enumerate((1, -1)):
            place = np.flatnonzero(steps == sign)[sign == 1 :]  # the first symbol may start a counter
            count.append(whole[place])
            phase.append(np.full(len(place), number))
            values.append(cell[place + 1])
    return _least_squares(np.concatenate(count), np.concatenate(phase), np.concatenate(values))


def _steps(item: Item, experiment: Experiment) -> Int[Array, " characters"]:
    """+1 at each symbol that counts up, −1 at each that counts down."""
    up = [character == experiment.counted for character in item.prompt]
    return np.array([*map(int, up), *[-(c == experiment.written) for c in item.answer]])


def _least_squares(count: Array, phase: Array, values: Array) -> Fit:
    """Regressions with one slope, and with one slope a phase."""
    x, y = _centred(count, phase), _centred(values, phase)
    slope = x @ y / (x @ x)
    left = ((y - np.outer(x, slope)) ** 2).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        r2 = np.nan_to_num(1 - left / (y**2).sum(axis=0))
    up, down = (x[phase == p] @ y[phase == p] / (x[phase == p] ** 2).sum() for p in (0, 1))
    return Fit(slope, r2, up, down)


def _centred(values: Array, phase: Array) -> Array:
    """Values minus the mean of their phase."""
    centred = values.astype(np.float64)
    for p in np.unique(phase):
        centred[phase == p] -= centred[phase == p].mean(axis=0)
    return centred


def marked(experiment: Experiment, numbers: Sequence[int]) -> tuple[list[str], Int[Array, " numbers"]]:
    """The prompts of some numbers, and where their mark (the last character) is read."""
    prompts = [experiment.string(n).prompt for n in numbers]
    return prompts, np.array([len(prompt) for prompt in prompts])


def cells_at_mark(
    weights: NetworkWeights, experiment: Experiment, numbers: Sequence[int], vocabulary: Vocabulary
) -> Float[Array, "numbers units"]:
    """The cells after the mark."""
    prompts, at = marked(experiment, numbers)
    cells = trace(weights, [vocabulary.encode(prompt) for prompt in prompts])[0]["c"]
    return cells[np.arange(len(numbers)), at]


def interchanged(
    weights: NetworkWeights,
    experiment: Experiment,
    units: Sequence[int],
    numbers: Sequence[int],
    vocabulary: Vocabulary,
) -> Bool[Array, " pairs"]:
    """For each pair of numbers: with the other's cells at the mark, is the other's number printed?"""
    cells = cells_at_mark(weights, experiment, numbers, vocabulary)[:, list(units)]
    own, other = np.nonzero(~np.eye(len(numbers), dtype=bool))
    prompts, at = marked(experiment, [numbers[int(k)] for k in own])
    told = printed(weights, prompts, vocabulary, [Hold("c", units, at, cells[other])], 2 * max(numbers) + 4)
    return np.array(
        [text == experiment.string(numbers[int(k)]).answer for text, k in zip(told, other, strict=True)]
    )


def added(
    weights: NetworkWeights,
    experiment: Experiment,
    counters: Counters,
    numbers: Sequence[int],
    steps: Sequence[int],
    vocabulary: Vocabulary,
) -> Bool[Array, " numbers*steps"]:
    """With k steps added to the counting cells at the mark: are exactly k more printed?"""
    cells = cells_at_mark(weights, experiment, numbers, vocabulary)[:, list(counters.units)]
    own, k = (grid.ravel() for grid in np.meshgrid(range(len(numbers)), steps, indexing="ij"))
    prompts, at = marked(experiment, [numbers[int(n)] for n in own])
    moved = cells[own] + k[:, None] * np.array(counters.slopes)
    told = printed(weights, prompts, vocabulary, [Hold("c", counters.units, at, moved)], 2 * max(numbers) + 4)
    wanted = [experiment.string(numbers[int(n)] + int(extra)).answer for n, extra in zip(own, k, strict=True)]
    return np.array([text == want for text, want in zip(told, wanted, strict=True)])


def find(weights: NetworkWeights, experiment: Experiment, vocabulary: Vocabulary) -> Counters:
    """The counting set of a network, chosen on learned numbers alone."""
    fitted = fit(weights, experiment, experiment.choosing, vocabulary)
    candidates = np.flatnonzero((fitted.r2 >= FITS) & (np.abs(fitted.slope) > 0))

    def share(units: Sequence[int]) -> float:
        return float(interchanged(weights, experiment, units, experiment.choosing, vocabulary).mean())

    alone = {int(unit): share([int(unit)]) for unit in candidates}
    units: list[int] = []
    best, left = 0.0, sorted(alone, key=lambda u: -alone[u])
    while left and best < 1 and len(units) < AT_MOST:
        shares = {unit: share([*units, unit]) for unit in left}
        fresh = max(left, key=lambda u: shares[u])
        if shares[fresh] <= best:
            break
        units, best = [*units, fresh], shares[fresh]
        left.remove(fresh)
    found = tuple(sorted(units)) if best >= FOUND else ()
    slopes = tuple(float(fitted.slope[u]) for u in found)
    return Counters(found, tuple(alone), slopes, tuple(alone.values()))
