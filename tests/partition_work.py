"""Work for engines, in a module of its own since spawned workers import it by name."""

import hashlib
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core.errors import UserError


def digest(array: np.ndarray) -> str:
    """SHA-256 of an array's bytes."""
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def product(seed: int) -> np.ndarray:
    """A float32 matrix product of numbers from 1e-4 to 1e4, so that a sum of them depends on its order."""
    random = np.random.default_rng(seed)
    a, b = (
        (random.standard_normal((64, 64)) * 10.0 ** random.integers(-4, 5, (64, 64))).astype(np.float32)
        for _ in range(2)
    )
    return a @ b


@dataclass(frozen=True)
class FirstIsLast:
    """The partition and the process; the first of them waits until another one is done."""

    mark: Path

    def __call__(self, partition: int) -> tuple[int, int]:
        until = time.monotonic() + 60
        while partition == 0 and not self.mark.exists() and time.monotonic() < until:
            time.sleep(0.01)
        if partition == 0:
            time.sleep(0.2)  # what ended before is told before
        self.mark.touch()
        return partition, os.getpid()


def fails(partition: int) -> int:
    """Raises for one of the partitions."""
    if partition == 2:
        raise UserError("tweet 7 of partition 2 has no text")
    return partition


def ends_its_worker(partition: int) -> int:
    """What a partition that needs too much memory does, always."""
    os.kill(os.getpid(), signal.SIGKILL)
    return partition


@dataclass
class Dying:
    """A function that kills one worker, once, at the call of some number there; `mark` appears then."""

    function: Callable[[Any], Any]
    mark: Path
    call: int

    def __call__(self, partition: Any) -> Any:
        self.call -= 1
        if self.call == 0:
            with suppress(FileExistsError):
                self.mark.touch(exist_ok=False)
                os.kill(os.getpid(), signal.SIGKILL)
        return self.function(partition)


@dataclass
class Counted:
    """A function that leaves a file for each time it is sent to a worker."""

    folder: Path

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__ = state
        (self.folder / f"{os.getpid()}-{time.monotonic_ns()}").touch()

    def __call__(self, partition: int) -> int:
        time.sleep(0.05)
        return partition
