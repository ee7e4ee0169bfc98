"""Logistic regression with an L2 penalty: of one target over few features, and of many targets over many.

Over few features Newton's steps are cheap and few. Over many, L-BFGS fits targets together, so that a step is
one matrix product; on the principal components of the features, at unit variance, it needs a few steps only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize
from scipy.special import expit

Array = np.ndarray

STEPS = 20  # of L-BFGS: the held-out score is settled long before the last digit of the loss
FLOOR = 1e-2  # of a component's variance, before it is brought to 1: the least ones are noise
NEWTON = 30  # steps at most; about six are needed
SETTLED = 1e-7  # nats that a Newton step would still gain, twice
HALVINGS = 12  # of a step that leads too far
RIDGE = 1e-9  # of the bias: where every probability is 0 or 1, nothing else holds it


def loss(
    features: Array, targets: Array, shares: Array, strength: float | Array, weights: Array
) -> tuple[float, Array]:
    """The penalised log loss summed over targets, and its gradient.

    Args:
        features: float32 [n, features].
        targets: float32 [n, targets], 0 or 1.
        shares: float32 [n, targets], the weight of each row; each column sums to 1.
        strength: of the penalty ½·Σ strength·w²; for all features, or of each one [features, 1]. The bias is
            free.
        weights: float32 [features + 1, targets], the bias last.

    Returns:
        loss in nats, gradient float32 like `weights`.
    """
    scores = features @ weights[:-1]
    scores += weights[-1]
    cost = (shares * (np.logaddexp(0, scores) - targets * scores)).sum(dtype=np.float64)
    slope = shares * (expit(scores) - targets)
    gradient = np.concatenate([features.T @ slope + strength * weights[:-1], slope.sum(axis=0)[None]])
    return float(cost + (strength * np.square(weights[:-1])).sum(dtype=np.float64) / 2), gradient


@dataclass(frozen=True)
class Components:
    """Features turned into their principal components, each brought to unit variance.

    Attributes:
        values: float32 [n, components].
        scale: float32 [components], what each component was multiplied with.
        axes: float32 [features, components], orthonormal.
    """

    values: Array
    scale: Array
    axes: Array

    @classmethod
    def of(cls, features: Array) -> "Components":
        """Of standardised features, float32 [n, features]."""
        variance, axes = np.linalg.eigh(features.T @ features / len(features))
        scale = 1 / np.sqrt(np.maximum(variance, 0) + FLOOR)
        return cls(features @ (axes * scale), scale, axes)


def fit(components: Components, targets: Array, shares: Array, strengths: Sequence[float]) -> list[Array]:
    """For each strength the weights of the features that minimise `loss`: float32 [features + 1, targets].

    Args:
        components: of the features.
        targets, shares: as of `loss`.
        strengths: from the strongest; each one starts where the one before it ended.
    """
    shape = components.values.shape[1] + 1, targets.shape[1]
    found, now = [], np.zeros(shape)
    for strength in strengths:
        penalty = strength * components.scale[:, None] ** 2

        def evaluate(flat: Array, penalty: Array = penalty) -> tuple[float, Array]:
            weights = flat.reshape(shape).astype(np.float32)
            value, gradient = loss(components.values, targets, shares, penalty, weights)
            return value, gradient.ravel().astype(np.float64)

        options = {"maxiter": STEPS, "ftol": 1e-9, "gtol": 1e-7}
        now = minimize(evaluate, now.ravel(), jac=True, method="L-BFGS-B", options=options).x.reshape(shape)
        raw = components.axes @ (components.scale[:, None] * now[:-1])
        found.append(np.concatenate([raw, now[-1:]]).astype(np.float32))
    return found


def newton(
    features: Array, target: Array, share: Array, strength: float, start: Array | None = None
) -> Array:
    """The weights that minimise `loss` for one target: float64 [features + 1], the bias last.

    Args:
        features: float32 [n, features], a few dozen at most: a step costs their square.
        target, share: float32 [n], a column each of `loss`'s.
        strength: as of `loss`.
        start: weights to start from; zero without.
    """
    columns = np.concatenate([features, np.ones_like(features[:, :1])], axis=1)
    penalty = np.append(np.full(features.shape[1], strength), RIDGE)
    weights = np.zeros(len(penalty)) if start is None else np.asarray(start, dtype=np.float64)

    def at(weights: Array) -> tuple[float, Array]:
        scores = columns @ weights.astype(columns.dtype)
        cost = (share * (np.logaddexp(0, scores) - target * scores)).sum(dtype=np.float64)
        return float(cost + (penalty * weights**2).sum() / 2), scores

    cost, scores = at(weights)
    for _ in range(NEWTON):
        chance = expit(scores)
        slope = columns.T @ (share * (chance - target)) + penalty * weights
        curvature = (columns.T @ (columns * (share * chance * (1 - chance))[:, None])).astype(np.float64)
        step = cho_solve(cho_factor(curvature + np.diag(penalty)), slope)
        if slope @ step < SETTLED:
            break
        for _ in range(HALVINGS):
            nearer, then = at(weights - step)
            if nearer < cost:
                break
            step /= 2
        else:
            break
        weights, cost, scores = weights - step, nearer, then
    return weights
