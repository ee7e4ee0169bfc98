"""Compiled loops do what the same loops do in Python, beside other threads."""

import numpy as np

from pipeline.statistics.compiled import compiled


def _running(values, found):  # type: ignore[no-untyped-def]
    total = 0.0
    for k in range(len(values)):
        total += values[k] * k
        found[k] = total


def test_a_compiled_loop_is_the_loop_without_the_lock() -> None:
    """The same numbers as the plain function, and Python's lock is let go of."""
    values = np.random.default_rng(0).normal(size=50)
    plain, fast = np.empty(50), np.empty(50)
    _running(values, plain)
    function = compiled(_running)
    function(values, fast)
    np.testing.assert_allclose(fast, plain, rtol=1e-15)
    assert function.targetoptions["nogil"]
