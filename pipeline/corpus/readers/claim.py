"""What a reader says of a file: that it can read it, how sure it is, and why."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Claim:
    """How sure a reader is (0 to 1), what it takes the file for, why, and how it reads it."""

    strength: float
    form: str
    reason: str
    read: Callable[[], Iterator[tuple[Any, str | None]]]
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
