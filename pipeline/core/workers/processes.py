"""The embedded engine: worker processes of this machine, each on one thread.

Why not `ProcessPoolExecutor`: it sends the function with every partition, and it gives up all work when one
worker dies. Here a worker is sent the function once, and one that dies is replaced.
"""

import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any

from pipeline.core.engine import Done, alone, ignore
from pipeline.core.errors import UserError

LOSSES = 3  # workers that one partition may end before it is given up
AHEAD = 4  # partitions a worker that may be finished before an earlier one: what is held is bounded

Task = tuple[int, Any]  # the number of a partition, and the partition


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    task: Task | None = None
    told: bool = False  # the function of the present map


class Processes:
    """Worker processes, started when first needed and ended with the block.

    Attributes:
        workers: how many.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._idle: list[_Worker] = []

    def __enter__(self) -> "Processes":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _end(self._idle)
        self._idle = []

    def map(
        self, function: Callable[[Any], Any], partitions: Iterable[Any], done: Done = ignore
    ) -> Iterator[Any]:
        """As `Engine.map`."""
        job = _Job(function, enumerate(partitions), self.workers, self._idle)
        self._idle = []  # one map at a time has them: another that runs meanwhile starts its own
        try:
            yield from job.results(done)
            self._idle, job.crew = job.crew, []
        finally:
            _end(job.crew)


class _Job:
    """One map: who computes what, what is still to do, and what is held until its turn."""

    def __init__(
        self, function: Callable[[Any], Any], tasks: Iterator[Task], workers: int, crew: list[_Worker]
    ) -> None:
        self.function, self.tasks, self.workers = function, tasks, workers
        self.crew = crew
        for worker in crew:
            worker.told = False
        self.again: deque[Task] = deque()
        self.losses: dict[int, int] = {}
        self.held: dict[int, Any] = {}
        self.turn = self.taken = 0

    def results(self, done: Done) -> Iterator[Any]:
        """The results in order."""
        self._hand_out()
        while self.held or self.again or any(worker.task for worker in self.crew):
            while self.turn in self.held:
                self.turn += 1
                yield self.held.pop(self.turn - 1)
            self._hand_out()
            busy = {worker.connection: worker for worker in self.crew if worker.task}
            for connection in wait(list(busy)) if busy else ():
                self._receive(busy[connection], done)  # type: ignore[index]

    def _hand_out(self) -> None:
        """Give every idle worker a partition, while there are any; new workers start as they are needed."""
        idle = [worker for worker in self.crew if not worker.task]
        while idle or len(self.crew) < self.workers:
            task = self._next()
            if task is None:
                return
            if not idle:
                idle = [_started()]
                self.crew += idle
            self._give(idle.pop(), task)

    def _next(self) -> Task | None:
        if self.again:
            return self.again.popleft()
        if self.taken - self.turn >= AHEAD * self.workers:
            return None
        task = next(self.tasks, None)
        self.taken += task is not None
        return task

    def _give(self, worker: _Worker, task: Task) -> None:
        worker.task = task
        try:
            worker.connection.send((None if worker.told else self.function, task[1]))
            worker.told = True
        except (BrokenPipeError, ConnectionResetError):
            self._lost(worker)

    def _receive(self, worker: _Worker, done: Done) -> None:
        assert worker.task is not None
        try:
            result, error = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            self._lost(worker)
            return
        if error is not None:
            raise error
        self.held[worker.task[0]] = result
        done(worker.task[0])
        worker.task = None

    def _lost(self, worker: _Worker) -> None:
        """Put the partition of a worker that has died back in front, unless it ends every worker."""
        assert worker.task is not None
        number = worker.task[0]
        self.crew.remove(worker)
        _end([worker])
        self.losses[number] = self.losses.get(number, 0) + 1
        if self.losses[number] == LOSSES:
            raise UserError(
                f"partition {number} ended {LOSSES} workers (the last with code {worker.process.exitcode}; "
                "-9 is mostly too little memory): make partitions smaller or use fewer workers"
            )
        self.again.append(worker.task)


def _started() -> _Worker:
    """A new process, spawned: nothing of this one's threads and locks is in it."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # so that the end of the process ends the connection
    return _Worker(process, ours)


def _end(workers: list[_Worker]) -> None:
    for worker in workers:
        worker.connection.close()
        worker.process.terminate()
    for worker in workers:
        worker.process.join()


def _work(connection: Connection) -> None:
    """A worker's life: in (function or None for the last one, partition), out (result, error)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    function: Callable[[Any], Any] | None = None
    with suppress(BrokenPipeError, ConnectionResetError):  # the parent has died
        while True:
            try:
                sent, partition = connection.recv()
            except (EOFError, ConnectionResetError):
                return
            except Exception as error:  # what was sent cannot be built here
                connection.send((None, error))
                continue
            function = function if sent is None else sent
            assert function is not None
            _send(connection, *_answer(function, partition))


def _answer(function: Callable[[Any], Any], partition: Any) -> tuple[Any, Exception | None]:
    try:
        return alone(function, partition), None
    except UserError as error:  # says all itself
        return None, error
    except Exception as error:
        error.add_note(traceback.format_exc())
        return None, error


def _send(connection: Connection, result: Any, error: Exception | None) -> None:
    """Send the answer; what cannot be pickled is an error too."""
    try:
        connection.send((result, error))
    except (BrokenPipeError, ConnectionResetError):
        raise
    except Exception as fault:
        connection.send((None, RuntimeError(f"a worker cannot send its result: {fault} ({error})")))
