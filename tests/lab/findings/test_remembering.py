"""The search for the unit that remembers, on networks built by hand."""

import built

from pipeline.lab.findings import remembering
from pipeline.lab.running import exact
from pipeline.lab.tasks import memoriser

VOCABULARY = memoriser.TASK.vocabulary

WHERE = 5


def test_the_unit_that_remembers_is_found_and_causal() -> None:
    """It flips the answer at every moment, on strings longer than those it was chosen on."""
    network = built.noisy(built.remembering(at=WHERE), size=0.2)
    assert exact(network, memoriser.strings(range(1, 50)), VOCABULARY).all()
    found = remembering.find(network, range(1, 6), VOCABULARY)
    assert found is not None
    assert (found.unit, found.choosing) == (WHERE, 1.0)
    assert remembering.flips(network, WHERE, (12, 30), VOCABULARY).all()
    assert not remembering.flips(network, 0, (12,), VOCABULARY).any()


def test_nothing_remembers_in_shuffled_networks() -> None:
    """In at least 95 of 100."""
    whole = built.noisy(built.remembering(units=8))
    found = [remembering.find(built.shuffled(whole, seed), (2, 4), VOCABULARY) for seed in range(100)]
    assert sum(one is None for one in found) >= 95
