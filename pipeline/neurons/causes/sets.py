"""Sets: the smallest group of units whose interchange carries a concept.

Units are added one by one on valid tweets, each time the one with which the next character's distribution
moves most towards the other text's; then, in groups that double the set, by what each carries alone. The set
is the first that carries `set_share` of what the whole memory of the network carries, on valid; everything
reported is of test tweets. Two tests come from Shi et al.
(2024), "Hypothesis testing the circuit hypothesis in LLMs": of equivalence (does the set do as much as the
whole memory, place by place?) and of minimality (is each unit needed more than a random unit would be?).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from jaxtyping import Float
from scipy.stats import binomtest

from pipeline.network.activations import Concatenation
from pipeline.network.address import Address
from pipeline.network.scene import Scene
from pipeline.neurons.causes.interchange import Side, exchanged
from pipeline.neurons.causes.matters import LEAST_PAIRS
from pipeline.neurons.causes.pairs import Ground
from pipeline.neurons.causes.table import CauseBench
from pipeline.neurons.chosen import Chosen
from pipeline.neurons.intervene.effects import memory
from pipeline.statistics.families import holm
from pipeline.statistics.resample import draws, ratio

Array = np.ndarray
Row = dict[str, Any]
Units = Sequence[Address]

SCREENED = 40  # pairs on which every unit is tried alone
INFLATED = 80  # random units that are added to a set, to see what a unit does that is not needed
WITHIN = 0.1  # of one half: a set that does more than the whole memory in 40 to 60 % of pairs is its equal
NEEDED = 0.9  # of the random units must be needed less than a unit of the set
ALPHA = 0.05


@dataclass(frozen=True)
class Exchange:
    """Matched places of one concept, inside and outside, both ways."""

    bench: CauseBench
    sides: tuple[Side, Side]

    @classmethod
    def of(
        cls, bench: CauseBench, layout: Concatenation, mask: Array, lag: int, seed: tuple[int, ...]
    ) -> "Exchange":
        """Draw the pairs in some tweets."""
        pairs = Ground.of(layout, mask, lag).pairs(bench.settings.set_pairs, np.random.default_rng(seed))
        count = len(pairs.inside)
        both = Scene.of(bench.weights, layout.ids, np.concatenate([pairs.inside, pairs.outside]))
        inside, outside = both[np.arange(count)], both[np.arange(count, 2 * count)]
        return cls(bench, (Side.of(bench.net, outside, inside), Side.of(bench.net, inside, outside)))

    @property
    def pairs(self) -> int:
        return len(self.sides[0].target.read)

    def first(self, count: int) -> "Exchange":
        """Some of the pairs only."""
        rows = np.arange(min(count, self.pairs))
        cut = [
            Side(one.target[rows], one.source[rows], (one.usual[0][rows], one.usual[1][rows]))
            for one in self.sides
        ]
        return Exchange(self.bench, (cut[0], cut[1]))

    def gains(self, sets: Sequence[Units]) -> Float[Array, "sets pairs"]:
        """Bits towards the other text when the memories of each set are exchanged, the mean of both ways."""
        ways = [
            side.gains(self.bench.net, [exchanged(side.source, units) for units in sets])
            for side in self.sides
        ]
        return (ways[0] + ways[1]) / 2


def memories(bench: CauseBench) -> list[Address]:
    """The memory of every unit."""
    signal = memory(bench.weights)
    return [
        Address(layer, signal, unit)
        for layer, size in enumerate(bench.weights.units, 1)
        for unit in range(size)
    ]


def ranked(valid: Exchange, units: Units) -> list[Address]:
    """Units by what they carry alone, on a few pairs."""
    alone = valid.first(SCREENED).gains([[unit] for unit in units]).mean(axis=1)
    return [units[number] for number in np.argsort(-alone, kind="stable")]


def greedy(valid: Exchange, candidates: Units, most: int) -> list[Address]:
    """Units in the order in which they are added, each the best with those before it."""
    left: list[Address] = list(candidates)
    found: list[Address] = []
    while left and len(found) < most:
        gains = valid.gains([[*found, unit] for unit in left]).mean(axis=1)
        found.append(left.pop(int(np.argmax(gains))))
    return found


def sizes(greedily: int, every: int) -> list[int]:
    """Sizes of sets: each one up to `greedily`, then twice as many, to all units.

    >>> sizes(3, 20)
    [1, 2, 3, 6, 12, 20]
    """
    found = list(range(1, greedily + 1))
    while found and found[-1] < every:
        found.append(min(2 * found[-1], every))
    return found


def sets(
    bench: CauseBench,
    valid: Concatenation,
    spans: pd.DataFrame,
    found: list[Chosen],
    advance: Callable[[int], None] = lambda done: None,
) -> pd.DataFrame:
    """A row for each concept and size, in the order in which units are added (`columns.SETS`).

    Args:
        bench: of the test tweets.
        valid: the tweets that units are chosen on.
        spans: the table of spans.
        found: the detectors whose concepts are tried, with the lag at which they are read.
        advance: told 1 after each concept.
    """
    rows: list[Row] = []
    for number, one in enumerate(found):
        seeds = [(bench.settings.seed, 24, number, part) for part in range(2)]
        on_valid, on_test = (
            Exchange.of(bench, layout, layout.mask(spans, one.concept), one.lag, seed)
            for layout, seed in zip((valid, bench.layout), seeds, strict=True)
        )
        if min(on_valid.pairs, on_test.pairs) >= LEAST_PAIRS:
            rows += [{"concept": one.concept, **row} for row in _curve(bench, on_valid, on_test, number)]
        advance(1)
    return pd.DataFrame(rows)


def _curve(bench: CauseBench, valid: Exchange, test: Exchange, number: int) -> list[Row]:
    settings, best = bench.settings, ranked(valid, memories(bench))
    first = greedy(valid, best[: settings.set_candidates], settings.set_units)
    order = [*first, *(unit for unit in best if unit not in first)]
    ends = sizes(len(first), len(order))
    carried = valid.gains([order[:size] for size in ends]).mean(axis=1)
    smallest = int(np.argmax(carried >= settings.set_share * carried[-1]))
    random = np.random.default_rng((settings.seed, 25, number))
    gains, rows = test.gains([order[:size] for size in ends]), []
    for place, (before, size) in enumerate(pairwise([0, *ends])):
        alone = [alike_set(bench, order[:size], random) for _ in range(settings.set_random)]
        others = test.gains(alone).mean(axis=1)
        rows.append(
            {
                "k": size,
                "added": " ".join(map(str, order[before:size])),
                "pairs": test.pairs,
                "valid_share": float(carried[place] / carried[-1]),
                "smallest": place == smallest,
                **_measured(gains[place], gains[-1], settings.bootstrap, settings.seed),
                "random_mean": float(others.mean()),
                "random_high": float(others.max()),
                **equivalence(gains[place], gains[-1]),
                "needed": float("nan"),
            }
        )
    rows[smallest]["needed"] = float((_needed(test, order, ends[smallest], random) < ALPHA).sum())
    return rows


def alike_set(bench: CauseBench, units: Units, random: np.random.Generator) -> list[Address]:
    """As many units that are not in the set, each of the layer of one of the set and of like variance.

    Drawn from the nearest `random_units` that are left; a layer that is used up gives no more.
    """
    spread = bench.spread
    left = [np.ones(len(one), dtype=bool) for one in spread]
    for unit in units:
        left[unit.layer - 1][unit.unit] = False
    taken: list[Address] = []
    for unit in units:
        here, std = left[unit.layer - 1], spread[unit.layer - 1]
        free = np.flatnonzero(here)
        gap = np.abs(std[free] - std[unit.unit])
        near = free[np.argsort(gap, kind="stable")[: bench.settings.random_units]]
        if len(near):
            taken.append(bench.unit((unit.layer, int(near[random.integers(len(near))]))))
            here[taken[-1].unit] = False
    return taken


def _measured(gain: Array, whole: Array, resamples: int, seed: int) -> Row:
    """Bits and accuracy with their intervals, and the share of what the whole memory carries."""
    weights, ones = draws(len(gain), resamples, seed), np.ones(len(gain))
    right = binomtest(int((gain > 0).sum()), len(gain))
    ends = right.proportion_ci()
    gains, shares = ratio(gain, ones, weights), ratio(gain, whole, weights)
    return {
        **dict(zip(("gain", "gain_low", "gain_high"), gains, strict=True)),
        **dict(zip(("share", "share_low", "share_high"), shares, strict=True)),
        "towards": float(right.statistic),
        "towards_low": float(ends.low),
        "towards_high": float(ends.high),
    }


def equivalence(gain: Float[Array, " pairs"], whole: Float[Array, " pairs"]) -> Row:
    """Shi et al. (2024): the set and the whole memory exceed each other equally often, up to `WITHIN`.

    Returns:
        `equal_share`, the share of pairs in which the set carries more (ties count half), and `equal_p`: the
        set is not equal to the whole where it is small.
    """
    ahead = float((gain > whole).mean() + (gain == whole).mean() / 2)
    side, alternative = (0.5 + WITHIN, "greater") if ahead > 0.5 else (0.5 - WITHIN, "less")
    test = binomtest(round(ahead * len(gain)), len(gain), side, alternative=alternative)
    return {"equal_share": ahead, "equal_p": float(test.pvalue)}


def _needed(test: Exchange, order: Units, size: int, random: np.random.Generator) -> Array:
    """Shi et al. (2024): p of each unit being needed no more than random units that are added, after Holm."""
    units, spare = order[:size], order[size:]
    added = [spare[number] for number in random.permutation(len(spare))[:INFLATED]]
    without = [[other for other in units if other != unit] for unit in units]
    means = test.gains([units, *without, *([*units, one] for one in added)]).mean(axis=1)
    lost = means[0] - means[1 : 1 + len(units)]
    idle = means[1 + len(units) :] - means[0]
    return minimality(lost, idle)


def minimality(lost: Float[Array, " units"], idle: Float[Array, " random"]) -> Float[Array, " units"]:
    """p, after Holm over the units, that at most `NEEDED` of random units are needed less than each unit.

    Args:
        lost: bits that the set carries less without each unit.
        idle: bits that the set with a random unit carries less without that one.
    """
    if not len(idle):
        return np.ones(len(lost))
    below = [int((idle < one).sum()) for one in lost]
    return holm(np.array([binomtest(n, len(idle), NEEDED, alternative="greater").pvalue for n in below]))
