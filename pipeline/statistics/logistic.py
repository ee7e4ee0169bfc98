"""Logistic regression with an L2 penalty, for many targets over the same features at once.

A target alone costs one matrix-vector product a step; targets together cost one matrix product, which is
what makes a probe of all addresses affordable.
"""

import numpy as np
from scipy.optimize import minimize

Array = np.ndarray

STEPS = 60  # of L-BFGS: the held-out score is settled long before the last digit of the loss


def loss(
    features: Array, targets: Array, shares: Array, strength: float, weights: Array
) -> tuple[float, Array]:
    """The penalised log loss summed over targets, and its gradient.

    Args:
        features: float32 [n, features].
        targets: float32 [n, targets], 0 or 1.
        shares: float32 [n, targets], the weight of each row; each column sums to 1.
        strength: of the penalty ½·strength·|w|²; the bias is free.
        weights: float32 [features + 1, targets], the bias last.

    Returns:
        loss in nats, gradient float32 like `weights`.
    """
    scores = features @ weights[:-1]
    scores += weights[-1]
    cost = (shares * (np.logaddexp(0, scores) - targets * scores)).sum(dtype=np.float64)
    slope = shares * (0.5 + 0.5 * np.tanh(scores / 2) - targets)
    gradient = np.concatenate([features.T @ slope + strength * weights[:-1], slope.sum(axis=0)[None]])
    return float(cost + strength / 2 * np.square(weights[:-1]).sum(dtype=np.float64)), gradient


def fit(features: Array, targets: Array, shares: Array, strength: float, start: Array | None = None) -> Array:
    """The weights that minimise `loss`: float32 [features + 1, targets], the bias last.

    Args:
        features, targets, shares, strength: as of `loss`.
        start: weights to start from (of a neighbouring strength); zero without.
    """
    shape = features.shape[1] + 1, targets.shape[1]
    first = np.zeros(shape) if start is None else start

    def evaluate(flat: Array) -> tuple[float, Array]:
        value, gradient = loss(features, targets, shares, strength, flat.reshape(shape).astype(np.float32))
        return value, gradient.ravel().astype(np.float64)

    options = {"maxiter": STEPS, "ftol": 1e-9, "gtol": 1e-7}
    found = minimize(evaluate, first.ravel(), jac=True, method="L-BFGS-B", options=options)
    return found.x.reshape(shape).astype(np.float32)
