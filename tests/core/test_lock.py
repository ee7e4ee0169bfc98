"""Locks: one process at a time, the second told of the first, free again however the first ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.files import PARTIAL
from pipeline.core.lock import held, in_turn

HOLD = """
import sys, time
from pathlib import Path
from pipeline.core.lock import held
sys.argv[1:] = ["train", "--name", "x y"]
with held(Path("data")):
    print("held", flush=True)
    time.sleep(60)
"""
COUNT = """
import sys, time
from pathlib import Path
from pipeline.core.lock import in_turn
for _ in range(20):
    with in_turn(Path("data"), 60):
        number = int(Path("number").read_text())
        time.sleep(0.001)
        Path("number").write_text(str(number + 1))
"""
TRY = """
from pathlib import Path
from pipeline.core.errors import UserError
from pipeline.core.lock import held
import time
try:
    with held(Path("data")):
        print("in", flush=True)
        time.sleep(3)
except UserError as error:
    print("out", flush=True)
"""


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], subprocess.Popen]:
    """Starts a program beside this process, in the same folder."""
    monkeypatch.chdir(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}

    def start(program: str) -> subprocess.Popen:
        command = [sys.executable, "-c", program]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    return start


def test_the_second_process_is_told_of_the_first_until_that_is_killed(
    started: Callable[[str], subprocess.Popen], tmp_path: Path
) -> None:
    """The line names command and process; after kill -9 the lock is free and half-written files are gone."""
    first = started(HOLD)
    assert first.stdout is not None
    first.stdout.readline()
    with pytest.raises(UserError, match=rf"`tweetscope train --name 'x y'` \(process {first.pid} on "):
        _enter(tmp_path / "data")
    left = tmp_path / "data" / "report" / f"{PARTIAL}x.html"
    left.parent.mkdir()
    left.touch()
    first.send_signal(signal.SIGKILL)
    first.wait()
    _enter(tmp_path / "data")
    assert not left.exists()


def _enter(folder: Path) -> None:
    with held(folder):
        pass


def test_of_four_processes_one_enters(started: Callable[[str], subprocess.Popen]) -> None:
    """Started together, each tries once: one is in, three are out."""
    said = [process.communicate(timeout=60)[0].strip() for process in [started(TRY) for _ in range(4)]]
    assert sorted(said) == ["in", "out", "out", "out"]


def test_four_processes_take_turns(started: Callable[[str], subprocess.Popen], tmp_path: Path) -> None:
    """None of 80 additions to one file is lost."""
    (tmp_path / "number").write_text("0")
    for process in [started(COUNT) for _ in range(4)]:
        assert process.wait(60) == 0
    assert (tmp_path / "number").read_text() == "80"


def test_waiting_ends(started: Callable[[str], subprocess.Popen], tmp_path: Path) -> None:
    """After the time that is allowed, one line."""
    first = started(HOLD)
    assert first.stdout is not None
    first.stdout.readline()
    begun = time.monotonic()
    with pytest.raises(UserError, match=r"since 0\.2 s"), in_turn(tmp_path / "data", 0.2):
        pass
    assert time.monotonic() - begun < 5
    first.kill()
    first.wait()


def test_a_process_may_enter_again(started: Callable[[str], subprocess.Popen], tmp_path: Path) -> None:
    """Commands that run several stages hold the lock throughout; it is free only after the last."""

    def another_enters() -> str:
        process = started(TRY)
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        process.kill()
        process.wait()
        return said

    with held(tmp_path / "data"):
        _enter(tmp_path / "data")
        assert another_enters() == "out"
    assert another_enters() == "in"
