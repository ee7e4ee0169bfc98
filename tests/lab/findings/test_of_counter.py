"""What is found of the counter, on a network that leaks by design."""

import built
import pytest

from pipeline.lab.findings import of_counter
from pipeline.lab.tasks import counter
from pipeline.network.weights import NetworkWeights

WHERE = 3


@pytest.fixture(scope="module")
def network() -> NetworkWeights:
    """It counts with unit 3; all other units have small random weights."""
    return built.noisy(built.counting(at=WHERE), size=0.3)


def test_holding_the_counter_on_its_line_repairs_a_leak() -> None:
    """A counter that leaks fails late; held where a perfect one would be, it is right again."""
    network = built.counting()
    network.layers[0].bias[10 + WHERE] = 6.5  # the forget gate is at .9985
    to = of_counter.reach(network, 100)
    assert counter.LONGEST < to < 100
    assert of_counter.repairs(network, [WHERE], to + of_counter.PAST)
    assert not of_counter.repairs(network, [0], to + of_counter.PAST)
