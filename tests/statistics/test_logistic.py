"""The logistic regression against scikit-learn's, and its gradient against differences."""

import numpy as np
import pytest
from scipy.optimize import check_grad
from sklearn.linear_model import LogisticRegression

from pipeline.statistics import logistic


@pytest.fixture
def data() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """400 rows of 6 features, three noisy targets of different prevalence, uneven weights."""
    random = np.random.default_rng(0)
    features = random.normal(size=(400, 6)).astype(np.float32)
    scores = features @ random.normal(size=(6, 3)) + random.normal(size=(400, 3))
    targets = (scores > [0, 1, 2]).astype(np.float32)
    weights = random.uniform(0.5, 4, (400, 3)).astype(np.float32)
    return features, targets, weights / weights.sum(axis=0)


@pytest.mark.parametrize("strength", [1e-1, 1e-3])
def test_weights_are_scikit_learns(data: tuple, strength: float) -> None:
    """Targets fitted together have the coefficients that scikit-learn finds for each alone."""
    features, targets, shares = data
    found = logistic.fit(features, targets, shares, strength)
    for column in range(3):
        peer = LogisticRegression(C=1 / strength / 400, tol=1e-8, max_iter=1000)
        peer.fit(features, targets[:, column], sample_weight=shares[:, column] * 400)
        np.testing.assert_allclose(found[:-1, column], peer.coef_[0], atol=5e-3)
        assert found[-1, column] == pytest.approx(peer.intercept_[0], abs=5e-3)


def test_gradient_is_that_of_the_loss(data: tuple) -> None:
    """Finite differences of the loss are its gradient."""
    features, targets, shares = (array.astype(np.float64) for array in data)

    def value(flat: np.ndarray) -> float:
        return logistic.loss(features, targets, shares, 0.1, flat.reshape(7, 3))[0]

    def slope(flat: np.ndarray) -> np.ndarray:
        return logistic.loss(features, targets, shares, 0.1, flat.reshape(7, 3))[1].ravel()

    start = np.random.default_rng(1).normal(size=21)
    assert check_grad(value, slope, start) < 1e-5


def test_a_start_near_the_end_changes_nothing(data: tuple) -> None:
    """A warm start leads to the same minimum."""
    features, targets, shares = data
    cold = logistic.fit(features, targets, shares, 1e-3)
    warm = logistic.fit(features, targets, shares, 1e-3, logistic.fit(features, targets, shares, 1e-2))
    np.testing.assert_allclose(warm, cold, atol=1e-2)
