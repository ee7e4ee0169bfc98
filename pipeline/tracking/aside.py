"""Tracking set aside: what a store could not take is kept on disk, and sent later in the same order.

A folder holds `run.json` (which run), `events.jsonl` (one call of the tracker a line), `files/` (what the
calls send), and `sent`, how many of the events have arrived.
"""

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.core.files import read_json, read_text, reading, sha256, write_json
from pipeline.tracking.links import Links
from pipeline.tracking.live import Tracker, entry, write_table
from pipeline.tracking.models import SCORE
from pipeline.tracking.null import NullTracker

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Arguments = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class RunOf:
    """Which run it is.

    Attributes:
        workspace: its name.
        stage: what the run is of.
        mark: the stage's fingerprint.
        tags: further tags.
        order: of the stages on the workspace's page.
        run_id: of the run where it was begun, else None.
    """

    workspace: str
    stage: str
    mark: str
    tags: dict[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    run_id: str | None = None


class Aside(NullTracker):
    """Keeps every call in a folder.

    Args:
        folder: is made when the first call comes.
        run: which run the calls are of.
        links: of that run, where it was begun.
    """

    def __init__(self, folder: Path, run: RunOf, links: Links | None = None, child: str = "") -> None:
        self.folder, self._run, self._child = folder, run, child
        self.run_id = run.run_id
        self.links = links or Links()
        self._last = -1
        self._begin: dict[str, Any] = {}  # of a child, until its first call

    def _keep(self, call: str, **arguments: Any) -> None:
        if not (self.folder / "run.json").exists():
            write_json(self.folder / "run.json", asdict(self._run))
        if begin := self._begin:
            self._begin = {}
            self._keep("begin_child", **begin)
        line = json.dumps({"call": call, "arguments": arguments, "child": self._child}, ensure_ascii=False)
        with (self.folder / "events.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def _place(self, name: str) -> Path:
        """A folder of its own for a file that keeps its name."""
        path = self.folder / "files" / str(time.time_ns()) / name
        path.parent.mkdir(parents=True)
        return path

    def note(self, markdown: str) -> None:
        self._keep("note", markdown=markdown)

    def params(self, values: dict[str, Any]) -> None:
        self._keep("params", values={name: str(value) for name, value in values.items()})

    def metrics(self, values: dict[str, float], step: int | None = None) -> None:
        self._keep("metrics", values={name: float(value) for name, value in values.items()}, step=step)

    def curve(self, rows: list[dict[str, Any]]) -> None:
        new = [{name: float(v) for name, v in row.items()} | {"step": row["step"]} for row in rows]
        new = [row for row in new if row["step"] > self._last]
        if new:
            self._last = new[-1]["step"]
            self._keep("curve", rows=new)

    def tags(self, values: dict[str, str]) -> None:
        self._keep("tags", values=values)

    def table(self, frame: "pd.DataFrame", name: str) -> None:
        self._keep("table_file", path=str(write_table(frame, self._place(f"{name}.json"))))

    def figure(self, figure: "Figure", name: str) -> None:
        path = self._place(f"{name}.png")
        figure.savefig(path)
        self._keep("file", path=str(path))

    def text(self, text: str, name: str) -> None:
        path = self._place(name)
        path.write_text(text, encoding="utf-8")
        self._keep("file", path=str(path))

    def file(self, path: Path, folder: str = "") -> None:
        copy = self._place(path.name)
        shutil.copyfile(path, copy)
        self._keep("file", path=str(copy), folder=folder)

    def dataset(self, frame: "pd.DataFrame", name: str, source: Path, digest: str) -> None:
        self._keep("dataset_entry", values=entry(frame, name, source, digest), digest=digest)

    def model(self, arguments: dict[str, Any], name: str, metrics: dict[str, float], card: str = "") -> None:
        weights = arguments["artifacts"]["weights"]
        digest = sha256(Path(weights))
        self._keep("model", name=name, metrics=metrics, card=card, weights=weights, digest=digest)

    def checkpoints(self, kept: list[dict[str, Any]]) -> None:
        self._keep("checkpoints", kept=kept)

    def end(self, status: str) -> None:
        """Close the run, or the child."""
        self._keep("end", status=status)

    def begin_child(self, name: str, run_id: str | None = None) -> "Aside":
        """A run below this one, to be ended by `end`; begun when it is sent unless it has a `run_id`."""
        made = Aside(self.folder, self._run, child=f"{time.time_ns()}")
        made._begin = {"name": name, "run_id": run_id}
        return made


def waiting(data: Path) -> list[Path]:
    """The folders of runs below `data/` that were set aside, the oldest first."""
    return sorted((path.parent for path in data.glob("*/set_aside/*/run.json")), key=lambda path: path.name)


def run_of(folder: Path) -> RunOf:
    """Which run a folder is of.

    Raises:
        Damaged: it is not one of this program.
    """
    value = read_json(folder / "run.json")
    with reading(folder / "run.json", "a run that was set aside"):
        return RunOf(**{**value, "order": tuple(value["order"])})


def _is_still(weights: str, digest: str) -> bool:
    """Whether a network is there that a run has trained; another one is not registered in its place."""
    return Path(weights).is_file() and sha256(Path(weights)) == digest


def replay(folder: Path, tracker: Tracker, arguments: Arguments) -> tuple[int, str]:
    """Send what has not been sent; the number of calls, and how the run ended.

    Args:
        folder: of one run.
        tracker: sends.
        arguments: of the model to register, by the path of its weights.
    """
    path, status, children = folder / "events.jsonl", "FINISHED", dict[str, Tracker]()
    with reading(path, "calls that were set aside"):
        events = [json.loads(line) for line in read_text(path).splitlines()]
    counter = folder / "sent"
    sent = int(counter.read_text()) if counter.exists() else 0
    for number, event in enumerate(events):
        call, given, child = event["call"], event["arguments"], event["child"]
        if call == "end" and not child:
            status = given["status"]
        if number < sent and call != "begin_child":
            continue
        if call == "begin_child":
            known = given["run_id"]
            children[child] = Tracker(known) if known else tracker.begin_child(given["name"])
        elif call == "model" and _is_still(given["weights"], given["digest"]):
            metrics = given.get("metrics") or {SCORE: given["score"]}  # of an earlier version
            tracker.model(arguments(given["weights"]), given["name"], metrics, given.get("card", ""))
        elif call != "model" and (child or call != "end"):
            target = children[child] if child else tracker
            getattr(target, call)(**{k: Path(v) if k == "path" else v for k, v in given.items()})
        counter.write_text(str(number + 1))
    return len(events) - sent, status
