"""How the other processes of a training are started, watched and ended: on this machine, or by Dask."""

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.core.errors import UserError

if TYPE_CHECKING:
    from pipeline.core.workers.cluster import Dask

HERE = "127.0.0.1"
READY = b"ready\n"  # what a process writes when it is about to connect
FOLLOWER = (sys.executable, "-m", "pipeline.training.jax.follower")
ANSWER = 10  # seconds for a worker to end its process
LOOK = 0.2  # seconds between two looks at a process on a worker
Said = dict[str, Any]  # what a process is told, as JSON


class Other(Protocol):
    """A process that trains beside the first.

    Attributes:
        where: it is, as words after its number; empty on this machine.
    """

    where: str

    def ready(self) -> bool:
        """Wait until it is about to connect; False where it has ended before."""

    def code(self) -> int | None:
        """Its exit code; None while it runs."""

    def end(self) -> None:
        """End it, if it runs, and wait until it has ended."""


Launch = Callable[[Said], Other]


def started(said: Said) -> subprocess.Popen:
    """The process; it ends when its standard input does, thus with the process that started it."""
    return subprocess.Popen([*FOLLOWER, json.dumps(said)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


class Here:
    """A process of this machine."""

    where = ""

    def __init__(self, said: Said) -> None:
        self._process = started(said)

    def ready(self) -> bool:
        """As `Other.ready`."""
        assert self._process.stdout is not None
        return self._process.stdout.readline() == READY

    def code(self) -> int | None:
        """As `Other.code`."""
        return self._process.poll()

    def end(self) -> None:
        """As `Other.end`."""
        self._process.kill()
        self._process.wait()


def follow(said: Said, name: str) -> int:
    """Run a process on a Dask worker, and see it to its end; its exit code.

    Args:
        said: what it is told.
        name: of two events, which say that it is ready and that it is to end.
    """
    from distributed import Event

    ready, stop = Event(f"{name}-ready"), Event(f"{name}-stop")
    process = started(said)
    try:
        if process.stdout is not None and process.stdout.readline() == READY:
            ready.set()
        while process.poll() is None and not stop.wait(timeout=LOOK):
            pass
    finally:
        process.kill()
    return process.wait()


class There:
    """A process on a worker of a Dask cluster."""

    def __init__(self, said: Said, dask: "Dask", worker: str) -> None:
        from distributed import Event

        name = f"tweetscope-{secrets.token_hex(8)}"
        self.where = f" on {worker}"
        self._code: int | None = None
        self._ready, self._stop = (Event(f"{name}-{what}", dask.client) for what in ("ready", "stop"))
        # No other worker takes its place: a process that joins late would wait for ever.
        self._future = dask.client.submit(
            follow, said, name, workers=[worker], allow_other_workers=False, pure=False, retries=0
        )

    def ready(self) -> bool:
        """As `Other.ready`."""
        while not self._ready.is_set():
            if self._future.done():
                return False
            time.sleep(LOOK)
        return True

    def code(self) -> int | None:
        """As `Other.code`; −1 where the worker is lost."""
        if self._code is None and self._future.done():
            self._code = int(self._future.result()) if self._future.status == "finished" else -1
        return self._code

    def end(self) -> None:
        """As `Other.end`; a worker that does not answer is not waited for."""
        self._stop.set()
        until = time.monotonic() + ANSWER
        while self.code() is None and time.monotonic() < until:
            time.sleep(LOOK)
        self._future.release()


def on_workers(dask: "Dask", processes: int) -> tuple[str, Launch]:
    """This machine's address as the workers see it, and what starts each other process on one of them.

    Raises:
        UserError: there are too few workers.
    """
    from distributed.utils import get_ip

    workers = sorted(dask.client.nthreads())
    if len(workers) < processes - 1:
        raise UserError(
            f"{processes} processes need {processes - 1} workers beside this one, and the cluster has "
            f"{len(workers)}"
        )
    host, _, port = str(dask.client.scheduler_info()["address"]).partition("://")[2].rpartition(":")
    return get_ip(host, int(port)), lambda said: There(said, dask, workers[said["number"] - 1])
