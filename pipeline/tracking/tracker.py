"""One tracked run of a stage: sent to MLflow as long as that takes it, set aside on disk when it does not.

The store is `mlruns/mlflow.db` with artefacts under `mlruns/artifacts/`, or the server that
MLFLOW_TRACKING_URI names. One experiment holds a parent run for each workspace; each stage is a run
below it. Tracking is never the reason that a stage fails once it has begun.
"""

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import Any

from pipeline.core.errors import UserError as UserError
from pipeline.core.screen import QuietScreen
from pipeline.tracking import safe
from pipeline.tracking.aside import Arguments, Aside, RunOf, replay, run_of, waiting
from pipeline.tracking.connect import close_killed, find, load, unusable
from pipeline.tracking.connect import connect as connect
from pipeline.tracking.live import NOTE as NOTE
from pipeline.tracking.live import Tracker as Tracker
from pipeline.tracking.models import CHAMPION as CHAMPION
from pipeline.tracking.null import NullTracker as NullTracker
from pipeline.tracking.parent import PARENT, parent_of, summarise
from pipeline.tracking.safe import SafeTracker as SafeTracker
from pipeline.tracking.safe import Session as Session
from pipeline.tracking.store import FINGERPRINT, PLACE, STAGE, WORKSPACE, is_local, shown, store_uri
from pipeline.tracking.store import moved as moved
from pipeline.tracking.store import relocate as relocate
from pipeline.tracking.worker import Late

SYNC = 1800.0  # seconds to send what was set aside of one run


@dataclass(frozen=True)
class Begun:
    """A run that is open in the store."""

    tracker: Tracker
    experiment: str
    parent: str


@contextmanager
def stage_run(
    root: Path,
    workspace: str,
    stage: str,
    mark: str,
    tags: dict[str, str],
    order: Sequence[str] = (),
    session: Session | None = None,
    screen: QuietScreen | None = None,
) -> Iterator[NullTracker]:
    """A run for a stage, below its workspace's parent run.

    A run of the same stage with the same fingerprint that did not finish is taken up again; others of the
    workspace that did not are closed as killed. On the page of the workspace the notes of the stages stand in
    `order`.

    Args:
        session: of the command that runs several stages.
        screen: says that it waits, and that tracking is set aside.

    Raises:
        UserError: the store cannot be used when the first run of a command begins.
    """
    session, screen = session or Session(), screen or QuietScreen()
    what = RunOf(workspace, stage, mark, tags, tuple(order))
    begun = None if session.lost else _begin_in_time(root, what, session, screen)
    live = begun.tracker if begun else None
    what = replace(what, run_id=live.run_id if live else None)
    folder = root / "data" / workspace / "set_aside" / f"{time.time_ns()}-{stage}"
    tracker = SafeTracker(live, Aside(folder, what, live.links if live else None), session, screen)
    status = "FAILED"
    try:
        yield tracker
        status = "FINISHED"
    except KeyboardInterrupt:
        status = "KILLED"
        raise
    finally:
        if begun is None or tracker.send(lambda: _finish(begun, what, status), safe.SENDING) is None:
            tracker._aside.end(status)


def _begin_in_time(root: Path, what: RunOf, session: Session, screen: QuietScreen) -> Begun | None:
    """Begin the run; None, with a warning, when the store was there before in this command."""
    uri = store_uri(root)
    limit = safe.LOCAL if is_local(uri) else safe.ANSWER
    try:
        session.worker.call(load, safe.LOCAL, lambda: screen.say("loading MLflow"))  # not the store's time
        made: Begun = session.worker.call(
            lambda: _begin(root, what),
            limit,
            lambda: screen.say(f"waiting for the MLflow store {shown(uri)}"),
        )
    except (Exception, Late) as error:
        line = error if isinstance(error, UserError) else unusable(uri, error)
        if not session.begun:
            raise line from error
        session.lost = True
        screen.warn(
            f"{line}; tracking is set aside in data/{what.workspace}/set_aside: `tweetscope sync` sends it"
        )
        return None
    session.begun = True
    return made


def _begin(root: Path, what: RunOf) -> Begun:
    experiment = connect(root)
    import mlflow

    place = f"{socket.gethostname()}:{(root / 'data' / what.workspace).resolve()}"
    own = {WORKSPACE: what.workspace, STAGE: what.stage, FINGERPRINT: what.mark}
    again = what.run_id or find(experiment, own, unfinished=True)
    here = {WORKSPACE: what.workspace} if is_local(store_uri(root)) else {PLACE: place}
    close_killed(experiment, here, again)
    parent = parent_of(experiment, what.workspace)
    mlflow.set_system_metrics_sampling_interval(5)
    start = {"run_id": again} if again else {"run_name": what.stage, "parent_run_id": parent, "nested": True}
    run = mlflow.start_run(experiment_id=experiment, log_system_metrics=True, **start)
    tracker = Tracker(run.info.run_id)
    tracker.tags({**own, PLACE: place, PARENT: parent, **what.tags})
    return Begun(tracker, experiment, parent)


def _finish(begun: Begun, what: RunOf, status: str) -> None:
    """Close the run, and bring what came of it to the workspace's."""
    import mlflow

    mlflow.end_run(status)
    parent = begun.parent
    if status == "FINISHED":
        parent = summarise(begun.tracker.run_id, begun.experiment, parent, what.workspace, what.order)
    mlflow.MlflowClient().set_terminated(parent)


def sync(root: Path, arguments: Callable[[str], dict[str, Any]], screen: QuietScreen) -> int:
    """Send all that was set aside, the oldest first; the number of runs.

    Args:
        arguments: of a model to register, by the path of its weights.

    Raises:
        UserError: the store cannot be used; what has not been sent is kept.
    """
    folders, session = waiting(root / "data"), Session()
    for folder in folders:
        what = run_of(folder)
        begun = _begin_in_time(root, what, session, screen)
        if begun is None:
            raise UserError(
                "the MLflow store does not answer any more: what is not sent is kept, run this again"
            )
        uri = store_uri(root)
        try:
            call = partial(_send, folder, begun, what, arguments)
            number = session.worker.call(call, SYNC, lambda: None)
        except (Exception, Late) as error:
            raise unusable(uri, error) from error
        rmtree(folder)
        screen.say(f"{what.workspace}: {what.stage}, {number} calls sent")
    return len(folders)


def _send(folder: Path, begun: Begun, what: RunOf, arguments: Arguments) -> int:
    number, status = replay(folder, begun.tracker, arguments)
    _finish(begun, what, status)
    return number
