"""All cores, the same bytes: work is cut the same way whatever the machine, and added up in order."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from threadpoolctl import threadpool_limits

Item = TypeVar("Item")
Result = TypeVar("Result")

PARTITIONS = 16  # fixed, since the order of additions decides the last bits


def mapped(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """The function's results in order, computed by one thread a core; numpy leaves Python's lock meanwhile.

    Matrix products stay on their thread: their own threads would wait for each other.
    """
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(function, items))


def summed(function: Callable[[Item], Result], items: Sequence[Item]) -> Result:
    """The sum of the function's results, which must know `+`; only one result a partition is held.

    Raises:
        ValueError: there are no items.
    """

    def add_up(part: Sequence[Item]) -> Result:
        total = function(part[0])
        for item in part[1:]:
            total = total + function(item)  # type: ignore[operator]
        return total

    parts = [items[first::PARTITIONS] for first in range(min(PARTITIONS, len(items)))]
    first, *others = mapped(add_up, parts)
    for other in others:
        first = first + other  # type: ignore[operator]
    return first
