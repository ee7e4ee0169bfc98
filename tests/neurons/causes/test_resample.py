"""Replaced memories by hand, and costs compared among characters that cost alike."""

import numpy as np
import pytest

from pipeline.network.address import Address
from pipeline.network.bits import bits
from pipeline.network.scene import Scene
from pipeline.network.step import Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.causes.resample import base, beyond_outside, costs
from pipeline.neurons.moments import moments


@pytest.fixture
def ids() -> list[np.ndarray]:
    """A dozen tweets."""
    random = np.random.default_rng(3)
    return [random.integers(3, 14, length) for length in random.integers(4, 15, 12)]


def test_one_donor_is_a_held_step(network: NetworkWeights, ids: list[np.ndarray]) -> None:
    """With a single donor place the cost at BOS is that of the network held at its value at that step."""
    net, usual = Stepper.of(network, shared=True), moments(network, ids)
    begins = np.cumsum([0, *(len(one) + 1 for one in ids[:-1])])
    scene, donor = Scene.of(network, ids, begins), Scene.of(network, ids, np.array([7]))
    own = Address(2, "c", 3)
    value = float(donor.after[1]["c"][0, 3])
    found = costs(net, scene, own, [], donor, usual, network.shape, np.random.default_rng(0))[0]
    plain, held = bits(network, ids, [{}, {own: value}])
    assert base(net, scene) == pytest.approx(plain[begins], abs=1e-4)
    assert found == pytest.approx((held - plain)[begins], abs=1e-4)


def test_costs_that_follow_base_surprisal_are_no_effect_of_the_concept() -> None:
    """A loss in proportion to what a character costs: larger inside as a whole, equal within strata."""
    random = np.random.default_rng(1)
    inside, outside = random.gamma(4, 1, 400), random.gamma(2, 1, 2000)

    def lost(bits: np.ndarray) -> np.ndarray:
        return np.floor(bits) / 10 + random.normal(0, 0.05, len(bits))

    plain = lost(inside), lost(outside)
    assert plain[0].mean() - plain[1].mean() > 0.15
    found = beyond_outside(*plain, inside, outside)
    assert abs(found.value) < 0.05
    real = beyond_outside(plain[0] + 0.3, plain[1], inside, outside)
    assert real.value == pytest.approx(found.value + 0.3)
    assert real.low > 0.2
