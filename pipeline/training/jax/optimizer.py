"""Muon and AdamW as pure functions: the rules of `training.muon` and of Keras, number for number."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import jax.numpy as jnp

from pipeline.core.settings import TrainSettings
from pipeline.network.cells import CELLS

Array = Any
COEFFICIENTS = (3.4445, -4.7750, 2.0315)  # of the quintic, Jordan et al. 2024
NEWTON_SCHULZ = 5
MOMENTUM = 0.95  # of Muon
RMS = 0.2  # of an update of Muon, as of Adam's: both share one learning rate (Liu et al. 2025)
BETA_1 = 0.9
EPSILON = 1e-8


class State(NamedTuple):
    """A training between two steps. Lists are in the order of Keras's trainable variables.

    Attributes:
        step: steps done, int32.
        weights: of the network.
        momentum: of each weight.
        velocity: of each weight that Adam has; empty arrays for those of Muon.
        averages: moving averages of the weights; empty without averaging.
    """

    step: Array
    weights: list[Array]
    momentum: list[Array]
    velocity: list[Array]
    averages: list[Array]


def by_muon(settings: TrainSettings, path: str) -> bool:
    """Whether Muon has a weight, named by Keras's path: the matrices of the recurrent layers."""
    return settings.optimizer == "muon" and path.endswith("kernel") and not path.startswith("dense")


def orthogonal(matrices: Array) -> Array:
    """Nearly U·Vᵀ of each matrix U·S·Vᵀ [batch, rows ≤ columns, columns], as `muon.orthogonal`."""
    norms = jnp.sqrt((matrices * matrices).sum((1, 2), keepdims=True))
    x = matrices / (norms + 1e-7)
    a, b, c = COEFFICIENTS
    for _ in range(NEWTON_SCHULZ):
        gram = x @ x.swapaxes(1, 2)
        x = a * x + (b * gram + c * (gram @ gram)) @ x
    return x


def by_block(momentum: Array, blocks: int) -> Array:
    """The orthogonal update of a kernel [inputs, blocks·units], each block by itself."""
    rows, columns = momentum.shape
    parts = momentum.reshape(rows, blocks, columns // blocks).swapaxes(0, 1)
    wide = rows <= columns // blocks
    parts = orthogonal(parts if wide else parts.swapaxes(1, 2))
    parts = parts if wide else parts.swapaxes(1, 2)
    return parts.swapaxes(0, 1).reshape(rows, columns)


def _muon(settings: TrainSettings, gradient: Array, m: Array, rate: Array) -> tuple[Array, Array]:
    """What is taken from a weight, and its momentum after."""
    m = m + (gradient + m * (MOMENTUM - 1))
    update = by_block(gradient + MOMENTUM * m, len(CELLS[settings.cell].blocks))
    return rate * update * max(gradient.shape) ** 0.5 * RMS, m


def _adam(
    settings: TrainSettings, gradient: Array, m: Array, v: Array, rate: Array, step: Array
) -> tuple[Array, Array, Array]:
    """What is taken from a weight, and its two moments after (Kingma and Ba 2015)."""
    count = step.astype(jnp.float32) + 1
    m = m + (gradient - m) * (1 - BETA_1)
    v = v + (gradient * gradient - v) * (1 - settings.beta_2)
    alpha = rate * jnp.sqrt(1 - settings.beta_2**count) / (1 - BETA_1**count)
    return m * alpha / (jnp.sqrt(v) + EPSILON), m, v


def applied(
    settings: TrainSettings, paths: Sequence[str], state: State, gradients: Sequence[Array], rate: Array
) -> tuple[State, Array]:
    """The state after one step, and the norm of the gradients before clipping.

    Args:
        settings: the rule and its numbers.
        paths: Keras's path of each weight.
        state: before.
        gradients: of the loss, in the order of the weights.
        rate: the learning rate of this step.
    """
    norm = jnp.sqrt(sum((g * g).sum() for g in gradients))
    scale = settings.clip_norm * jnp.minimum(1 / norm, 1 / settings.clip_norm)
    weights, momentum, velocity = [], [], []
    for path, w, g, m, v in zip(paths, state.weights, gradients, state.momentum, state.velocity, strict=True):
        g = g * scale
        if "bias" not in path.rpartition("/")[2]:
            w = w - w * settings.weight_decay * rate
        if by_muon(settings, path):
            taken, m = _muon(settings, g, m, rate)
        else:
            taken, m, v = _adam(settings, g, m, v, rate, state.step)
        weights.append(w - taken)
        momentum.append(m)
        velocity.append(v)
    kept = 1 - settings.average_decay
    averages = [a - kept * (a - w) for a, w in zip(state.averages, weights, strict=False)]
    return State(state.step + 1, weights, momentum, velocity, averages), norm
