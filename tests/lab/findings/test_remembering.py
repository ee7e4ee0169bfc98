"""The search for the unit that remembers, on networks built by hand."""

import built

from pipeline.lab.findings import remembering
from pipeline.lab.networks.running import exact
from pipeline.lab.tasks import memoriser

VOCABULARY = memoriser.TASK.vocabulary

WHERE = 5


def test_the_unit_that_remembers_is_found_and_causal() -> None:
    """It flips the answer at every moment, on strings longer than those it was chosen on."""
    network = built.noisy(built.remembering(at=WHERE), size=0.2)
    assert exact(network, memoriser.strings(range(1, 50)), VOCABULARY).all()
    found = remembering.find(network, range(1, 6), VOCABULARY)
    assert found is not None
    assert (found.units, found.choosing) == ((WHERE,), 1.0)
    assert remembering.flips(network, [WHERE], (12, 30), VOCABULARY).all()
    assert not remembering.flips(network, [0], (12,), VOCABULARY).any()


def test_a_memory_shared_by_two_units_needs_both() -> None:
    """Two units hold the letter and the output reads their sum: swapped alone, neither decides."""
    network, second = built.remembering(at=WHERE), 9
    layer = network.layers[0]
    for array in (layer.kernel, layer.bias):
        for gate in range(4):
            array[..., gate * 20 + second] = array[..., gate * 20 + WHERE]
    network.dense[[WHERE, second]] = network.dense[WHERE] / 2
    assert exact(network, memoriser.strings(range(1, 30)), VOCABULARY).all()
    found = remembering.find(network, range(1, 6), VOCABULARY)
    assert found is not None
    assert set(found.units) == {WHERE, second}
    assert remembering.flips(network, found.units, (12,), VOCABULARY).all()
    assert not remembering.flips(network, [WHERE], (12,), VOCABULARY).all()


def test_nothing_remembers_in_shuffled_networks() -> None:
    """In at least 95 of 100."""
    whole = built.noisy(built.remembering(units=8))
    found = [remembering.find(built.shuffled(whole, seed), (2, 4), VOCABULARY) for seed in range(100)]
    assert sum(one is None for one in found) >= 95
