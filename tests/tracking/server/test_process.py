"""Servers as processes: a port in use is refused, and a server that does not end is ended."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.tracking.server import process


def test_a_port_in_use_and_a_host_that_is_not_here_are_one_line() -> None:
    """A port that another listens on; an address of another machine; a name that nobody has."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match="is in use"):
            process.must_be_free(port)
    process.must_be_free(port)
    for host in ("192.0.2.1", "nobody.invalid"):
        with pytest.raises(UserError):
            process.must_be_free(port, host)


def test_a_server_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that takes no notice of SIGTERM is killed after a while, its children with it."""
    monkeypatch.setattr(process, "PATIENCE", 0.3)
    ignore = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    program = f"{ignore}; print('in', flush=True); time.sleep(60)"
    server = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, start_new_session=True)
    assert server.stdout is not None
    server.stdout.readline()
    process.end(server)
    assert server.wait(5) == -9


WAITING = """
import subprocess, sys
from pipeline.tracking.server.process import wait
child = "import subprocess as s, sys; s.Popen(['sleep', '100']); print('in', flush=True); sys.stdin.read()"
command = [sys.executable, "-c", child]
wait(subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_children_end_with_any_signal(number: int) -> None:
    """The process that waits is asked to end: its server and the server's child are gone soon after."""
    environment = {**os.environ, "PYTHONPATH": str(Path(process.__file__).parents[3])}
    waiting = subprocess.Popen(
        [sys.executable, "-c", WAITING], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert waiting.stdout is not None
    waiting.stdout.readline()
    children = _below(waiting.pid)
    assert len(children) == 2
    waiting.send_signal(number)
    waiting.wait(20)
    deadline = time.monotonic() + 5
    while any(_runs(child) for child in children):
        assert time.monotonic() < deadline, "a child is left"
        time.sleep(0.05)


def _below(parent: int) -> list[int]:
    """All processes below one."""
    import psutil

    return [child.pid for child in psutil.Process(parent).children(recursive=True)]


def _runs(number: int) -> bool:
    import psutil

    return psutil.pid_exists(number) and psutil.Process(number).status() != psutil.STATUS_ZOMBIE
