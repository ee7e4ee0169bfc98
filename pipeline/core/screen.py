"""What a stage may show while it works: a line, a table, progress with rate and time left.

`Screen` draws with rich; `QuietScreen` is its twin that draws nothing (tests, notebooks). Stages
know only these few methods, so they never print.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

Advance = Callable[..., None]
EVERY = 30.0  # seconds at least between lines of progress in a log


class QuietScreen:
    """Shows nothing."""

    def say(self, line: str) -> None:
        """Show one line."""

    def warn(self, line: str) -> None:
        """Show one warning."""

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Show a small table."""

    @contextmanager
    def progress(self, title: str, total: float, unit: str = "") -> Iterator[Advance]:
        """A bar; the block receives `advance(amount, note="")`, where amounts add up to `total`."""
        yield lambda amount=1, note="": None


class Screen(QuietScreen):
    """Draws on the terminal; on a pipe or a file it writes plain lines."""

    def __init__(self) -> None:
        console = Console(highlight=False)
        # A log file has no width of its own: wide enough that no column of ours is cut.
        self.console = console if console.is_terminal else Console(highlight=False, width=160)

    def say(self, line: str) -> None:
        self.console.print(line, markup=False, soft_wrap=True)

    def warn(self, line: str) -> None:
        self.console.print(f"warning: {line}", markup=False, style="yellow", soft_wrap=True)

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        drawn = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
        for number, column in enumerate(columns):
            drawn.add_column(column, justify="left" if number == 0 else "right")
        for row in rows:
            drawn.add_row(*(_cell(value) for value in row))
        self.console.print(drawn)

    @contextmanager
    def progress(self, title: str, total: float, unit: str = "") -> Iterator[Advance]:
        if not self.console.is_terminal:
            yield self._lines(title, total, unit)
            return
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[note]}", markup=False),
        )
        with Progress(*columns, console=self.console) as bar:
            task = bar.add_task(title, total=total, note="", rate="")

            def advance(amount: float = 1, note: str = "") -> None:
                rate = _rate(bar.tasks[task].speed or 0.0, unit)
                bar.update(task, advance=amount, rate=rate, note=note or bar.tasks[task].fields["note"])

            yield advance

    def _lines(self, title: str, total: float, unit: str) -> Advance:
        """Progress as lines, the first after EVERY seconds: share done, rate and time left since the last."""
        done, last, lock = 0.0, (0.0, 0.0), Lock()  # the scan's threads all report here

        def advance(amount: float = 1, note: str = "") -> None:
            nonlocal done, last
            with lock:
                done, now = done + amount, time.monotonic()
                if not last[1]:  # what was done before, by a run that is resumed, says nothing of the speed
                    last = done, now
                if now - last[1] < EVERY or done == last[0]:
                    return
                speed = (done - last[0]) / (now - last[1])
                left = timedelta(seconds=max(0, round((total - done) / speed)))
                last = done, now
            parts = (f"{title} {done / total:.0%}", _rate(speed, unit), f"{left} left", note)
            self.say("  ".join(part for part in parts if part))

        return advance


def _rate(speed: float, unit: str) -> str:
    number = f"{speed:,.0f}" if speed >= 10 else f"{speed:.2g}"
    return f"{number} {unit}/s" if speed and unit else ""


def _cell(value: object) -> str:
    """A table cell: integers with thousands separators, other numbers to three places, text as it is."""
    from rich.markup import escape

    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.3f}" if isinstance(value, float) else escape(str(value))
