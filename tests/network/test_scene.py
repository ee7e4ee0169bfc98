"""Scenes are the trace at their places, and a step taken there again is the network's own."""

import numpy as np
import pytest

from pipeline.network.activations import activations, positions
from pipeline.network.address import Address
from pipeline.network.bits import bits
from pipeline.network.scene import Scene, log_probabilities
from pipeline.network.step import Stepper
from pipeline.network.weights import NetworkWeights


@pytest.fixture
def ids() -> list[np.ndarray]:
    """Tweets of several lengths, one of them empty."""
    random = np.random.default_rng(3)
    return [random.integers(3, 14, length) for length in (9, 1, 0, 14, 5)]


def test_states_are_those_of_the_trace(network: NetworkWeights, ids: list[np.ndarray]) -> None:
    """After each place they are the trace's there, before it those of the place before; zero before BOS."""
    places = np.array([3, 0, 33, 12, 3])
    scene = Scene.of(network, ids, places)
    begins = positions(ids)
    for layer, signal, unit in ((1, "c", 2), (2, "h", 4)):
        whole = activations(network, ids, [Address(layer, signal, unit)])[0]
        assert scene.after[layer - 1][signal][:, unit] == pytest.approx(whole[places], abs=1e-6)
        expected = [0.0 if place in begins else whole[place - 1] for place in places]
        assert scene.before[layer - 1][signal][:, unit] == pytest.approx(expected, abs=1e-6)


def test_an_untouched_step_costs_what_the_network_says(
    network: NetworkWeights, ids: list[np.ndarray]
) -> None:
    """The bits of the following character at every position are those of `bits`, EOS included."""
    places = np.arange(positions(ids)[-1])
    scene = Scene.of(network, ids, places)
    found = log_probabilities(Stepper.of(network, shared=True), scene, [{}])[0]
    assert np.exp2(found).sum(axis=1) == pytest.approx(1, abs=1e-5)
    own = -found[np.arange(len(places)), scene.following]
    assert own == pytest.approx(bits(network, ids, [{}])[0], abs=1e-4)


def test_the_whole_state_of_another_text_gives_its_distribution(
    network: NetworkWeights, ids: list[np.ndarray]
) -> None:
    """Every h and c of every layer put in: nothing of the own text is left; in several networks at once."""
    target, source = (Scene.of(network, ids, np.array(p)) for p in ([3, 20, 14], [22, 5, 31]))
    net = Stepper.of(network, shared=True)

    def put(layers: tuple[int, ...], signals: str) -> dict[Address, np.ndarray]:
        return {
            Address(layer, signal, unit): source.after[layer - 1][signal][:, unit]
            for layer in layers
            for signal in signals
            for unit in range(5)
        }

    usual = [log_probabilities(net, scene, [{}])[0] for scene in (target, source)]
    whole, top, nothing = log_probabilities(net, target, [put((1, 2), "ch"), put((2,), "h"), {}])
    assert whole == pytest.approx(usual[1], abs=1e-5)
    assert top == pytest.approx(usual[1], abs=1e-5)  # what is predicted reads the top layer's h alone
    assert nothing == pytest.approx(usual[0], abs=1e-5)
    assert log_probabilities(net, target, [put((2,), "c")])[0] != pytest.approx(usual[1], abs=1e-2)
