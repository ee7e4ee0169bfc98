"""What a block costs: a busy loop, a sleep, and an array that is let go of."""

import time

import numpy as np

from pipeline.runner.profile import CLEAR, measured


def test_work_costs_cpu_and_waiting_does_not() -> None:
    """A sleep takes wall time alone, a busy loop takes both."""
    with measured() as slept:
        time.sleep(0.2)
    assert slept["wall_s"] >= 0.2
    assert slept["cpu_s"] < 0.1
    with measured() as worked:
        until = time.process_time() + 0.2
        while time.process_time() < until:
            pass
    assert worked["cpu_s"] >= 0.19


def test_the_peak_is_that_of_the_block() -> None:
    """An array of 200 MB, filled and dropped inside the block, is seen; the next block does not see it."""
    with measured() as big:
        np.ones(25_000_000).sum()
    with measured() as small:
        pass
    assert big["peak_bytes"] > 200e6
    if CLEAR.exists():
        assert small["peak_bytes"] < big["peak_bytes"] - 100e6
