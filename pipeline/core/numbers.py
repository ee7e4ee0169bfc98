"""Numbers as a reader wants them, and tables of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

NONE = "–"
NOT_RUN = "not run"


def count(value: float) -> str:
    """A number of things.

    >>> count(36022)
    '36,022'
    """
    return f"{int(value):,}"


def decimal(value: float | None, places: int = 3) -> str:
    """A measure; a dash for a missing one.

    >>> decimal(0.98312), decimal(float("nan"))
    ('0.983', '–')
    """
    if value is None or not math.isfinite(value):
        return NONE
    rounded = round(value, places) + 0.0  # turns −0 into 0
    return f"{rounded:.{places}f}".replace("-", "−")


def percent(value: float | None, places: int = 1) -> str:
    """A share.

    >>> percent(0.0123)
    '1.2 %'
    """
    return NONE if value is None or not math.isfinite(value) else f"{100 * value:.{places}f} %"


def interval(low: float, high: float, places: int = 3) -> str:
    """An interval.

    >>> interval(0.98, 0.99, 2)
    '[0.98, 0.99]'
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        return NONE
    return f"[{decimal(low, places)}, {decimal(high, places)}]"


def signed(value: float | None, places: int = 3) -> str:
    """A difference, with its sign.

    >>> signed(0.25, 2), signed(-0.5, 1), signed(None)
    ('+0.25', '−0.5', '–')
    """
    shown = decimal(value, places)
    if shown == NONE:
        return NONE
    return shown if shown.startswith("−") else f"+{shown}"


def probability(value: float | None) -> str:
    """A p-value.

    >>> probability(0.0081), probability(2e-9)
    ('0.008', '< 0.001')
    """
    return "< 0.001" if value is not None and value < 0.0005 else decimal(value)


def out_of(some: int, tried: int) -> str:
    """How many of those that were tried.

    >>> out_of(0, 2), out_of(0, 0)
    ('0 of 2', 'not run')
    """
    return f"{some} of {tried}" if tried else NOT_RUN


def duration(seconds: float) -> str:
    """A time.

    >>> duration(75), duration(5400)
    ('1 min 15 s', '1 h 30 min')
    """
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if minutes else f"{rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def words(name: str) -> str:
    """A concept's name as words.

    >>> words("url_start")
    'URL start'
    """
    return " ".join("URL" if word == "url" else word for word in name.split("_"))


@dataclass(frozen=True)
class Table:
    """A table of the report: `left` are the columns of words, the others hold numbers."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    left: tuple[int, ...] = (0,)


def headline(name: str) -> str:
    """A concept's name as a heading."""
    spoken = words(name)
    return spoken[:1].upper() + spoken[1:]
