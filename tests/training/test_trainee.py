"""A network in training: everything of it comes back from arrays, and averages change places with weights."""

import numpy as np

from pipeline.core.settings import TrainSettings
from pipeline.training.trainee import build

SETTINGS = TrainSettings(units=3, embedding=2, average_decay=0.9)


def test_arrays_restore_all_of_it() -> None:
    """Weights, the optimizer's own and averages, into a fresh network of another seed."""
    one, other = build(7, SETTINGS), build(7, SETTINGS.model_copy(update={"seed": 5}))
    before = other.arrays()
    assert any(not np.array_equal(value, before[name]) for name, value in one.arrays().items())
    other.restore(one.arrays())
    for name, value in other.arrays().items():
        assert np.array_equal(value, one.arrays()[name]), name


def test_averages_and_weights_change_places() -> None:
    """Once and back; without averaging there is nothing to change."""
    trainee = build(7, SETTINGS)
    for average in trainee.averages:
        average.assign_add(average * 0 + 1)
    weights = [variable.numpy() for variable in trainee.model.trainable_variables]
    trainee.swap()
    for variable, was in zip(trainee.model.trainable_variables, weights, strict=True):
        assert np.allclose(variable.numpy(), was + 1)
    trainee.swap()
    for variable, was in zip(trainee.model.trainable_variables, weights, strict=True):
        assert np.array_equal(variable.numpy(), was)
    plain = build(7, SETTINGS.model_copy(update={"average_decay": 0.0}))
    before = plain.arrays()
    plain.swap()
    assert all(np.array_equal(value, before[name]) for name, value in plain.arrays().items())
