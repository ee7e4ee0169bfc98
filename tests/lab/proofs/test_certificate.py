"""Networks built by hand are proved, wrong ones are not."""

from typing import Any

import built
import pytest

from pipeline.lab.proofs import certificate, verify
from pipeline.lab.proofs.boxes import Rounded
from pipeline.lab.tasks import counter


@pytest.mark.parametrize("name", built.PROVED)
def test_the_built_networks_are_proved(name: str, certificates: dict[str, dict[str, Any]]) -> None:
    """As they are, without sharpening; and the checker agrees."""
    assert certificates[name]["factor"] == 1
    verify.check(certificates[name])


def test_a_network_that_is_wrong_is_not_proved() -> None:
    """One whose counter leaks is right for small numbers only, and no proof is found."""
    leaking = built.counting("hard")
    leaking.layers[0].bias[10 + 3] = 2.9  # a forget gate just below its end
    for factor in certificate.FACTORS:
        assert (
            factor * 2.9 > 3
            or certificate.prove("counter", Rounded.of(leaking), built.ids(counter.TASK)) is None
        )


def test_shuffled_networks_are_not_proved() -> None:
    """In ten networks with the numbers of one that counts, in other places."""
    whole = built.noisy(built.counting("hard"))
    found = [
        certificate.proved(
            "counter", built.shuffled(whole, seed), built.ids(counter.TASK), built.learned(counter.TASK)
        )
        for seed in range(10)
    ]
    assert found == [None] * 10
