"""What a stage may show while it works: a line, a table, progress with rate and time left.

`Screen` draws with rich; `QuietScreen` is its twin that draws nothing (tests, notebooks). Stages
know only these few methods, so they never print.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from pipeline.core.workspace import atomic

if TYPE_CHECKING:
    from rich.table import Table

Advance = Callable[..., None]
SHADES = ("", "#fde8c8", "#fbcf94", "#f7ae5a", "#f08c23")  # from none to full, readable under black letters
EVERY = 30.0  # seconds at least between lines of progress in a log


class QuietScreen:
    """Shows nothing."""

    def say(self, line: str) -> None:
        """Show one line."""

    def warn(self, line: str) -> None:
        """Show one warning."""

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Show a table of a stage, or keep it in a file where not everything is to be shown."""

    def show(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Show a table in any case."""

    def shaded(self, text: str, shades: Sequence[float]) -> None:
        """Show a text, each character on a colour from none (0) to full (1)."""

    def begin(self, tables: Path) -> None:
        """A stage begins; its tables go to the file `tables` unless all is to be shown."""

    def end(self) -> None:
        """The stage has ended: write the file of its tables, if it has any."""

    @contextmanager
    def progress(self, title: str, total: float, unit: str = "") -> Iterator[Advance]:
        """A bar; the block receives `advance(amount, note="")`, where amounts add up to `total`."""
        yield lambda amount=1, note="": None


class Screen(QuietScreen):
    """Draws on the terminal; on a pipe or a file it writes plain lines.

    Args:
        verbose: show the tables of stages; otherwise they go to a file, whose path is shown.
    """

    def __init__(self, verbose: bool = False) -> None:
        self.verbose = verbose
        self._tables: Path | None = None
        self._kept: list[Table] = []
        from rich.console import Console  # only what draws needs rich: `--help` does without

        console = Console(highlight=False)
        # A log file has no width of its own: wide enough that no column of ours is cut.
        self.console = console if console.is_terminal else Console(highlight=False, width=160)

    def say(self, line: str) -> None:
        self.console.print(line, markup=False, soft_wrap=True)

    def warn(self, line: str) -> None:
        self.console.print(f"warning: {line}", markup=False, style="yellow", soft_wrap=True)

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        if self.verbose or self._tables is None:
            self.show(title, columns, rows)
        else:
            self._kept.append(_drawn(title, columns, rows))

    def show(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        self.console.print(_drawn(title, columns, rows))

    def shaded(self, text: str, shades: Sequence[float]) -> None:
        from rich.text import Text

        drawn = Text("  ")
        for character, shade in zip(text, shades, strict=True):
            level = round(shade * (len(SHADES) - 1))
            drawn.append(character, style=f"black on {SHADES[level]}" if level else "")
        self.console.print(drawn, soft_wrap=True)

    def begin(self, tables: Path) -> None:
        self._tables, self._kept = tables, []

    def end(self) -> None:
        if self._tables is not None and self._kept:
            from rich.console import Console

            with atomic(self._tables) as temporary, temporary.open("w", encoding="utf-8") as file:
                page = Console(file=file, width=160, highlight=False)
                for table in self._kept:
                    page.print(table, "")
            self.say(f"  tables: {self._tables}")
        self._tables = None

    @contextmanager
    def progress(self, title: str, total: float, unit: str = "") -> Iterator[Advance]:
        if not self.console.is_terminal:
            yield self._lines(title, total, unit)
            return
        from rich.progress import (
            BarColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

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


def _drawn(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> "Table":
    from rich.table import Table

    drawn = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    for number, column in enumerate(columns):
        drawn.add_column(column, justify="left" if number == 0 else "right")
    for row in rows:
        drawn.add_row(*(_cell(value) for value in row))
    return drawn


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
