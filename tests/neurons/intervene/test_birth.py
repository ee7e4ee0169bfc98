"""Birth curves: which snapshots are taken, and their scores against scikit-learn."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from pipeline.network.activations import Concatenation, activations
from pipeline.network.address import Address
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.chosen import Chosen
from pipeline.neurons.intervene.birth import best_now, birth, snapshots
from pipeline.text.vocabulary import Vocabulary


def test_snapshots_are_spread_evenly(tmp_path: Path) -> None:
    """Of many files few are taken, in order of their steps, with the last; other files are left alone."""
    for step in (*range(100, 1100, 100), 20_000):
        (tmp_path / f"step-{step:07d}.weights.h5").touch()
    (tmp_path / "other.weights.h5").touch()
    assert [step for step, _ in snapshots(tmp_path, 3)] == [100, 600, 20_000]
    assert [step for step, _ in snapshots(tmp_path, 1)] == [20_000]
    assert len(snapshots(tmp_path, 50)) == 11
    assert snapshots(tmp_path / "absent", 5) == []


def test_birth_scores_are_scikit_learns(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame, spans: pd.DataFrame
) -> None:
    """The final address's AUROC is scikit-learn's, its sign applied."""
    testing, choosing = (
        Concatenation.of(tweets[tweets["split"] == s], vocabulary) for s in ("test", "train")
    )
    one = Chosen("all_caps", Address(1, "c", 2), 0, -1)
    frame = birth(network, choosing, testing, spans, [one], 50, 0).set_index("where")
    scores = activations(network, testing.ids, [one.address])[0][testing.read(0)]
    expected = roc_auc_score(testing.mask(spans, "all_caps"), -scores)
    assert frame.loc["final", "value"] == pytest.approx(expected)
    assert frame.loc["final", "low"] <= expected <= frame.loc["final", "high"]


def test_best_now_is_the_best_of_all_addresses(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame, spans: pd.DataFrame
) -> None:
    """Its score on the choosing tweets is (to binning) the greatest of every address at both lags."""
    layout = Concatenation.of(tweets[tweets["split"] == "train"], vocabulary)
    one = Chosen("all_caps", Address(1, "c", 2), 0, 1)
    best = best_now(network, layout, spans, [one])[0]
    values = activations(network, layout.ids, [Address.from_flat(flat, network.shape) for flat in range(60)])
    mask = layout.mask(spans, "all_caps")
    scores = np.array(
        [[roc_auc_score(mask, row[layout.read(lag)]) - 0.5 for row in values] for lag in (0, 1)]
    )
    reached = scores[best.lag, best.address.flat(network.shape)]
    assert best.sign * reached == pytest.approx(np.abs(scores).max(), abs=0.01)
