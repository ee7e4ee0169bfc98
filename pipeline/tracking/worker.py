"""One thread that makes all calls to a store, so that a call without an answer can be left behind."""

from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any

SHOWN_AFTER = 3.0  # seconds of silence after which a person is told what is waited for


class Late(Exception):
    """A call has not ended in time; its thread is lost."""


class Worker:
    """Makes calls one after another, always in the same thread (MLflow keeps its active run by thread).

    The thread is a daemon: one that hangs does not keep the process.
    """

    def __init__(self) -> None:
        self._calls: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        self._thread: Thread | None = None

    def call(self, function: Callable[[], Any], seconds: float, waiting: Callable[[], None]) -> Any:
        """What `function` returns or raises.

        Args:
            function: is called in the thread.
            seconds: it may take.
            waiting: is called here when it takes long.

        Raises:
            Late: it takes longer.
        """
        if self._thread is None:
            self._thread = Thread(target=self._work, name="tracking", daemon=True)
            self._thread.start()
        future: Future[Any] = Future()
        self._calls.put((future, function))
        first = min(SHOWN_AFTER, seconds)
        try:
            return future.result(first)
        except TimeoutError:
            if future.done():
                return future.result()
        waiting()
        try:
            return future.result(seconds - first)
        except TimeoutError as error:
            if future.done():
                return future.result()
            raise Late(f"no answer within {seconds:g} s") from error

    def _work(self) -> None:
        while True:
            future, function = self._calls.get()
            try:
                future.set_result(function())
            except BaseException as error:
                future.set_exception(error)
