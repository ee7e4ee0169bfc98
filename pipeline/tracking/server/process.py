"""A server as a process of its own: it ends with all its children when this process is asked to end."""

import os
import signal
import socket
import subprocess
from contextlib import closing, suppress
from types import FrameType

from pipeline.core.errors import UserError

HOST = "127.0.0.1"
PATIENCE = 10  # seconds that a server has to end by itself


def must_be_free(port: int, host: str = HOST) -> None:
    """Refuse a port that another process listens on.

    Raises:
        UserError: it cannot be taken.
    """
    try:
        kind, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(kind)) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except socket.gaierror as error:
        raise UserError(f"{host} is not an address of this machine: {error.strerror}") from error
    except OSError as error:
        raise UserError(
            f"port {port} of {host} is in use or not available ({error.strerror}): end what uses it, or give "
            f"another with PORT="
        ) from error


def wait(server: subprocess.Popen[bytes]) -> None:
    """Until the server ends by itself or this process is asked to end; then all of its processes end.

    Args:
        server: was started in a session of its own.

    Raises:
        UserError: it has ended with an error.
        KeyboardInterrupt: this process was asked to end.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    # SIGINT too: what a shell starts in the background is started with that signal ignored.
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, stop)
    try:
        if server.wait():
            raise UserError(f"the MLflow server ended with code {server.returncode}: see its lines above")
    finally:
        if server.poll() is None:
            end(server)


def end(server: subprocess.Popen[bytes]) -> None:
    """Ask all processes of the server to end, and end those that do not within PATIENCE."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(server.pid, number)
        with suppress(subprocess.TimeoutExpired):
            server.wait(PATIENCE)
