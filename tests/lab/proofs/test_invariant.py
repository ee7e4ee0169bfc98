"""Closed boxes and cycles of boxes."""

import built

from pipeline.lab.proofs.boxes import OPEN, STATE, Box, Rounded, step
from pipeline.lab.proofs.invariant import closed, cycle
from pipeline.lab.tasks import counter, memoriser


def test_a_closed_box_is_closed() -> None:
    """It holds its start, and a further step does not leave it; what grows without end has an open bound."""
    network = Rounded.of(built.counting("hard"))
    a = built.ids(counter.TASK)["a"]
    start = Box.zero(network.units)
    box = closed(network, start, [(a, 0)], 0)
    assert box is not None
    after = step(network, box, a, 0, 0)
    assert after is not None
    assert start.within(box)
    assert after.within(box)
    assert box.c[1, 3] == OPEN


def test_a_cycle_is_found() -> None:
    """A unit that turns its own sign at every x comes back after two."""
    network = built.remembering("hard")
    network.layers[0].bias[0 + 9], network.layers[0].bias[20 + 9], network.layers[0].bias[60 + 9] = (
        30,
        -30,
        30,
    )
    network.layers[0].recurrent[9, 40 + 9] = -30
    rounded = Rounded.of(network)
    x = built.ids(memoriser.TASK)["x"]
    zero = Box.zero(rounded.units)
    start = Box(zero.c.copy(), zero.h.copy(), zero.sign)
    start.c[:, 9] = start.h[:, 9] = STATE
    one, two = cycle(rounded, start, x, 1), cycle(rounded, start, x, 2)
    assert one is not None
    assert two is not None
    assert one[0].h[:, 9].tolist() == [-STATE, STATE]
    assert [box.h[:, 9].tolist() for box in two] == [[STATE, STATE], [-STATE, -STATE]]
