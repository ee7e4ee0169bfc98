"""A process that trains beside the first: `python -m pipeline.training.jax.follower '{"number": 1, …}'`."""

import json
import os
import signal
import sys
import threading
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace
from pipeline.tracking.tracker import NullTracker
from pipeline.training import runtime
from pipeline.training.jax.launch import READY


def gone() -> None:
    """Say why this process ends, and end it, at whatever point it is."""
    sys.stderr.write("the first process has ended, and so does this one\n")
    sys.stderr.flush()
    os._exit(2)


def end_with_parent() -> None:
    """End this process when its standard input ends."""

    def watch() -> None:
        while os.read(0, 1):
            pass
        gone()

    threading.Thread(target=watch, daemon=True).start()


def main(said: str) -> None:
    """Take the place that was said, train, and leave all writing, and all errors, to the first process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, which ends this one
    end_with_parent()
    runtime.start(training=True)
    import jax

    from pipeline.training.jax import crew
    from pipeline.training.jax.trainee import build
    from pipeline.training.stage import train

    given = json.loads(said)
    settings, workspace = TrainSettings(**given.pop("settings")), Workspace(Path(given.pop("folder")))
    place = crew.Place(**given)
    sys.stdout.buffer.write(READY)
    sys.stdout.flush()
    try:
        crew.connect(place)
        train(settings, workspace, NullTracker(), QuietScreen(), build)
        jax.distributed.shutdown()
    except UserError:  # the first process has it too
        os._exit(2)
    except jax.errors.JaxRuntimeError:  # the first process, or a third one, is lost
        gone()


if __name__ == "__main__":
    main(sys.argv[1])
