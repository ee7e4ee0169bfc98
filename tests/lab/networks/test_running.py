"""What networks print, on networks built by hand; and holds, where the effect is known."""

import built
import numpy as np
import pytest

from pipeline.lab.networks.running import Hold, exact, printed, right_to
from pipeline.lab.tasks import counter, memoriser

VOCABULARY, WHERE = counter.TASK.vocabulary, 3


def test_the_counter_prints_as_many_bs() -> None:
    """Prompts of different lengths side by side; `exact` agrees with comparing what is printed."""
    network = built.noisy(built.counting(at=WHERE), size=0.2)
    items = counter.strings((1, 4, 9))
    assert printed(network, [item.prompt for item in items], VOCABULARY) == ["b", "bbbb", "b" * 9]
    network.dense_bias[:] += np.linspace(0, 6, len(network.dense_bias))  # now it is wrong at times
    items = counter.strings(range(1, 12))
    texts = printed(network, [item.prompt for item in items], VOCABULARY, limit=20)
    assert exact(network, items, VOCABULARY).tolist() == [
        text == item.answer for text, item in zip(texts, items, strict=True)
    ]


def test_a_network_that_never_ends_is_cut() -> None:
    """After `limit` characters."""
    network = built.counting(at=WHERE)
    network.dense_bias[int(VOCABULARY.encode("b")[0])] = 99
    assert printed(network, ["aX"], VOCABULARY, limit=7) == ["b" * 7]


@pytest.mark.parametrize(("held", "expected"), [(2.0, "bb"), (6.0, "bbbbbb"), (0.0, "")])
def test_a_held_cell_is_what_the_network_goes_on_with(held: float, expected: str) -> None:
    """The count held at X decides what is printed; at −1 nothing is held."""
    network, prompts = built.counting(at=WHERE), ["aaaX", "aaaX"]
    hold = Hold("c", [WHERE], np.array([4, -1]), np.full((2, 1), held))
    assert printed(network, prompts, VOCABULARY, [hold]) == [expected, "bbb"]


def test_two_holds_of_one_signal_are_both_kept() -> None:
    """The memory is turned at the first x, and turned back at the second."""
    network = built.remembering(at=5)
    item = memoriser.string("A", 3)
    one = Hold("c", [5], np.array([2]), np.array([[-1.0]]))
    back = Hold("c", [5], np.array([3]), np.array([[1.0]]))
    task = memoriser.TASK.vocabulary
    assert printed(network, [item.prompt], task, [one]) == ["b"]
    assert printed(network, [item.prompt], task, [one, back]) == ["a"]


def test_right_to_stops_at_the_first_mistake() -> None:
    """By hand, also where all are right and where the first is wrong."""
    assert right_to(np.array([True, True, False, True])) == 2
    assert right_to(np.array([True, True])) == 2
    assert right_to(np.array([False, True]), first=5) == 4
