"""The scan's sums against scikit-learn, scipy and brute force on stored traces."""

import networks
import numpy as np
from scipy.stats import rankdata
from sklearn.metrics import roc_auc_score

from pipeline.core.parallel import summed
from pipeline.network.batch import batches
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.labels import LAGS, LabelIndex, ranges
from pipeline.neurons.scan.calibrate import calibrate
from pipeline.neurons.scan.one_pass import score_batch
from pipeline.statistics.permute import Target

UNITS, BINS = 6, 4096


def spans_of(ids: list[np.ndarray], seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    tweet = random.integers(0, len(ids), 60)
    lengths = np.array([len(ids[t]) for t in tweet])
    start = (random.random(60) * lengths).astype(np.int64)
    return tweet, start, np.minimum(start + random.integers(1, 6, 60), lengths)


def truth(ids: list[np.ndarray], spans: tuple[np.ndarray, ...], lag: int) -> np.ndarray:
    """Which positions read (lag 0) or are about to read (lag 1) a labelled character, by plain loops."""
    out = []
    for number, one in enumerate(ids):
        mask = np.zeros(len(one) + 1, dtype=bool)
        for tweet, start, end in zip(*spans, strict=True):
            if tweet == number:
                mask[start + 1 - lag : end + 1 - lag] = True
        out.append(mask)
    return np.concatenate(out)


def test_auroc_of_every_address_is_scikit_learns(weights: NetworkWeights, ids: list[np.ndarray]) -> None:
    """Both labels, both lags, all 72 addresses: within 1e-3 of roc_auc_score on the stored traces."""
    spans = [spans_of(ids, seed) for seed in (2, 3)]
    labels = LabelIndex.of(["a", "b"], spans, len(ids))
    work = list(batches(ids, np.arange(len(ids)), 8))
    ranker = calibrate(weights, work, BINS)
    sums = summed(lambda batch: score_batch(weights, ranker, batch, labels)[0], work)
    stored = networks.stored(weights, ids)
    for label in range(2):
        for lag in LAGS:
            mask = truth(ids, spans[label], lag)
            expected = [roc_auc_score(mask, stored[:, a]) for a in range(stored.shape[1])]
            assert np.abs(sums.auroc()[label, lag] - expected).max() < 1e-3
    assert sums.symbols == len(stored)


def test_sums_do_not_depend_on_how_tweets_are_split(weights: NetworkWeights, ids: list[np.ndarray]) -> None:
    """Adding partitions in any grouping or order gives the same sums: `+` is associative and commutative."""
    labels = LabelIndex.of(["a"], [spans_of(ids, 2)], len(ids))
    work = list(batches(ids, np.arange(len(ids)), 8))
    ranker = calibrate(weights, work, 64)
    a, b, c = (score_batch(weights, ranker, batch, labels)[0] for batch in work[:3])
    for other in ((a + b) + c, a + (b + c), c + a + b):
        assert np.allclose(other.labelled, (a + b + c).labelled, atol=1e-12)
        assert other.symbols == a.symbols + b.symbols + c.symbols
        assert (other.positives == a.positives + b.positives + c.positives).all()


def test_graded_scores_are_correlations_of_ranks(weights: NetworkWeights, ids: list[np.ndarray]) -> None:
    """Where a value is defined everywhere the score is Spearman's; else ranks are those among all symbols."""
    work = list(batches(ids, np.arange(len(ids)), len(ids)))
    batch, ranker = work[0], calibrate(weights, work, BINS)
    sizes = np.array([len(ids[t]) for t in batch.tweets])
    place, offset = np.repeat(np.arange(len(sizes)), sizes), ranges(np.zeros_like(sizes), sizes)
    target = Target(place, offset, offset.astype(np.float32))
    found = score_batch(weights, ranker, batch, LabelIndex.of([], [], len(ids)), [target])[1].correlation()
    stored = networks.stored(weights, [ids[t] for t in batch.tweets])
    ranks = np.apply_along_axis(rankdata, 0, stored)
    first = np.cumsum(sizes + 1) - sizes - 1
    for lag in LAGS:
        rows = np.repeat(first, sizes) + offset + 1 - lag
        expected = [np.corrcoef(ranks[rows, a], offset)[0, 1] for a in range(stored.shape[1])]
        assert np.abs(found[0, lag] - expected).max() < 2e-3
