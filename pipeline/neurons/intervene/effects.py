"""The effects of ablation: bits lost inside a concept, at its edges and elsewhere, beside random units."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from pipeline.core.settings import InterveneSettings
from pipeline.network.activations import Concatenation, positions
from pipeline.network.address import Address, Shape
from pipeline.network.bits import bits
from pipeline.network.cells import CELLS
from pipeline.network.step import Holds
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.chosen import Chosen
from pipeline.neurons.intervene.regions import regions
from pipeline.neurons.moments import Moments
from pipeline.statistics.resample import draws, interval, ratio

Array = np.ndarray
Unit = tuple[int, int]  # layer from 1, unit from 0


def memory(weights: NetworkWeights) -> str:
    """The state of the network's cells that lasts: `c` of an LSTM, `h` of a GRU."""
    return CELLS[weights.layers[0].cell].memory


def ablated(weights: NetworkWeights) -> list[str]:
    """What is set to its mean: the lasting memory, and the step's output where that is another."""
    return list(dict.fromkeys([memory(weights), "h"]))


def at_mean(unit: Unit, signal: str, moments: Moments, shape: Shape) -> Holds:
    """The hold that ablates a unit: a state set to its mean."""
    address = Address(unit[0], signal, unit[1])
    return {address: float(moments.mean[address.flat(shape)])}


def pool(weights: NetworkWeights, taken: set[Unit], size: int, seed: int) -> list[Unit]:
    """Up to `size` units of each layer, drawn at random from those that are not detectors."""
    random = np.random.default_rng(seed)
    drawn: list[Unit] = []
    for layer, units in enumerate(weights.units, 1):
        free = [unit for unit in range(units) if (layer, unit) not in taken]
        drawn += [(layer, int(unit)) for unit in sorted(random.permutation(free)[:size])]
    return drawn


def alike(
    unit: Unit, candidates: list[Unit], moments: Moments, weights: NetworkWeights, count: int
) -> list[int]:
    """Which candidates (numbers) of the unit's layer have the `count` nearest variances of the memory."""

    def std(one: Unit) -> float:
        return float(moments.std[Address(one[0], memory(weights), one[1]).flat(weights.shape)])

    same = [n for n, candidate in enumerate(candidates) if candidate[0] == unit[0]]
    return sorted(same, key=lambda n: abs(std(candidates[n]) - std(unit)))[:count]


@dataclass(frozen=True)
class Trials:
    """Which units are ablated.

    Attributes:
        targets: the detectors' units, each once.
        compared: units drawn at random, each like one of them.
        like: target → the numbers of its own random units among `compared`.
    """

    targets: list[Unit]
    compared: list[Unit]
    like: dict[Unit, list[int]]


def trials(
    weights: NetworkWeights, found: list[Chosen], moments: Moments, settings: InterveneSettings
) -> Trials:
    """The units of the detectors, and of the random pool only those that some detector is compared with."""
    targets = sorted({(one.address.layer, one.address.unit) for one in found})
    drawn = pool(weights, set(targets), settings.random_pool, settings.seed)
    near = {unit: alike(unit, drawn, moments, weights, settings.random_units) for unit in targets}
    used = sorted({n for those in near.values() for n in those})
    return Trials(
        targets,
        [drawn[n] for n in used],
        {unit: [used.index(n) for n in those] for unit, those in near.items()},
    )


def effects(
    weights: NetworkWeights,
    layout: Concatenation,
    spans: pd.DataFrame,
    found: list[Chosen],
    moments: Moments,
    settings: InterveneSettings,
    advanced: Callable[[int], None] = lambda characters: None,
) -> pd.DataFrame:
    """What each detector's ablation costs, in bits a character, in each region of its concept.

    Args:
        layout: of test tweets, in a random order (the pool is measured on the first `random_tweets`).
        advanced: told how many characters were just read, over all ablated networks.

    Returns:
        a row for each detector, state (`kind` ablate_c, ablate_h) and region (`where`): `value` with its
        95 % interval over tweets, and the same of random units of like variance: mean and middle 95 %.
    """
    shape, states, tried = weights.shape, ablated(weights), trials(weights, found, moments, settings)
    targets, compared = tried.targets, tried.compared
    few = layout.ids[: settings.random_tweets]
    lost = _lost(
        weights, layout.ids, [at_mean(u, s, moments, shape) for s in states for u in targets], advanced
    )
    random = _lost(weights, few, [at_mean(u, s, moments, shape) for s in states for u in compared], advanced)
    begins, resamples = positions(layout.ids), draws(len(layout.ids), settings.bootstrap, settings.seed)
    rows = []
    for one in found:
        unit = one.address.layer, one.address.unit
        tweet, start, end = layout.spans(spans, one.concept)
        for where, mask in asdict(regions(start, end, tweet, int(begins[-1]))).items():
            counts = np.add.reduceat(mask.astype(np.int64), begins[:-1])
            for place, signal in enumerate(states):
                change = lost[place * len(targets) + targets.index(unit)]
                sums = np.add.reduceat(np.where(mask, change, 0), begins[:-1])
                value, low, high = ratio(sums, counts, resamples)
                others = random[[place * len(compared) + n for n in tried.like[unit]]]
                row = {"kind": f"ablate_{signal}", "where": where, "value": value, "low": low, "high": high}
                row |= _spread(others, mask[: random.shape[1]])
                rows.append({"concept": one.concept, "address": str(one.address), **row})
    return pd.DataFrame(rows).assign(dose=0.0, tweets=len(layout.ids))


def ablated_characters(
    weights: NetworkWeights,
    layout: Concatenation,
    found: list[Chosen],
    moments: Moments,
    settings: InterveneSettings,
) -> int:
    """How many characters (and EOS) `effects` reads, over all ablated networks and the untouched ones."""
    tried, begins = trials(weights, found, moments, settings), positions(layout.ids)
    few = begins[min(settings.random_tweets, len(layout.ids))]
    memories = len(ablated(weights))
    return int(begins[-1] * (1 + memories * len(tried.targets)) + few * (1 + memories * len(tried.compared)))


def _lost(
    weights: NetworkWeights, ids: list[Array], holds: list[Holds], advanced: Callable[[int], None]
) -> Array:
    """The change in bits of every character under each hold: float32 [holds, characters + tweets]."""
    costs = bits(weights, ids, [{}, *holds], advanced)
    return costs[1:] - costs[0]


def _spread(changes: Array, mask: Array) -> dict[str, float]:
    """Mean and middle 95 % over units of the mean change where `mask` is true."""
    if not mask.any() or not len(changes):
        return dict.fromkeys(("random_mean", "random_low", "random_high"), float("nan"))
    each = changes[:, mask].mean(axis=1, dtype=np.float64)
    low, high = interval(each)
    return {"random_mean": float(each.mean()), "random_low": low, "random_high": high}
