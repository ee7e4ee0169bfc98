"""Proofs of several networks: where one fails the least mistake is named."""

import built
import pytest

from pipeline.lab.networks.running import printed
from pipeline.lab.proofs import all as proofs
from pipeline.lab.tasks import counter, memoriser


def test_the_least_number_that_is_wrong_is_found() -> None:
    """Of a counter that leaks: the first n whose b's are not n, by printing each."""
    leaking = built.counting("hard")
    leaking.layers[0].bias[10 + 3] = 2.9
    found = proofs.first_wrong("counter", leaking)
    assert found is not None
    strings = counter.strings(range(1, found + 1))
    texts = printed(leaking, [item.prompt for item in strings], counter.TASK.vocabulary, limit=found + 5)
    right = [text == item.answer for text, item in zip(texts, strings, strict=True)]
    assert right == [True] * (found - 1) + [False]


@pytest.mark.parametrize("task", list(built.PROVED))
def test_what_is_right_has_no_mistake(task: str) -> None:
    """Up to 200, of each task."""
    assert proofs.first_wrong(task, built.PROVED[task][1]) is None


def test_a_network_that_knows_nothing_is_wrong_at_one() -> None:
    """One that has forgotten the letter."""
    network = built.remembering("hard")
    network.dense[:] = 0
    assert proofs.first_wrong("memoriser", network) == 1
    assert memoriser.string("A", 1).answer == "a"
