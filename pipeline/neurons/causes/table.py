"""The third grade: which detectors matter, by interchange and resample ablation on test tweets.

A detector *matters* when the interchange of its memory moves the next character's distribution towards the
other text beyond units of like variance moved as far (Holm over the detectors of the run, and beyond 95 % of
these units), and when replacing its memory by a value from elsewhere costs more inside the concept than
outside, among characters that cost alike. All limits were set before any test figure was seen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from jaxtyping import Float
from scipy.stats import binomtest, ttest_1samp
from scipy.stats import t as student

from pipeline.core.settings import InterveneSettings
from pipeline.network.activations import Concatenation
from pipeline.network.address import Address
from pipeline.network.scene import Scene
from pipeline.network.step import Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.causes.interchange import Side, puts
from pipeline.neurons.causes.matters import LEAST_PAIRS, against
from pipeline.neurons.causes.pairs import Ground, Pairs, one_each
from pipeline.neurons.causes.resample import base, beyond_outside, costs
from pipeline.neurons.chosen import Chosen
from pipeline.neurons.intervene.effects import Unit, alike, memory, pool
from pipeline.neurons.moments import Moments
from pipeline.statistics.families import holm

Array = np.ndarray
Row = dict[str, Any]

TOGETHER = 13  # detectors whose places are run through the network at once
DONORS = 1_000  # places that values are drawn from
NOTHING = float("nan")


@dataclass(frozen=True)
class CauseBench:
    """What causes are measured with.

    Attributes:
        net: the network, laid out with `shared`.
        weights: the network.
        layout: of the test tweets.
        usual: of every address, over train tweets.
        donors: places of train tweets, drawn at random.
        units: drawn at random from those that are not detectors.
        settings: how many pairs and units.
    """

    net: Stepper
    weights: NetworkWeights
    layout: Concatenation
    usual: Moments
    donors: Scene
    units: list[Unit]
    settings: InterveneSettings

    @classmethod
    def of(
        cls,
        weights: NetworkWeights,
        test: Concatenation,
        train: Concatenation,
        found: list[Chosen],
        usual: Moments,
        settings: InterveneSettings,
    ) -> "CauseBench":
        """Draw the donors and the random units."""
        random = np.random.default_rng((settings.seed, 21))
        places = random.choice(train.read(0), min(DONORS, train.characters), replace=False)
        taken = {(one.address.layer, one.address.unit) for one in found}
        units = pool(weights, taken, settings.random_pool, settings.seed)
        donors = Scene.of(weights, train.ids, places)
        return cls(Stepper.of(weights, shared=True), weights, test, usual, donors, units, settings)

    @cached_property
    def spread(self) -> list[Float[Array, " units"]]:
        """The standard deviation of every unit's memory, of each layer."""
        addresses = [
            [self.unit((layer, unit)).flat(self.weights.shape) for unit in range(size)]
            for layer, size in enumerate(self.weights.units, 1)
        ]
        return [self.usual.std[of_layer] for of_layer in addresses]

    def unit(self, unit: Unit) -> Address:
        """The address of a unit's memory."""
        return Address(unit[0], memory(self.weights), unit[1])

    def others(self, unit: Unit) -> list[Address]:
        """The random units of the layer whose variance is nearest."""
        near = alike(unit, self.units, self.usual, self.weights, self.settings.random_units)
        return [self.unit(self.units[n]) for n in near]


@dataclass(frozen=True)
class Places:
    """Where one concept is tried: matched pairs, and places inside and outside it, one of each tweet."""

    pairs: Pairs
    inside: Array
    outside: Array

    @property
    def all(self) -> Array:
        """The places of `split`, end to end."""
        return np.concatenate([self.pairs.inside, self.pairs.outside, self.inside, self.outside])

    def split(self, scenes: Scene) -> list[Scene]:
        """The scenes of the pairs (inside, outside), and those inside and outside."""
        sizes = [len(self.pairs.inside), len(self.pairs.outside), len(self.inside), len(self.outside)]
        ends = np.cumsum([0, *sizes])
        return [scenes[np.arange(a, b)] for a, b in pairwise(ends)]

    @classmethod
    def of(cls, bench: CauseBench, mask: Array, lag: int, seed: tuple[int, ...]) -> "Places":
        """Draw them.

        Args:
            mask: bool [characters], the concept.
            lag: of the detector: its memory is that after `read(lag)`.
            seed: of what is drawn.
        """
        ground, random = Ground.of(bench.layout, mask, lag), np.random.default_rng(seed)
        most = bench.settings.pairs
        pairs = ground.pairs(most, random)
        lone = [
            one_each(np.flatnonzero(part), ground.tweet[part], most, random)
            for part in (ground.inside, ground.outside)
        ]
        return cls(pairs, *lone)


