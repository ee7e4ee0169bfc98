"""A training killed with `kill -9` at any moment ends with the weights of one never killed."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.network.weights import read_weights
from pipeline.training.records import checkpoint

PROGRAM = """
import sys
from pathlib import Path
from pipeline.training import runtime
runtime.start(training=True)
from pipeline.training import stage as train
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import TrainSettings
from pipeline.tracking.tracker import NullTracker
from pipeline.core.workspace import Workspace
settings = TrainSettings(units=12, embedding=6, batch_characters=300, epochs=6, warmup_steps=5,
    checkpoint_steps=2, dropout=0.1, patience=99)
train.run(settings, Workspace(Path(sys.argv[1])), NullTracker(), QuietScreen())
"""


def _start(workspace: Workspace) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", PROGRAM, str(workspace.folder)])


def _until_first_checkpoint(process: subprocess.Popen, workspace: Workspace, known: set[str]) -> None:
    """Wait until the process has written a checkpoint of its own (or is done)."""
    while process.poll() is None and {p.name for p in workspace.checkpoints.glob("step-*")} <= known:
        time.sleep(0.002)


def test_killed_at_random_moments_the_weights_are_the_same(tmp_path: Path, make_corpus) -> None:
    """A real process, killed twice, once while a checkpoint is being written, then left to end."""
    whole, killed = (make_corpus(tmp_path / name) for name in ("whole", "killed"))
    assert _start(whole).wait() == 0
    rng = random.Random(0)
    kills = 0
    for attempt in range(2):
        process = _start(killed)
        _until_first_checkpoint(process, killed, {p.name for p in killed.checkpoints.glob("step-*")})
        if attempt == 1:  # in the middle of a write: its temporary file is there
            while process.poll() is None and not list(killed.checkpoints.glob(".partial-*")):
                time.sleep(0.0002)
        else:
            time.sleep(rng.uniform(0, 0.15))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
    assert kills, "the training is too short to be killed"
    assert _start(killed).wait() == 0
    first, second = read_weights(whole.weights), read_weights(killed.weights)
    assert np.array_equal(first.embedding, second.embedding)
    assert np.array_equal(first.dense, second.dense)
    for a, b in zip(first.layers, second.layers, strict=True):
        assert all(np.array_equal(vars(a)[name], vars(b)[name]) for name in vars(a))
    assert not list(killed.checkpoints.glob(".partial-*"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a device that is always full")
def test_a_full_disk_is_one_line_and_keeps_the_last_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write fails with 'no space left'; what was there before stays."""
    arrays = {"a": np.ones(10)}
    checkpoint.save(tmp_path, checkpoint.Progress(step=1), arrays, "m")

    def full(path, **_: object) -> None:
        with open("/dev/full", "wb") as device:  # noqa: PTH123
            device.write(b"x" * 100_000)

    monkeypatch.setattr(checkpoint.np, "savez", full)
    with pytest.raises(UserError, match="No space left on device"):
        checkpoint.save(tmp_path, checkpoint.Progress(step=2), arrays, "m")
    assert checkpoint.latest(tmp_path, "m")[0][0].step == 1
    assert [p.name for p in tmp_path.iterdir()] == ["step-00000001.npz"]
