"""Interchange by hand: bits towards the other text, and other units moved as far."""

import numpy as np
import pytest
from scipy.special import log_softmax, rel_entr

from pipeline.network.address import Address
from pipeline.network.scene import Scene
from pipeline.network.step import Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.causes.interchange import Side, exchanged, moved, puts
from pipeline.neurons.moments import moments


@pytest.fixture
def ids() -> list[np.ndarray]:
    """A dozen tweets."""
    random = np.random.default_rng(3)
    return [random.integers(3, 14, length) for length in random.integers(4, 15, 12)]


def distribution(network: NetworkWeights, h: np.ndarray) -> np.ndarray:
    """What the top layer's output predicts."""
    return np.exp(log_softmax(h.astype(np.float64) @ network.dense + network.dense_bias, axis=1))


def test_gains_are_differences_of_kullback_leibler(network: NetworkWeights, ids: list[np.ndarray]) -> None:
    """By scipy, for one unit of the top layer's output: KL(source ‖ target) before and after."""
    target, source = (Scene.of(network, ids, np.array(p)) for p in ([3, 20, 40], [22, 5, 31]))
    side = Side.of(Stepper.of(network, shared=True), target, source)
    before, wanted = (distribution(network, one.after[1]["h"]) for one in (target, source))
    mixed = target.after[1]["h"].copy()
    mixed[:, 2] = source.after[1]["h"][:, 2]
    after = distribution(network, mixed)
    distance = rel_entr(wanted, before).sum(axis=1) / np.log(2)
    left = rel_entr(wanted, after).sum(axis=1) / np.log(2)
    found = side.gains(Stepper.of(network, shared=True), [exchanged(source, [Address(2, "h", 2)])])
    assert side.distance == pytest.approx(distance, abs=1e-5)
    assert found[0] == pytest.approx(distance - left, abs=1e-5)


def test_all_of_the_top_layer_saves_the_whole_distance(
    network: NetworkWeights, ids: list[np.ndarray]
) -> None:
    """And each unit alone saves another amount."""
    target, source = (Scene.of(network, ids, np.array(p)) for p in ([3, 20, 40], [22, 5, 31]))
    net = Stepper.of(network, shared=True)
    side = Side.of(net, target, source)
    units = [Address(2, "h", unit) for unit in range(5)]
    (whole,) = side.gains(net, [exchanged(source, units)])
    alone = side.gains(net, [exchanged(source, [unit]) for unit in units])
    assert whole == pytest.approx(side.distance, abs=1e-5)
    assert np.abs(alone - side.distance).max(axis=1).min() > 1e-3


def test_other_units_are_moved_as_far(network: NetworkWeights, ids: list[np.ndarray]) -> None:
    """In their own standard deviations, towards their own source, within what they visit."""
    target, source = (Scene.of(network, ids, np.array(p)) for p in ([3, 20, 40], [22, 5, 31]))
    usual, shape = moments(network, ids), network.shape
    own, other = Address(1, "c", 0), Address(1, "c", 3)
    first, second = puts(target, source, own, [other], usual, shape)
    assert first[own] == pytest.approx(moved(source, own))
    dose = np.abs(moved(source, own) - moved(target, own)) / usual.std[own.flat(shape)]
    place = other.flat(shape)
    for n in range(3):
        here, there = moved(target, other)[n], moved(source, other)[n]
        free = here + np.sign(there - here) * dose[n] * usual.std[place]
        assert second[other][n] == pytest.approx(min(max(free, usual.low[place]), usual.high[place]))
