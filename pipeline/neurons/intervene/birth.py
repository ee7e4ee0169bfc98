"""The birth of a neuron: how well a concept was detected at each snapshot of training."""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.core.parallel import mapped, summed
from pipeline.network.activations import Concatenation, activations
from pipeline.network.address import Address
from pipeline.network.batch import batches
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.chosen import Chosen
from pipeline.neurons.labels import LabelIndex
from pipeline.neurons.scan.calibrate import calibrate
from pipeline.neurons.scan.one_pass import score_batch
from pipeline.statistics.resample import auroc, auroc_interval, draws

Array = np.ndarray
Row = tuple[str, str, float, float, float, int]  # concept, address, value, low, high, tweets

NAME = re.compile(r"step-(\d+)\.weights\.h5")
BINS = 256  # of the ranks by which an address is chosen
BATCH = 64  # tweets


def snapshots(folder: Path, most: int) -> list[tuple[int, Path]]:
    """Up to `most` snapshots (step, file) of a folder, in order, spread evenly, the last among them."""
    files = folder.glob("*.weights.h5") if folder.is_dir() else []
    found = sorted((int(match[1]), path) for path in files if (match := NAME.fullmatch(path.name)))
    places = np.linspace(len(found) - 1, 0, min(most, len(found))).round().astype(int)
    return [found[place] for place in sorted(places)]


def best_now(
    weights: NetworkWeights, layout: Concatenation, spans: pd.DataFrame, found: list[Chosen]
) -> list[Chosen]:
    """For each concept, the address that detects it best in this network, on the tweets of `layout`."""
    labels = LabelIndex.of(
        [one.concept for one in found], [_local(layout, spans, one) for one in found], len(layout.ids)
    )
    groups = list(batches(layout.ids, np.arange(len(layout.ids)), BATCH))
    ranker = calibrate(weights, groups, BINS)
    sums = summed(lambda group: score_batch(weights, ranker, group, labels)[0], groups)
    scores = np.nan_to_num(sums.auroc() - 0.5)
    chosen = []
    for one, score in zip(found, scores, strict=True):
        lag, flat = np.unravel_index(np.abs(score).argmax(), score.shape)
        address = Address.from_flat(int(flat), weights.shape)
        chosen.append(Chosen(one.concept, address, int(lag), -1 if score[lag, flat] < 0 else 1))
    return chosen


def _local(layout: Concatenation, spans: pd.DataFrame, one: Chosen) -> tuple[Array, Array, Array]:
    """A concept's spans with offsets into their tweets."""
    tweet, start, end = layout.spans(spans, one.concept)
    return tweet, start - layout.starts[tweet], end - layout.starts[tweet]


def scored(values: Array, layout: Concatenation, spans: pd.DataFrame, one: Chosen, resamples: Array) -> Row:
    """The AUROC of an address with its interval, and the number of tweets.

    Args:
        values: float32 [positions of the layout], of the address.
        resamples: [resamples, tweets], from `draws`.
    """
    scores, mask = one.sign * values[layout.read(one.lag)], layout.mask(spans, one.concept)
    low, high = auroc_interval(scores, mask, layout.tweet, resamples)
    return one.concept, str(one.address), auroc(scores, mask), low, high, len(layout.ids)


def birth(
    weights: NetworkWeights,
    choosing: Concatenation,
    testing: Concatenation,
    spans: pd.DataFrame,
    found: list[Chosen],
    bootstrap: int,
    seed: int,
) -> pd.DataFrame:
    """One snapshot's AUROC on test tweets: of the address that was chosen in the end (`where` final), and of
    the address that is best at this step (best, chosen on the tweets of `choosing`).

    Returns:
        concept, address, value, low, high, tweets, where.
    """
    asked = [("final", one) for one in found]
    asked += [("best", one) for one in best_now(weights, choosing, spans, found)]
    addresses = sorted({one.address for _, one in asked})
    traced = dict(zip(addresses, activations(weights, testing.ids, addresses), strict=True))
    resamples = draws(len(testing.ids), bootstrap, seed)
    rows = mapped(lambda item: scored(traced[item[1].address], testing, spans, item[1], resamples), asked)
    frame = pd.DataFrame(rows, columns=["concept", "address", "value", "low", "high", "tweets"])
    return frame.assign(where=[where for where, _ in asked])
