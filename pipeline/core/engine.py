"""Where partitions are worked on: in this process, by processes of this machine, or on a Dask cluster.

An engine maps a function over partitions and gives the results in the order of the partitions, whoever
computed them and when. So sums are added in one order and their bytes are equal for any number of workers,
on any engine, and after a lost worker. Another engine takes part by having `workers` and `map`.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import reduce
from typing import Protocol, TypeVar

from threadpoolctl import threadpool_limits

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import EngineSettings

Partition = TypeVar("Partition")
Result = TypeVar("Result")
Done = Callable[[int], None]


def ignore(partition: int) -> None:
    """Told of a finished partition, does nothing."""


class Engine(Protocol):
    """What a stage knows of an engine.

    Attributes:
        workers: how many partitions are computed at a time.
    """

    workers: int

    def map(
        self, function: Callable[[Partition], Result], partitions: Iterable[Partition], done: Done = ignore
    ) -> Iterator[Result]:
        """The function's results in the order of the partitions.

        Args:
            function: is sent to each worker once, with all that it holds (weights, tables); it can be
                pickled, and computes the same result from the same partition every time.
            partitions: what is sent for each call: best a path that every worker can read.
            done: told the number of each partition as it is finished, in any order.

        Raises:
            UserError: the function raised it, or a partition ended several workers.
        """


def map_merge(
    engine: Engine,
    function: Callable[[Partition], Result],
    partitions: Iterable[Partition],
    merge: Callable[[Result, Result], Result],
    done: Done = ignore,
) -> Result:
    """The function's results merged from the first partition to the last.

    Raises:
        TypeError: `partitions` is empty.
        UserError: as `Engine.map`.
    """
    return reduce(merge, engine.map(function, partitions, done))


def alone(function: Callable[[Partition], Result], partition: Partition) -> Result:
    """The function's result, computed on one thread: workers take the cores, not the matrix products."""
    with threadpool_limits(1):
        return function(partition)


class InProcess:
    """Threads of this process, for functions that leave Python's lock to the others as NumPy and Numba do.

    Attributes:
        workers: how many.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def map(
        self, function: Callable[[Partition], Result], partitions: Iterable[Partition], done: Done = ignore
    ) -> Iterator[Result]:
        """As `Engine.map`."""

        def one(number: int, partition: Partition) -> Result:
            result = function(partition)
            done(number)
            return result

        running: deque[Future[Result]] = deque()
        with threadpool_limits(1), ThreadPoolExecutor(self.workers) as pool:
            for number, partition in enumerate(partitions):
                if len(running) == 2 * self.workers:
                    yield running.popleft().result()
                running.append(pool.submit(one, number, partition))
            while running:
                yield running.popleft().result()


HERE = InProcess(os.cpu_count() or 1)  # where a stage works that is given no engine


@contextmanager
def opened(settings: EngineSettings, screen: QuietScreen) -> Iterator[Engine]:
    """The engine of the settings, closed with the block.

    Raises:
        UserError: the settings contradict each other, Dask is not installed, or no scheduler answers.
    """
    if settings.scheduler and settings.engine != "dask":
        raise UserError(f"a scheduler is for engine dask, not for engine {settings.engine}")
    if settings.engine == "dask":
        from pipeline.core.workers.cluster import cluster

        with cluster(settings, screen) as engine:
            yield engine
    elif settings.workers <= 1:
        yield InProcess(settings.workers) if settings.workers else HERE
    else:
        from pipeline.core.workers.processes import Processes

        with Processes(settings.workers) as engine:
            yield engine
