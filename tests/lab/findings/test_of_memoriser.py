"""What is found of the memoriser, on a network built by hand."""

import built

from pipeline.lab.findings import of_memoriser

WHERE = 5


def test_the_verdicts_on_the_built_network() -> None:
    """One unit does both letters, its hidden state is on, and nothing counts the x's."""
    network = built.remembering(at=WHERE)
    found = {f.key: f for f in of_memoriser.findings({"noisy": [network], "plain": [network]})}
    passed = {key for key, one in found.items() if one.passed == (True,)}
    assert {"kept", "sharpened", "one cell", "memory set", "on noisy", "ignores x", "forget"} <= passed
    assert not {"two neurons noisy", "counts noisy", "passive"} & passed
