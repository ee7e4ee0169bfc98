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
    """Targets fitted together, and alone by Newton's steps, have the coefficients of scikit-learn."""
    features, targets, shares = data
    found = logistic.fit(logistic.Components.of(features), targets, shares, [0.3, strength])[1]
    for column in range(3):
        expected = _peer(data, column, strength)
        np.testing.assert_allclose(found[:, column], expected, atol=5e-3)
        target, share = targets[:, column], shares[:, column]
        alone = logistic.newton(features, target, share, strength)
        np.testing.assert_allclose(alone, expected, atol=3e-3)
        warm = logistic.newton(features, target, share, strength, expected + 3)
        np.testing.assert_allclose(warm, expected, atol=3e-3)


def _peer(data: tuple, column: int, strength: float) -> np.ndarray:
    """The coefficients and the intercept that scikit-learn finds."""
    features, targets, shares = data
    peer = LogisticRegression(C=1 / strength / 400, tol=1e-8, max_iter=1000)
    peer.fit(features, targets[:, column], sample_weight=shares[:, column] * 400)
    return np.append(peer.coef_[0], peer.intercept_[0])


def test_gradient_is_that_of_the_loss(data: tuple) -> None:
    """Finite differences of the loss are its gradient."""
    features, targets, shares = (array.astype(np.float64) for array in data)

    def value(flat: np.ndarray) -> float:
        return logistic.loss(features, targets, shares, 0.1, flat.reshape(7, 3))[0]

    def slope(flat: np.ndarray) -> np.ndarray:
        return logistic.loss(features, targets, shares, 0.1, flat.reshape(7, 3))[1].ravel()

    start = np.random.default_rng(1).normal(size=21)
    assert check_grad(value, slope, start) < 1e-5


def test_separable_labels_have_a_minimum(data: tuple) -> None:
    """Where a line parts the labels, steps that lead too far are halved; the loss ends at its least."""
    features, _, shares = data
    target, share = (features[:, 0] > 0).astype(np.float32), shares[:, 0]
    found = logistic.newton(features, target, share, 1e-4, np.full(7, 20.0))

    def value(weights: np.ndarray) -> float:
        wide = [array[:, None].astype(np.float64) for array in (target, share, weights)]
        return logistic.loss(features.astype(np.float64), wide[0], wide[1], 1e-4, wide[2])[0]

    random = np.random.default_rng(2)
    around = [value(found + random.normal(scale=0.1, size=7)) for _ in range(50)]
    assert value(found) < min(around)


def test_components_are_white(data: tuple) -> None:
    """Components have no correlation and unit variance, except for the floor; their axes are orthonormal."""
    features = np.concatenate([data[0], data[0][:, :1] + data[0][:, 1:2]], axis=1)
    found = logistic.Components.of(features)
    spread = found.values.T @ found.values / len(features)
    np.testing.assert_allclose(spread - np.diag(np.diag(spread)), 0, atol=1e-4)
    np.testing.assert_allclose(np.diag(spread)[1:], 1, atol=0.02)
    assert np.diag(spread)[0] == pytest.approx(0, abs=1e-3)  # the sum of two others adds nothing
    np.testing.assert_allclose(found.axes.T @ found.axes, np.eye(7), atol=1e-5)
