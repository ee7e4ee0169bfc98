"""Code lengths of labels, against scikit-learn's regressions block by block."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from pipeline.neurons.certify.probes.codes import compression


def test_the_code_is_that_of_scikit_learn() -> None:
    """Block by block, the bits of labels under scikit-learn's regressions on all rows before."""
    random = np.random.default_rng(3)
    features = random.normal(size=(2048, 3)).astype(np.float32)
    truth = features[:, 0] + random.normal(size=2048) > 1
    shares = np.where(truth, 0.5 / truth.sum(), 0.5 / (~truth).sum())
    bits, strength = shares[:16].sum(), 1e-3
    for known in (16, 32, 64, 128, 256, 512, 1024):
        peer = LogisticRegression(C=1 / strength, max_iter=1000, tol=1e-8)
        peer.fit(features[:known], truth[:known], sample_weight=shares[:known])
        chance = peer.predict_proba(features[known : 2 * known])[:, 1]
        right = np.where(truth[known : 2 * known], chance, 1 - chance)
        bits -= (shares[known : 2 * known] * np.log2(right)).sum()
    column = [array.astype(np.float32) for array in (truth, shares)]
    assert compression(features, *column, strength) == pytest.approx(1 / bits, rel=2e-3)
    shuffled = random.permutation(truth)
    shares = np.where(shuffled, 0.5 / shuffled.sum(), 0.5 / (~shuffled).sum())
    column = [array.astype(np.float32) for array in (shuffled, shares)]
    assert compression(features, *column, strength) < 1.02


def test_one_kind_of_label_teaches_nothing() -> None:
    """Positives that first come in the last block cost a bit each, as do all labels before them."""
    target = np.repeat(np.float32([0, 1]), [1000, 24])
    share = np.where(target == 1, 0.5 / 24, 0.5 / 1000).astype(np.float32)
    features = np.random.default_rng(4).normal(size=(1024, 2)).astype(np.float32)
    assert compression(features, target, share, 1e-4) == pytest.approx(1)
