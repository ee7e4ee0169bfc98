"""The Dask engine: the same partitions on the workers of a cluster.

It uses futures alone. A function is one task whose result every worker keeps, so it travels to a worker
once; when a worker is lost, the scheduler computes again what lay there, the function's task too.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from pipeline.core.engine import Done, alone, ignore
from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import EngineSettings
from pipeline.core.workspace import versions

if TYPE_CHECKING:
    from distributed import Client

AHEAD = 4  # partitions a worker that may be finished before an earlier one: what is held is bounded
ANSWER = 10  # seconds for a scheduler to answer
PATIENCE = 60  # seconds for workers to appear
DASK_PAGES = (
    "info/main/workers.html"  # what the scheduler shows where bokeh, which draws the dashboard, is not
)


class Dask:
    """Workers of a Dask cluster.

    Attributes:
        workers: how many there were when the work began.
    """

    def __init__(self, client: "Client", workers: int) -> None:
        self.client, self.workers = client, workers

    def map(
        self, function: Callable[[Any], Any], partitions: Iterable[Any], done: Done = ignore
    ) -> Iterator[Any]:
        """As `Engine.map`."""
        from distributed import KilledWorker, as_completed

        tasks = enumerate(partitions)
        kept = self.client.submit(_kept, _Held(function), pure=False)
        numbers: dict[Any, int] = {}
        held: dict[int, Any] = {}
        turn = 0
        running = as_completed(with_results=True)

        def hand_out() -> None:
            while len(numbers) + len(held) < AHEAD * self.workers and (task := next(tasks, None)):
                future = self.client.submit(_compute, kept, _Held(task[1]), pure=False)
                numbers[future.key] = task[0]
                running.add(future)

        hand_out()
        try:
            for future, result in running:
                number = numbers.pop(future.key)
                held[number] = result
                future.release()  # the worker forgets the result
                done(number)
                while turn in held:
                    yield held.pop(turn)
                    turn += 1
                hand_out()
        except KilledWorker as error:
            raise UserError(
                f"a partition ended every worker that tried it ({error.task}), mostly for too little memory: "
                "make partitions smaller or workers larger"
            ) from error


class _Held:
    """Something that Dask sends as it is: lists and tuples it would search for futures."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _kept(function: _Held) -> _Held:
    return function


def _compute(function: _Held, partition: _Held) -> Any:
    return alone(function.value, partition.value)


@contextmanager
def cluster(settings: EngineSettings, screen: QuietScreen) -> Iterator[Dask]:
    """An engine of the cluster at an address, or of one made for the block on this machine.

    Raises:
        UserError: Dask is not installed, no scheduler or worker answers, or their versions differ from ours.
    """
    if find_spec("distributed") is None:
        raise UserError("engine dask needs Dask: pip install tweetscope[cluster]")
    from distributed import Client

    with _address(settings) as address:
        try:
            client = Client(address, timeout=ANSWER)
        except OSError as error:
            raise UserError(
                f"no Dask scheduler answers at {address}: start one with `dask scheduler`"
            ) from error
        with client:
            workers = _workers(client, address, settings, screen)
            screen.say(f"Dask: {workers} workers at {address}; dashboard {dashboard(client)}")
            yield Dask(client, workers)


@contextmanager
def _address(settings: EngineSettings) -> Iterator[str]:
    if settings.scheduler:
        yield settings.scheduler
        return
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=settings.workers or None,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    ) as made:
        yield made.scheduler_address


def _workers(client: "Client", address: str, settings: EngineSettings, screen: QuietScreen) -> int:
    """Wait for the workers, compare their versions with ours, and count them."""
    wanted = max(1, settings.workers)
    try:
        client.wait_for_workers(wanted, timeout=PATIENCE)
    except TimeoutError as error:
        raise UserError(f"fewer than {wanted} workers came to {address} in {PATIENCE} s") from error
    for worker, theirs in client.run(versions).items():
        check_versions(worker, theirs, versions())
    threads = client.nthreads()
    if several := [worker for worker, count in threads.items() if count > 1]:
        screen.warn(f"worker {several[0]} has several threads: start workers with --nthreads 1")
    return len(threads)


def check_versions(worker: str, theirs: dict[str, str], ours: dict[str, str]) -> None:
    """Raise a UserError where a library of a worker is not ours, since bytes might differ."""
    for name, version in ours.items():
        if theirs.get(name) != version:
            raise UserError(
                f"worker {worker} has {name} {theirs.get(name, 'not at all')}, this machine {version}: "
                "install the same versions, or results may differ"
            )


def dashboard(client: "Client") -> str:
    """Where the work can be watched; without bokeh the scheduler shows plain pages."""
    link = str(client.dashboard_link)
    return link if find_spec("bokeh") else link.replace("status", DASK_PAGES)
