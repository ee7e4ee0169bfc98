"""The search for counters, on a network whose counter is known and on networks without one."""

import built
import numpy as np
import pytest

from pipeline.lab.findings import counting, of_counter
from pipeline.lab.networks.running import exact
from pipeline.lab.tasks import counter
from pipeline.network.weights import NetworkWeights

WHERE = 3


@pytest.fixture(scope="module")
def network() -> NetworkWeights:
    """It counts with unit 3; all other units have small random weights."""
    return built.noisy(built.counting(at=WHERE), size=0.3)


def test_the_built_network_counts(network: NetworkWeights) -> None:
    """Without this the other tests would say nothing."""
    assert exact(network, counter.strings(range(1, 60)), counter.TASK.vocabulary).all()


def test_its_counter_is_found(network: NetworkWeights) -> None:
    """One unit, the one that was built, with one step a symbol."""
    found = counting.find(network, of_counter.EXPERIMENT, of_counter.VOCABULARY)
    assert found.units == (WHERE,)
    assert found.slopes == pytest.approx([1.0], abs=0.02)


def test_it_is_causal_on_numbers_that_were_not_used(network: NetworkWeights) -> None:
    """Interchange gives the other's number; k steps give k more; another unit does neither."""
    experiment, vocabulary = of_counter.EXPERIMENT, of_counter.VOCABULARY
    found = counting.find(network, experiment, vocabulary)
    assert counting.interchanged(network, experiment, [WHERE], experiment.held_out, vocabulary).all()
    assert counting.added(network, experiment, found, range(11, 15), of_counter.STEPS, vocabulary).all()
    assert not counting.interchanged(network, experiment, [0], experiment.held_out, vocabulary).any()


def test_a_count_shared_by_two_units_needs_both() -> None:
    """Two counters of which the output reads both: neither alone passes, the set does."""
    one, second = built.counting(at=WHERE), 7
    layer, b = one.layers[0], int(of_counter.VOCABULARY.encode("b")[0])
    for array in (layer.kernel, layer.bias):
        for gate in range(4):
            array[..., gate * 10 + second] = array[..., gate * 10 + WHERE]
    one.dense[[WHERE, second], b] = 5
    one.dense_bias[1] = 6  # over one counter's most, 5; under two counters' least at a count of 1, 7.6
    assert exact(one, counter.strings(range(1, 30)), of_counter.VOCABULARY).all()
    found = counting.find(one, of_counter.EXPERIMENT, of_counter.VOCABULARY)
    assert found.units == (WHERE, second)
    assert max(found.alone) < 1


def test_nothing_is_found_in_shuffled_networks() -> None:
    """In at least 95 of 100 networks with the same numbers in other places."""
    whole = built.noisy(built.counting())
    none = [
        not counting.find(built.shuffled(whole, seed), of_counter.EXPERIMENT, of_counter.VOCABULARY).units
        for seed in range(100)
    ]
    assert sum(none) >= 95


def test_the_fit_is_that_of_least_squares() -> None:
    """Slope and R² against numpy's polyfit, for two like phases."""
    random = np.random.default_rng(3)
    count = np.arange(20.0)
    values = (2 * count + random.normal(size=20))[:, None]
    both = np.concatenate([values, values])
    fitted = counting._least_squares(np.tile(count, 2), np.repeat([0, 1], 20), both)
    slope, _ = np.polyfit(count, values[:, 0], 1)
    assert fitted.slope == pytest.approx([slope])
    assert fitted.r2 == pytest.approx([np.corrcoef(count, values[:, 0])[0, 1] ** 2])
