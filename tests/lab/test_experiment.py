"""What an explorer says of a lab network, for networks that count, remember and copy by construction."""

from pathlib import Path

import built
import numpy as np
import pytest

from pipeline.core.workspace import Workspace
from pipeline.lab import experiment, store
from pipeline.lab.networks.learning import initial, network
from pipeline.lab.networks.shapes import Shape
from pipeline.lab.store import Lab
from pipeline.lab.tasks import copying, counter, memoriser, selective


@pytest.mark.parametrize(("task", "skip"), [(counter.TASK, ""), (selective.TASK, "X")])
def test_the_built_counter_is_named_with_its_step(task: counter.Task, skip: str) -> None:
    """Unit 3 adds one for each a, up to its sigmoid's rounding; the slider adds as much at the mark."""
    found = experiment.described(task, built.counting("hard", skip=skip, at=3, units=task.units))
    (cell,) = found["cells"]
    assert cell["address"] == "L1.c.3"
    assert cell["step"] == pytest.approx(1)
    assert found["mark"] == ("Y" if skip else "X")
    assert found["prompt"].endswith(found["mark"])


def test_the_built_memory_is_named_with_the_way_between_its_letters() -> None:
    """Unit 5 is what differs; its step is B's value less A's."""
    weights = built.remembering("hard")
    found = experiment.described(memoriser.TASK, weights)
    assert [cell["address"] for cell in found["cells"]] == ["L1.c.5"]
    assert abs(found["cells"][0]["step"]) == pytest.approx(2, abs=0.1)


def test_a_copier_has_no_slider() -> None:
    """A unit to look at, and nothing to add to."""
    found = experiment.described(copying.TASK, built.copier())
    assert found["cells"] == []
    assert found["address"].startswith("L")


def test_others_are_those_that_were_trained(tmp_path: Path) -> None:
    """Of three kinds of cells one was trained: it alone is there, packed as its own kind."""
    lab = Lab(Workspace(tmp_path))
    shape = Shape(counter.TASK.vocabulary.size, 1, 4, "gru")
    store.save(
        lab.networks("variants", "GRU"),
        [network(shape, initial(shape, 0))],
        np.zeros((1, 1), np.float32),
        "mark",
    )
    found = experiment.others(lab)
    assert list(found) == ["GRU"]
    assert found["GRU"]["cell"] == "gru"
