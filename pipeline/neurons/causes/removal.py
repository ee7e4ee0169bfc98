"""Removal: a concept taken out of the network's output h, what that costs, and what a new probe still finds.

A logistic probe reads the concept from h of the top layer, its direction is projected out, and the next
probe is trained on what is left (INLP: Ravfogel et al. 2020, "Null It Out"), until a new probe finds next to
nothing on valid tweets. The cost in bits of the next character, beside that of as many random directions,
says whether the network used what was removed (amnesic probing: Elazar et al. 2021). h is changed for the
prediction alone: what the network remembers stays as it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from jaxtyping import Bool, Float, Int

from pipeline.core.parallel import mapped
from pipeline.core.settings import InterveneSettings
from pipeline.network.activations import Concatenation, activations, positions
from pipeline.network.address import Address
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.chosen import Chosen
from pipeline.statistics.logistic import newton
from pipeline.statistics.resample import auroc, auroc_interval, draws, ratio
from pipeline.text.vocabulary import EOS

Array = np.ndarray
Row = dict[str, Any]
Basis = Float[Array, "units rank"]  # orthonormal directions of standardised h

GONE = 0.55  # AUROC on valid of a new probe that finds next to nothing
ROWS = 1_500  # characters of each kind that a probe is trained on
STRENGTH = 1e-3  # of a probe's penalty
LEAST = 20  # characters of each kind, in each split: with fewer there is nothing to say


@dataclass(frozen=True)
class Outputs:
    """The top layer's output at every input position of some tweets, standardised.

    Attributes:
        layout: of the tweets.
        z: float32 [positions, units].
        following: the character that follows each position (EOS at a tweet's end).
    """

    layout: Concatenation
    z: Float[Array, "positions units"]
    following: Int[Array, " positions"]

    @classmethod
    def of(
        cls, weights: NetworkWeights, layout: Concatenation, mean: Array | float = 0, std: Array | float = 1
    ) -> "Outputs":
        """Run the network, and standardise by a mean and a deviation of each unit."""
        top = len(weights.units)
        units = [Address(top, "h", unit) for unit in range(weights.units[-1])]
        z = (activations(weights, layout.ids, units).T - mean) / std
        following = np.concatenate([np.append(row, EOS) for row in layout.ids])
        return cls(layout, np.ascontiguousarray(z, dtype=np.float32), following)


@dataclass(frozen=True)
class RemovalBench:
    """What removals are measured with: tweets that probes are trained on, chosen on and measured on.

    Attributes:
        weights: the network.
        mean, std: of each output, over train.
        train, valid, test: outputs.
        usual: bits of the character that follows each test position, as it is.
        resamples: of test tweets.
        settings: how many directions, beside how many at random, and the seed.
    """

    weights: NetworkWeights
    mean: Float[Array, " units"]
    std: Float[Array, " units"]
    train: Outputs
    valid: Outputs
    test: Outputs
    usual: Float[Array, " positions"]
    resamples: Float[Array, "resamples tweets"]
    settings: InterveneSettings

    @classmethod
    def of(
        cls, weights: NetworkWeights, layouts: Sequence[Concatenation], settings: InterveneSettings
    ) -> "RemovalBench":
        """Of the tweets of train, valid and test, in this order."""
        plain = Outputs.of(weights, layouts[0]).z
        mean, std = plain.mean(axis=0), plain.std(axis=0)
        std[std == 0] = 1  # a dead unit
        train, valid, test = (Outputs.of(weights, layout, mean, std) for layout in layouts)
        resamples = draws(len(test.layout.ids), settings.bootstrap, settings.seed)
        nothing = np.zeros((len(mean), 0), np.float32)
        usual = _bits(weights, mean, std, test, nothing)
        return cls(weights, mean, std, train, valid, test, usual, resamples, settings)

    def costs(self, basis: Basis) -> Float[Array, " positions"]:
        """Bits that the character after each test position costs more without these directions."""
        return _bits(self.weights, self.mean, self.std, self.test, basis) - self.usual


def _bits(weights: NetworkWeights, mean: Array, std: Array, outputs: Outputs, basis: Basis) -> Array:
    logits = without(outputs.z, basis) * std @ weights.dense + (mean @ weights.dense + weights.dense_bias)
    logits -= logits.max(axis=1, keepdims=True)
    right = logits[np.arange(len(logits)), outputs.following]
    return (np.log(np.exp(logits).sum(axis=1)) - right).astype(np.float64) / np.log(2)


def without(z: Float[Array, "n units"], basis: Basis) -> Float[Array, "n units"]:
    """z with some directions projected out."""
    return z - (z @ basis) @ basis.T


def nullspace(
    train: tuple[Array, Array, Array], valid: tuple[Array, Array], most: int
) -> tuple[Basis, list[Float[Array, " units"]], list[float]]:
    """Directions that are removed, probe by probe.

    Args:
        train: z [n, units], label [n] and share [n] (as of `logistic.newton`).
        valid: z and label; the number of directions is chosen there.
        most: directions.

    Returns:
        the directions; the probes, one more: each reads what is left after those before it; and the AUROC of
        each on valid.
    """
    (z, label, share), basis = train, np.zeros((train[0].shape[1], 0), np.float32)
    probes: list[Array] = []
    scores: list[float] = []
    while True:
        probe = newton(without(z, basis), label, share, STRENGTH)[:-1].astype(np.float32)
        probes.append(probe)
        scores.append(auroc(without(valid[0], basis) @ probe, valid[1]))
        if scores[-1] <= GONE or basis.shape[1] == most:
            return basis, probes, scores
        fresh = probe - basis @ (basis.T @ probe)
        basis = np.column_stack([basis, fresh / np.linalg.norm(fresh)])


def removals(
    bench: RemovalBench,
    spans: pd.DataFrame,
    found: list[Chosen],
    advance: Callable[[int], None] = lambda done: None,
) -> pd.DataFrame:
    """A row for each concept (`columns.REMOVALS`); one that is too rare has none.

    Args:
        bench: what is measured with.
        spans: the table of spans.
        found: the detectors whose concepts are removed, with the lag at which they are read.
        advance: told 1 after each concept.
    """
    random: dict[int, list[Array]] = {}

    def learnt(item: tuple[int, Chosen]) -> tuple[Basis, list[Array], list[float]] | None:
        number, one = item
        parts = [_labels(outputs, spans, one) for outputs in (bench.train, bench.valid, bench.test)]
        advance(1)
        if min(min(label.sum(), (~label).sum()) for _, label in parts) < LEAST:
            return None
        (at, label), (on_valid, truth), _ = parts
        drawn = np.random.default_rng((bench.settings.seed, 26, number))
        rows = np.concatenate(
            [drawn.permutation(np.flatnonzero(label == one))[:ROWS] for one in (True, False)]
        )
        kept = label[rows]
        share = np.where(kept, 0.5 / kept.sum(), 0.5 / (~kept).sum()).astype(np.float32)
        train = bench.train.z[at[rows]], kept.astype(np.float32), share
        return nullspace(train, (bench.valid.z[on_valid], truth), bench.settings.removal_directions)

    rows = []
    for one, result in zip(found, mapped(learnt, enumerate(found)), strict=True):
        if result is not None:
            rank = result[0].shape[1]
            if rank not in random:
                random[rank] = mapped(bench.costs, _random(bench, rank))
            rows.append(
                {"concept": one.concept, "lag": one.lag, **_row(bench, spans, one, *result, random[rank])}
            )
    return pd.DataFrame(rows)


def _labels(
    outputs: Outputs, spans: pd.DataFrame, one: Chosen
) -> tuple[Int[Array, " characters"], Bool[Array, " characters"]]:
    """Where each character is read, and whether it lies in the concept."""
    return outputs.layout.read(one.lag), outputs.layout.mask(spans, one.concept)


def _random(bench: RemovalBench, rank: int) -> list[Basis]:
    random = np.random.default_rng((bench.settings.seed, 27, rank))
    drawn = [random.normal(size=(len(bench.mean), rank)) for _ in range(bench.settings.removal_random)]
    return [np.linalg.qr(one)[0].astype(np.float32) for one in drawn]


def _row(
    bench: RemovalBench,
    spans: pd.DataFrame,
    one: Chosen,
    basis: Basis,
    probes: list[Array],
    scores: list[float],
    random: list[Array],
) -> Row:
    at, label = _labels(bench.test, spans, one)
    z, tweet = bench.test.z[at], bench.test.layout.tweet
    row: Row = {"rank": basis.shape[1], "valid_before": scores[0], "valid_left": scores[-1]}
    for name, read in (("before", z @ probes[0]), ("left", without(z, basis) @ probes[-1])):
        low, high = auroc_interval(read, label, tweet, bench.resamples)
        row |= {name: auroc(read, label), f"{name}_low": low, f"{name}_high": high}
    cost, inside = bench.costs(basis), np.zeros(len(bench.usual), dtype=bool)
    inside[at[label]] = True
    for name, mask in (("inside", inside), ("outside", ~inside)):
        value = _mean(bench, cost, mask)
        others = [_mean(bench, each, mask)[0] for each in random]
        row |= dict(zip((f"cost_{name}", f"cost_{name}_low", f"cost_{name}_high"), value, strict=True))
        row |= {f"random_{name}": float(np.mean(others)), f"random_{name}_high": float(np.max(others))}
    return row


def _mean(bench: RemovalBench, cost: Array, mask: Bool[Array, " positions"]) -> tuple[float, float, float]:
    """The mean cost over some positions, with its interval over tweets."""
    begins = positions(bench.test.layout.ids)[:-1]
    sums = np.add.reduceat(np.where(mask, cost, 0), begins)
    return ratio(sums, np.add.reduceat(mask.astype(np.int64), begins), bench.resamples)
