"""What is found of the memoriser, on a network built by hand."""

import built
import numpy as np

from pipeline.lab.findings import nulls, of_memoriser

WHERE = 5


def test_the_verdicts_on_the_built_network() -> None:
    """One unit does both letters, its hidden state is on, and nothing counts the x's."""
    network = built.remembering(at=WHERE)
    found = {f.key: f for f in of_memoriser.findings({"noisy": [network], "plain": [network]})}
    passed = {key for key, one in found.items() if one.passed == (True,)}
    assert {"kept", "sharpened", "one cell", "memory set", "on noisy", "ignores x", "forget"} <= passed
    assert not {"two neurons noisy", "counts noisy", "passive"} & passed


def test_nothing_counts_the_xs_in_shuffled_networks() -> None:
    """In at least 95 of 100, though most have a unit that goes up with the x's."""
    whole = built.noisy(built.remembering())
    null = nulls.scores(whole, of_memoriser._counts)[:, 0]
    found = [of_memoriser._counts(built.shuffled(whole, seed))[0] for seed in range(100)]
    assert sum(nulls.beats(value, null) for value in found) <= 5
    assert np.mean(np.array(found) >= of_memoriser.COUNTED) > 0.2
