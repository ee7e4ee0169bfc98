"""All cores, the same bytes: work is cut the same way whatever the machine, and added up in order."""

import operator
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from typing import TypeVar

from threadpoolctl import threadpool_limits

Item = TypeVar("Item")
Result = TypeVar("Result")

PARTITIONS = 16  # fixed, since the order of additions decides the last bits


def mapped(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """The function's results in order, computed by one thread a core; numpy leaves Python's lock meanwhile.

    Matrix products stay on their thread: their own threads would wait for each other.
    """
    return list(_results(function, items))


def _results(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """The same one by one, each let go of once it is used."""
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(function, items)


def summed(function: Callable[[Item], Result], items: Sequence[Item]) -> Result:
    """The sum of the function's results, which must know `+`; only one result a partition is held.

    Raises:
        TypeError: `items` is empty.
    """

    def add_up(part: Sequence[Item]) -> Result:
        total = function(part[0])
        for item in part[1:]:
            total = total + function(item)  # type: ignore[operator]
        return total

    parts = [items[first::PARTITIONS] for first in range(min(PARTITIONS, len(items)))]
    return reduce(operator.add, _results(add_up, parts))