def causes(
    bench: CauseBench,
    spans: pd.DataFrame,
    found: list[Chosen],
    advance: Callable[[int], None] = lambda done: None,
) -> pd.DataFrame:
    """A row for each detector of a span concept: what another memory changes, and whether it `matters`.

    Args:
        bench: what is measured with.
        spans: the table of spans.
        found: the detectors.
        advance: told 1 after each detector.
    """
    masks = [bench.layout.mask(spans, one.concept) for one in found]
    tried = [
        Places.of(bench, mask, one.lag, (bench.settings.seed, 22, number))
        for number, (one, mask) in enumerate(zip(found, masks, strict=True))
    ]
    rows = []
    for first in range(0, len(found), TOGETHER):
        part = tried[first : first + TOGETHER]
        scenes = Scene.of(bench.weights, bench.layout.ids, np.concatenate([one.all for one in part]))
        ends = np.cumsum([0, *(len(one.all) for one in part)])
        for number, places in enumerate(part):
            own = scenes[np.arange(ends[number], ends[number + 1])]
            rows.append(_row(bench, found[first + number], places, own))
            advance(1)
    table = pd.DataFrame(rows)
    if len(table):
        table["p_holm"] = holm(table["p_value"].to_numpy())
        table["unmet"] = [", ".join(against(row)) for row in table.to_dict("records")]
        table["matters"] = table["unmet"] == ""
    return table


def _row(bench: CauseBench, one: Chosen, places: Places, scenes: Scene) -> Row:
    unit = one.address.layer, one.address.unit
    row: Row = {"concept": one.concept, "address": str(one.address), "unit": str(bench.unit(unit))}
    row |= {"pairs": len(places.pairs.inside), "tweets": len(places.inside)}
    if row["pairs"] < LEAST_PAIRS:
        return row | dict.fromkeys((*INTERCHANGED, *REPLACED), NOTHING)
    own, others = bench.unit(unit), bench.others(unit)
    if not others:  # every unit of the layer is a detector: there is nothing to compare with
        return row | dict.fromkeys((*INTERCHANGED, *REPLACED), NOTHING)
    inside, outside, *lone = places.split(scenes)
    row["shared"] = float(places.pairs.shared.mean())
    return row | _interchange(bench, inside, outside, own, others) | _replace(bench, lone, own, others)


INTERCHANGED = (
    *("shared", "dose", "distance", "gain", "gain_low", "gain_high", "gain_in", "gain_back"),
    *("towards", "towards_low", "towards_high", "random_mean", "random_low", "random_high"),
    *("excess", "excess_low", "excess_high", "p_value"),
)
REPLACED = (
    *("lost_inside", "lost_outside", "random_inside", "random_outside"),
    *("beyond", "beyond_low", "beyond_high"),
)


def _interchange(
    bench: CauseBench, inside: Scene, outside: Scene, own: Address, others: list[Address]
) -> Row:
    """Bits that the interchange moves towards the other text, over both ways, beside other units."""
    shape = bench.weights.shape
    sides = Side.of(bench.net, outside, inside), Side.of(bench.net, inside, outside)
    ways = [
        side.gains(bench.net, puts(side.target, side.source, own, others, bench.usual, shape))
        for side in sides
    ]
    both = (ways[0] + ways[1]) / 2
    excess = both[0] - both[1:].mean(axis=0)
    towards = binomtest(int((both[0] > 0).sum()), both.shape[1])
    shares, middle = towards.proportion_ci(), np.quantile(both[1:].mean(axis=1), (0.05, 0.95))
    here, there = (scene.after[own.layer - 1][own.signal][:, own.unit] for scene in (outside, inside))
    row = {
        "dose": float(np.abs(there - here).mean() / bench.usual.std[own.flat(shape)]),
        "distance": float(np.mean([side.distance.mean() for side in sides])),
        "gain_in": float(ways[0][0].mean()),
        "gain_back": float(ways[1][0].mean()),
        "towards": float(towards.statistic),
        "towards_low": float(shares.low),
        "towards_high": float(shares.high),
        "random_mean": float(both[1:].mean()),
        "random_low": float(middle[0]),
        "random_high": float(middle[1]),
        "p_value": float(ttest_1samp(excess, 0, alternative="greater").pvalue),
    }
    return row | _mean("gain", both[0]) | _mean("excess", excess)


def _replace(bench: CauseBench, scenes: list[Scene], own: Address, others: list[Address]) -> Row:
    """Bits lost inside and outside when the memory has a value from elsewhere."""
    lost, plain = [], []
    for number, scene in enumerate(scenes):
        random = np.random.default_rng((bench.settings.seed, 23, number))
        lost.append(
            costs(bench.net, scene, own, others, bench.donors, bench.usual, bench.weights.shape, random)
        )
        plain.append(base(bench.net, scene))
    gap = beyond_outside(lost[0][0], lost[1][0], *plain)
    return {
        "lost_inside": float(lost[0][0].mean()),
        "lost_outside": float(lost[1][0].mean()),
        "random_inside": float(lost[0][1:].mean()),
        "random_outside": float(lost[1][1:].mean()),
        "beyond": gap.value,
        "beyond_low": gap.low,
        "beyond_high": gap.high,
    }


def _mean(name: str, values: Array) -> Row:
    """A mean over independent places with its 95 % interval by Student's t."""
    error = values.std(ddof=1) / np.sqrt(len(values))
    reach = float(student.ppf(0.975, len(values) - 1) * error)
    value = float(values.mean())
    return {name: value, f"{name}_low": value - reach, f"{name}_high": value + reach}
