"""Batches are shared among devices without a change of what counts."""

import numpy as np
import pytest

from pipeline.training.batches import IGNORE, pad

pytest.importorskip("jax", reason="JAX is not installed")
from pipeline.training.jax.step import ROUND, mesh, rounded, shared


def test_rounding_adds_padding_alone() -> None:
    """Whole shares of lanes and multiples of ROUND; the targets that count stay where they were."""
    batch = pad([np.arange(2, 20), np.array([5])])
    inputs, targets = rounded(batch, 5)
    lanes, time = batch.inputs.shape
    assert inputs.shape == targets.shape == (35, 2 * ROUND)
    assert np.array_equal(targets[:lanes, :time], batch.targets)
    assert (targets != IGNORE).sum() == batch.characters


def test_a_shared_array_is_the_array() -> None:
    """What the devices hold, put together, is what was given."""
    array = np.arange(8.0).reshape(4, 2)
    assert np.array_equal(np.asarray(shared(array, mesh())), array)
