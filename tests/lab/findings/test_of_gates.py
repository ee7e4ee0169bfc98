"""Shares of gates at their ends, on networks of which they are known."""

import built
import pytest

from pipeline.lab.findings import of_gates
from pipeline.lab.tasks import counter


def test_one_unit_of_ten_has_gates_at_their_ends() -> None:
    """The unit that counts; the gates of the nine without weights stand at a half."""
    found = of_gates.finding(counter.TASK, [built.counting()], "built")
    assert found.values == pytest.approx((0.1,))
    assert found.passed == (False,)
    assert found.note == "input gates 10%, forget gates 10%, output gates 10%"


def test_a_network_of_that_unit_alone_passes() -> None:
    """All its gates are open or shut."""
    found = of_gates.finding(counter.TASK, [built.counting(units=1, at=0)], "built")
    assert (found.values, found.passed) == ((1.0,), (True,))
