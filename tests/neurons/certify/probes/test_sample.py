"""Which characters probes are trained on."""

import numpy as np
import pandas as pd
import pytest

from pipeline.network.activations import Concatenation, activations, positions
from pipeline.network.address import Address
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.certify.probes.sample import RARE, draw, gather, inclusion, labels
from pipeline.text.vocabulary import Vocabulary


def test_labels_lie_at_their_lag(vocabulary: Vocabulary, tweets: pd.DataFrame, spans: pd.DataFrame) -> None:
    """With lag 0 a BOS has no label, with lag 1 the last character has none; the rest are the letters."""
    layout = Concatenation.of(tweets.iloc[:2], vocabulary)
    first, second = tweets["text"].iloc[:2]
    marked, known = labels(layout, spans, {"all_caps": 0, "hashtag": 1})
    caps, hashes = [[letter in those for letter in first + second] for those in ("XYZ", "#")]
    n = len(first)
    assert marked[0].tolist() == [False, *caps[:n], False, *caps[n:]]
    assert marked[1].tolist() == [*hashes[:n], False, *hashes[n:], False]
    assert known.sum() == 2 * (n + len(second))
    assert not known[0, [0, n + 1]].any()
    assert not known[1, [n, len(marked[1]) - 1]].any()


def test_rare_concepts_are_drawn_more() -> None:
    """A tenth of all, every positive of a rare concept, and about RARE of a frequent one."""
    random = np.random.default_rng(0)
    marked = random.random((2, 200_000)) < [[0.001], [0.3]]
    chance = inclusion(marked, 20_000)
    assert (chance[marked[0]] == 1).all()
    assert chance[~marked.any(axis=0)] == pytest.approx(0.1)
    assert chance[marked[1]].sum() >= RARE


def test_shares_undo_the_drawing(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame, spans: pd.DataFrame
) -> None:
    """Classes count the same, each keeps its mean over all characters; features are standardised."""
    layout = Concatenation.of(tweets, vocabulary)
    marked, known = labels(layout, spans, {"all_caps": 0})
    sample = draw(network, layout, marked, known, 800, seed=1)
    assert 500 < len(sample.features) < positions(layout.ids)[-1]
    for value in (0, 1):
        assert sample.shares[sample.targets == value].sum() == pytest.approx(0.5, abs=1e-5)
    whole = gather(network, layout.ids, np.flatnonzero(known[0] & ~marked[0]))[:, 0].mean()
    others = sample.targets[:, 0] == 0
    raw = sample.features[others, 0] * sample.std[0]
    weighted = np.average(raw, weights=sample.shares[others, 0])
    positive = np.average(sample.features[~others, 0] * sample.std[0], weights=sample.shares[~others, 0])
    truth = gather(network, layout.ids, np.flatnonzero(marked[0]))[:, 0].mean()
    assert weighted - positive == pytest.approx(whole - truth, abs=0.03)
    np.testing.assert_allclose(sample.features.mean(axis=0), 0, atol=1e-3)
    np.testing.assert_allclose(sample.features.std(axis=0), 1, atol=1e-4)


def test_gathered_rows_are_the_activations(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame
) -> None:
    """Positions drawn here and there have the values of all addresses there."""
    ids = Concatenation.of(tweets, vocabulary).ids
    taken = np.sort(np.random.default_rng(2).choice(positions(ids)[-1], 200, replace=False))
    values = activations(network, ids, [Address.from_flat(flat, network.shape) for flat in range(60)])
    np.testing.assert_allclose(gather(network, ids, taken), values[:, taken].T, atol=1e-6)
