"""What signals do over strings, on networks built by hand and by plain counting."""

import built
import numpy as np
import pytest

from pipeline.lab.findings import signals
from pipeline.lab.tasks import counter

VOCABULARY = counter.TASK.vocabulary


def test_values_are_taken_where_a_character_is_read() -> None:
    """The count of a built counter: 1, 2 at the a's, 2 at X, 1, 0 at the b's; padding is left out."""
    network = built.counting(at=3)
    found = signals.read(network, counter.strings((2, 1)), VOCABULARY)
    cells = {character: found.at(character, "c")[:, 3] for character in "aXb"}
    assert cells["a"] == pytest.approx([1, 2, 1], abs=1e-4)
    assert cells["X"] == pytest.approx([2, 1], abs=1e-4)
    assert cells["b"] == pytest.approx([1, 0, 0], abs=1e-4)
    assert found.everywhere("c").shape == (5 + 3, 10)
    assert signals.memory(network, found)[:, 3] == pytest.approx(np.tanh(found.everywhere("c")[:, 3]))


def test_extremes_are_counted() -> None:
    """By hand: four of six lie below .05 or above .95 in size."""
    assert signals.extreme(np.array([0.04, -0.5, 0.96, -0.99, 0.0, 0.5])) == pytest.approx(4 / 6)


def test_gates_of_a_built_counter_are_at_their_ends() -> None:
    """All three gates of its counting unit; of random units only some."""
    found = signals.read(built.counting(at=3), counter.strings((3,)), VOCABULARY)
    assert signals.saturation(found, 1)["f"] == pytest.approx(0.1)  # nine idle units have gates at ½
    random = signals.read(built.noisy(built.counting(at=3), size=1.0), counter.strings((3,)), VOCABULARY)
    assert 0 < signals.saturation(random, 1)["f"] < 1


def test_the_rank_correlation_of_memory_and_output() -> None:
    """With the output gate open h is a monotone function of c; idle units do not count."""
    network = built.counting(at=3)
    found = signals.read(network, counter.strings((4, 2)), VOCABULARY)
    assert signals.rank_correlation(network, found) == pytest.approx(1)
