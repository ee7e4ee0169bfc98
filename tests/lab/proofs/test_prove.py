"""The prover: on hand-built networks it finds the unit that counts, and the boxes of its language."""

import built
import pytest

from pipeline.lab.proofs.boxes import Rounded
from pipeline.lab.proofs.prove import prove


@pytest.mark.parametrize(("task", "boxes"), [("counter", {"up", "down"}), ("selective", {"up", "down"})])
def test_the_counting_unit_is_the_one_that_was_built(task: str, boxes: set[str]) -> None:
    """Unit 3 counts up by one and no other counts; its boxes are those of a counter."""
    of, network = built.PROVED[task]
    found = prove(task, Rounded.of(network), built.ids(of))
    assert found is not None
    assert [unit for unit, sign in enumerate(found.sign) if sign] == [3]
    assert boxes <= set(found.boxes)


def test_a_memoriser_has_no_counting_unit() -> None:
    """Its boxes go round in a cycle, both letters apart."""
    of, network = built.PROVED["memoriser"]
    found = prove("memoriser", Rounded.of(network), built.ids(of))
    assert found is not None
    assert not found.sign.any()
    assert {name[0] for name in found.boxes} == {"A", "B"}


def test_a_network_of_another_task_is_not_proved() -> None:
    """What remembers letters does not count."""
    of, _ = built.PROVED["counter"]
    quiet = built.noisy(built.counting("hard", at=3), size=0.0)
    quiet.layers[0].kernel[:] = 0
    assert prove("counter", Rounded.of(quiet), built.ids(of)) is None
