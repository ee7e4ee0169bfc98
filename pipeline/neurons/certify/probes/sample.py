"""The characters that probes are trained on: all addresses at some input positions of some tweets."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.core.parallel import mapped
from pipeline.network.activations import Concatenation, placed, positions, stacked
from pipeline.network.address import size
from pipeline.network.batch import PaddedTweets
from pipeline.network.weights import NetworkWeights

Array = np.ndarray

RARE = 1000  # positives kept of each concept, where there are so many


@dataclass(frozen=True)
class Sample:
    """Standardised features at drawn input positions, and every concept's labels there.

    Attributes:
        features: float32 [n, addresses], mean 0 and variance 1.
        std: float32 [addresses], what features were divided by.
        targets: float32 [n, concepts], 0 or 1.
        shares: float32 [n, concepts]: how much a row counts. A row drawn with probability p counts 1/p, so
            that shares stand for all characters though rare concepts are drawn more; then positives and
            others count ½ each, so that a penalty weighs alike on rare and frequent concepts.
    """

    features: Array
    std: Array
    targets: Array
    shares: Array

    def of(self, concept: int, addresses: Array) -> tuple[Array, Array, Array]:
        """Some addresses' features, a concept's labels and its shares: [n, addresses], [n], [n]."""
        columns = (
            np.ascontiguousarray(self.targets[:, concept]),
            np.ascontiguousarray(self.shares[:, concept]),
        )
        return np.ascontiguousarray(self.features[:, addresses]), *columns


def labels(layout: Concatenation, spans: pd.DataFrame, lags: dict[str, int]) -> tuple[Array, Array]:
    """Which input positions are labelled by each concept, and which are labelled at all.

    Args:
        lags: concept → lag of its reading.

    Returns:
        two bool arrays [concepts, characters + tweets]. With lag 0 a BOS has no label, with lag 1 the last
        character of a tweet has none (what follows it is not a character).
    """
    size = layout.characters + len(layout.ids)
    marked = np.zeros((len(lags), size), dtype=bool)
    known = np.zeros_like(marked)
    for row, (concept, lag) in enumerate(lags.items()):
        read = layout.read(lag)
        marked[row, read] = layout.mask(spans, concept)
        known[row, read] = True
    return marked, known


def inclusion(marked: Array, wanted: int) -> Array:
    """The probability with which each position is drawn: about `wanted` evenly, and `RARE` of each concept.

    Args:
        marked: bool [concepts, positions].
    """
    chance = np.full(marked.shape[1], min(1.0, wanted / max(1, marked.shape[1])))
    for row in marked:
        chance[row] = np.maximum(chance[row], min(1.0, RARE / max(1, row.sum())))
    return chance


def draw(
    weights: NetworkWeights, layout: Concatenation, marked: Array, known: Array, wanted: int, seed: int
) -> Sample:
    """A sample of about `wanted` positions and of up to `RARE` positives of each concept.

    Args:
        marked, known: from `labels`.
    """
    chance = inclusion(marked, wanted)
    taken = np.flatnonzero(np.random.default_rng(seed).random(chance.size) < chance)
    features = gather(weights, layout.ids, taken)
    features -= features.mean(axis=0, dtype=np.float64)
    std = features.std(axis=0)
    std[std == 0] = 1  # a dead unit: its feature is 0 everywhere
    features /= std
    targets = marked[:, taken].T
    shares = known[:, taken].T / chance[taken, None]
    for one in (targets, ~targets):
        shares *= np.where(one, 0.5 / np.maximum((shares * one).sum(axis=0), 1e-12), 1)
    return Sample(features, std, targets.astype(np.float32), shares.astype(np.float32))


def gather(weights: NetworkWeights, ids: list[Array], taken: Array) -> Array:
    """All addresses at some input positions (sorted, counted over all tweets): float32 [n, addresses]."""
    wanted = np.full(positions(ids)[-1], -1)
    wanted[taken] = np.arange(len(taken))
    rows = np.empty((len(taken), size(weights.shape)), dtype=np.float32)

    def one(work: tuple[PaddedTweets, Array]) -> None:
        batch, places = work
        kept, real = wanted[places], batch.real.copy()
        real[batch.real] = kept >= 0
        kept = kept[kept >= 0]
        for part, values in stacked(weights, replace(batch, real=real)):
            rows[kept[part]] = values

    mapped(one, placed(ids))
    return rows
