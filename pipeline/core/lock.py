"""Locks between processes, which end with the process that holds them, however it ends."""

import os
import shlex
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.errors import UserError
from pipeline.core.files import sweep

if TYPE_CHECKING:
    from filelock import FileLock

LOCK = ".lock"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """This process alone writes in a workspace; what a killed one left half-written is removed first.

    The system keeps the lock (flock), so it is free as soon as its process has ended, by kill -9 too, and
    holds for all machines on one disk that pass locks on. The same process may enter again.

    Raises:
        UserError: another process is at work there; the line names it.
    """
    from filelock import Timeout  # brings asyncio; not every command locks

    lock = _lock(folder)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise UserError(
            f"{folder} is in use by {_holder(folder)}: wait until it ends, or end it, then run this again"
        ) from error
    try:
        if lock.lock_counter == 1:
            (folder / LOCK).write_text(_self(), encoding="utf-8")
            sweep(folder)
        yield
    finally:
        lock.release()


@contextmanager
def in_turn(folder: Path, seconds: float) -> Iterator[None]:
    """One process after another; each waits for at most so many seconds.

    Raises:
        UserError: another process holds the lock for longer.
    """
    from filelock import Timeout

    lock = _lock(folder)
    try:
        lock.acquire(timeout=seconds, poll_interval=0.05)
    except Timeout as error:
        raise UserError(f"{folder} is in use by another process since {seconds:g} s: try again") from error
    try:
        yield
    finally:
        lock.release()


def _lock(folder: Path) -> "FileLock":
    from filelock import FileLock

    try:
        folder.mkdir(parents=True, exist_ok=True)
        return FileLock(folder / LOCK, is_singleton=True)
    except OSError as error:
        raise UserError(f"cannot write in {folder}: {error.strerror}") from error


def _self() -> str:
    """How this process is named to others."""
    command = shlex.join(["tweetscope", *sys.argv[1:]])
    return f"`{command}` (process {os.getpid()} on {socket.gethostname()}, since {time.strftime('%H:%M:%S')})"


def _holder(folder: Path) -> str:
    try:
        return (folder / LOCK).read_text(encoding="utf-8") or "another process"
    except (OSError, UnicodeDecodeError):
        return "another process"
