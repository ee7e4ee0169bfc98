"""The tracker that never fails: it sends as long as the store takes it, and sets aside what comes then."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.core.screen import QuietScreen
from pipeline.tracking.aside import Aside
from pipeline.tracking.live import Tracker
from pipeline.tracking.null import NullTracker
from pipeline.tracking.store import shown
from pipeline.tracking.worker import Worker

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

ANSWER = 12.0  # seconds that a server has to answer before it is given up
SENDING = 120.0  # seconds for a call that sends a file
SLOW, SLOW_CALLS = 3.0, 10  # so many small calls that took so many seconds, and the store is given up
LOCAL = 300.0  # seconds to make the tables of a store on a busy disk


@dataclass
class Session:
    """What one command knows of the store.

    Attributes:
        worker: makes all calls.
        begun: a run has been begun in this command, so the store was there.
        lost: the store has failed since, so nothing more is sent in this command.
        slow: small calls that took long.
    """

    worker: Worker = field(default_factory=Worker)
    begun: bool = False
    lost: bool = False
    slow: int = 0


class SafeTracker(NullTracker):
    """Sends what is logged, and sets it aside from the first call on that fails.

    Args:
        live: sends; None where everything is set aside.
        aside: keeps.
        session: whose worker sends, and which learns that the store is lost.
        screen: shows it once.
    """

    def __init__(self, live: Tracker | None, aside: Aside, session: Session, screen: QuietScreen) -> None:
        self._live, self._aside, self._session, self._screen = live, aside, session, screen
        self.run_id = live.run_id if live else aside.run_id
        self.links = live.links if live else aside.links

    def _do(self, call: str, *arguments: Any, seconds: float | None = None) -> None:
        limit = ANSWER if seconds is None else seconds
        if self.send(lambda: getattr(self._live, call)(*arguments), limit) is None:
            getattr(self._aside, call)(*arguments)

    def send(self, call: Callable[[], Any], seconds: float) -> tuple[Any] | None:
        """What a call to the store returns; None when the store is lost."""
        if self._live is None or self._session.lost:
            return None
        begun = time.monotonic()
        try:
            found = (self._session.worker.call(call, seconds, lambda: None),)
            self._session.slow += seconds == ANSWER and time.monotonic() - begun > SLOW
            if self._session.slow >= SLOW_CALLS:
                self._lose(f"{SLOW_CALLS} calls took more than {SLOW:g} s each")
            return found
        except Exception as error:  # whatever is wrong with the store must not lose the stage's work
            self._lose(next(iter(str(error).splitlines()), "") or type(error).__name__)
            return None

    def _lose(self, why: str) -> None:
        """From here on everything is set aside; the screen says so once."""
        self._session.lost = True
        self._screen.warn(
            f"the MLflow store does not answer as it should ({shown(why)[:200]}): tracking is set aside in "
            f"{self._aside.folder.parent}; `tweetscope sync` sends it later"
        )

    def note(self, markdown: str) -> None:
        self._do("note", markdown)

    def params(self, values: dict[str, Any]) -> None:
        self._do("params", values)

    def metrics(self, values: dict[str, float], step: int | None = None) -> None:
        self._do("metrics", values, step)

    def curve(self, rows: list[dict[str, Any]]) -> None:
        self._do("curve", rows)

    def tags(self, values: dict[str, str]) -> None:
        self._do("tags", values)

    def table(self, frame: "pd.DataFrame", name: str) -> None:
        self._do("table", frame, name, seconds=SENDING)

    def figure(self, figure: "Figure", name: str) -> None:
        self._do("figure", figure, name, seconds=SENDING)

    def text(self, text: str, name: str) -> None:
        self._do("text", text, name, seconds=SENDING)

    def file(self, path: Path, folder: str = "") -> None:
        self._do("file", path, folder, seconds=SENDING)

    def dataset(self, frame: "pd.DataFrame", name: str, source: Path, digest: str) -> None:
        self._do("dataset", frame, name, source, digest)

    def model(self, arguments: dict[str, Any], name: str, metrics: dict[str, float], card: str = "") -> None:
        self._do("model", arguments, name, metrics, card, seconds=LOCAL)

    def checkpoints(self, kept: list[dict[str, Any]]) -> None:
        self._do("checkpoints", kept, seconds=SENDING)

    @contextmanager
    def child(self, name: str) -> Iterator[NullTracker]:
        live = self._live
        begun = self.send(lambda: live.begin_child(name), ANSWER) if live else None
        kept = self._aside.begin_child(name, begun[0].run_id if begun else None)
        made = SafeTracker(begun[0] if begun else None, kept, self._session, self._screen)
        status = "FAILED"
        try:
            yield made
            status = "FINISHED"
        finally:
            made.end(status)

    def end(self, status: str) -> None:
        """Close a child."""
        self._do("end", status)
