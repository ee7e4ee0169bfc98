"""Work on all cores: items in order, the same bits on any number of cores, errors that come out."""

import operator
import os
from functools import reduce

import numpy as np
import pytest

from pipeline.core.parallel import PARTITIONS, mapped, summed


def test_results_stand_in_the_order_of_the_items() -> None:
    """As the built-in map has them, also when the first items take longest."""
    import time

    def slow_first(item: int) -> int:
        time.sleep(0.02 if item == 0 else 0)
        return item * item

    assert mapped(slow_first, range(40)) == list(map(slow_first, range(40)))
    assert mapped(slow_first, []) == []


@pytest.mark.parametrize("count", [1, 2, PARTITIONS - 1, PARTITIONS, PARTITIONS + 1, 100])
def test_the_sum_is_that_of_all_items(count: int) -> None:
    """Whole numbers, so that the order cannot matter: n(n + 1) / 2, whatever the number of partitions."""
    assert summed(lambda item: item, range(1, count + 1)) == count * (count + 1) // 2


def test_the_sum_has_the_same_bits_on_any_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Floats of many sizes, whose sum depends on the order of additions, and does so here."""
    values = np.random.default_rng(0).lognormal(0, 12, 500).tolist()
    sums = set()
    for cores in (1, 2, 7):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        sums.add(summed(lambda item: item, values))
    by_hand = [reduce(operator.add, values[first::PARTITIONS]) for first in range(PARTITIONS)]
    assert sums == {reduce(operator.add, by_hand)}
    assert sums != {reduce(operator.add, sorted(values))}


def test_an_error_in_one_item_comes_out() -> None:
    """It is neither lost in its thread nor turned into another."""
    with pytest.raises(ZeroDivisionError):
        mapped(lambda item: 1 // item, [1, 0, 2])


def test_no_items_have_no_sum() -> None:
    with pytest.raises(TypeError):
        summed(lambda item: item, [])
