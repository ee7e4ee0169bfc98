"""What is found of the selective counter, on a network built by hand."""

import built
import pytest

from pipeline.lab.findings import counting, of_selective
from pipeline.lab.networks.running import exact
from pipeline.lab.tasks import selective
from pipeline.network.weights import NetworkWeights

WHERE = 3


@pytest.fixture(scope="module")
def network() -> NetworkWeights:
    """It counts with unit 3; all other units have small random weights."""
    return built.noisy(built.counting(at=WHERE), size=0.3)


def test_a_selective_counter_takes_in_nothing_at_x() -> None:
    """i·g at X is nothing; taking in an X like an a gives just one b more."""
    network = built.noisy(built.counting(skip="X", units=20), size=0.2)
    assert exact(network, selective.held_out(), selective.TASK.vocabulary).all()
    kinds = {kind: [network] for kind in ("noisy", "hard", "no-input-gate")}
    found = {f.key: f for f in of_selective.findings(kinds)}
    for key in ("counting set", "passes over", "gate shut", "one more"):
        assert found[key].passed == (True,), key
    assert found["candidate full"].passed == (False,)


def test_nothing_counts_in_shuffled_networks() -> None:
    """In at least 95 of 100 networks with the numbers of a selective counter in other places."""
    whole, vocabulary = built.noisy(built.counting(skip="X")), selective.TASK.vocabulary
    found = [
        counting.find(built.shuffled(whole, seed), of_selective.EXPERIMENT, vocabulary) for seed in range(100)
    ]
    assert sum(not one.units for one in found) >= 95


def test_another_way_without_input_gates() -> None:
    """The input gate is always open and the candidate 0 at X: right, and the way is named."""
    network = built.ungated(at=WHERE)
    kinds = {"noisy": [network], "hard": [network], "no-input-gate": [network]}
    found = {f.key: f for f in of_selective.findings(kinds)}
    assert found["other way"].passed == found["other way longer"].passed == (True,)
    assert found["other way"].note == (
        "a counting set is found in 1; units in it: 1 to 1; what shuts at X instead: candidate 1"
    )
    assert found["gate shut"].passed == (False,)
