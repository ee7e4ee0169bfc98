"""The compiled loops against exact fractions, for units that count and for bounds that are open."""

from fractions import Fraction

import numpy as np
import pytest

from pipeline.lab.proofs import box_loops
from pipeline.lab.proofs.box_loops import OPEN, STATE, WEIGHT

ROW = [4, 3, 0.1, 4, 0.5, -0.4, 2, 1]  # i, f, g, o of two units: the first counts, its f and i at their ends


def exact(c: list[Fraction]) -> list[Fraction]:
    """The cells after the character of ROW, without recurrent weights."""
    row = [Fraction(value) for value in ROW]
    sigma = [min(Fraction(1), max(Fraction(0), (x + 3) / 6)) for x in row]
    cut = [min(Fraction(1), max(Fraction(-1), x)) for x in row]
    return [sigma[2 + u] * c[u] + sigma[u] * cut[4 + u] for u in range(2)]


@pytest.mark.parametrize(("sign", "change"), [(1, 1), (1, -1), (-1, -1)])
def test_a_unit_that_counts_moves_by_one_and_its_box_by_the_rest(sign: int, change: int) -> None:
    """At any k, the cell sign·k + c of exact fractions lies in the new box at the new k."""
    row = np.array([round(value * WEIGHT) for value in ROW])
    row[2:4] = 4 * WEIGHT, -1 * WEIGHT  # the first unit's forget gate is open, the second's is not
    recurrent, h = np.zeros((2, 8), np.int64), np.zeros((2, 2), np.int64)
    c = np.array([[-7, -3 * STATE], [5, STATE]])
    signs = np.array([sign, 0])
    made, after, _ = box_loops.step(row, recurrent, c, h, signs, change, 9)
    assert made
    i, g = box_loops.gates(row, recurrent, h)[0, [0, 4]]
    for k in (9, 1000, 10**6):
        for low_or_high in (0, 1):
            exactly = Fraction(int(sign * k * STATE + c[low_or_high, 0])) + Fraction(int(i) * int(g), STATE)
            counted = exactly - sign * (k + change) * STATE
            assert after[0, 0] <= counted <= after[1, 0]
            assert after[1, 0] - after[0, 0] <= c[1, 0] - c[0, 0] + 2  # rounded outward, no further
    row[2] = 2 * WEIGHT  # now it forgets a little
    assert not box_loops.step(row, recurrent, c, h, signs, change, 9)[0]
    row[2] = 4 * WEIGHT
    assert not box_loops.step(row, recurrent, c, h, signs, change, -3)[0]  # k may be low


def test_a_step_is_that_of_fractions() -> None:
    """A box of one state, no unit counting: the exact cells lie within one unit of the last place."""
    row = np.array([round(Fraction(value) * WEIGHT) for value in ROW])
    state = [Fraction(3, 2), Fraction(-5, 4)]
    c = np.array([[int(value * STATE) for value in state]] * 2)
    zero = np.zeros(2, np.int64)
    made, after, _ = box_loops.step(row, np.zeros((2, 8), np.int64), c, np.stack([zero, zero]), zero, 0, 0)
    assert made
    for unit, value in enumerate(exact(state)):
        assert abs(Fraction(int(after[0, unit]), STATE) - value) < Fraction(1, 2**10)  # weights are rounded
        assert after[0, unit] <= after[1, unit]


def test_an_open_bound_stays_open_unless_all_is_forgotten() -> None:
    """Infinity times a gate that may be open is infinity; a gate that is shut forgets it."""
    c, h = np.array([[-OPEN, 0], [0, OPEN]]), np.zeros((2, 2), np.int64)
    row, zero = np.zeros(8, np.int64), np.zeros(2, np.int64)
    after = box_loops.step(row, np.zeros((2, 8), np.int64), c, h, zero, 0, 0)[1]
    assert (after[0, 0], after[1, 1]) == (-OPEN, OPEN)
    row[2:4] = -4 * WEIGHT
    after = box_loops.step(row, np.zeros((2, 8), np.int64), c, h, zero, 0, 0)[1]
    assert not after.any()


def test_hull_and_within() -> None:
    """The hull holds both; neither holds the hull unless it is the hull."""
    random = np.random.default_rng(0)
    a, b = np.sort(random.integers(-9, 9, (2, 2, 5)), axis=1)
    both = box_loops.hull(a, b)
    assert (both == np.stack([np.minimum(a[0], b[0]), np.maximum(a[1], b[1])])).all()
    assert box_loops.within(a, both)
    assert box_loops.within(b, both)
    assert box_loops.within(both, a) == (both == a).all()
