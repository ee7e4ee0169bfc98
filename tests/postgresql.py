"""A real PostgreSQL on the loopback address, in a folder of its own, by an unprivileged user."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

USER, PASSWORD = "ann", "pass/word%1"  # characters that an address has to quote
QUOTED = "pass%2Fword%251"
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=40")


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them out of the path."""
    known = shutil.which("initdb")
    folders = [Path(known).resolve().parent] if known else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


def address(port: int, database: str) -> str:
    """Of a database of the server on this port."""
    return f"postgresql://{USER}:{QUOTED}@127.0.0.1:{port}/{database}"


def create(port: int, database: str) -> str:
    """Make an empty database; its address."""
    import psycopg

    with psycopg.connect(address(port, "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}"')
    return address(port, database)


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running() -> Iterator[int]:
    """The port of a server that is there for as long as this is open."""
    place, user = programs(), _user()
    assert place is not None
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), free_port()
        (folder / "password").write_text(PASSWORD)
        if user:  # the folder was made by root
            for path in (folder, folder / "password"):
                shutil.chown(path, user["user"])
        made = [place / "initdb", "--pgdata", folder / "data", "--auth", "scram-sha-256", "--username", USER]
        made += ["--pwfile", folder / "password", "--no-sync", "--encoding", "UTF8", "--locale", "C.UTF-8"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd=folder, **user)
        command = [place / "postgres", "-D", folder / "data", "-p", str(port)]
        for setting in ("listen_addresses=127.0.0.1", "unix_socket_directories=", *QUICK):
            command += ["-c", setting]
        server = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL, **user)
        try:
            _wait(port)
            yield port
        finally:
            server.terminate()
            server.wait(60)


def _user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then the user of the package, or the last of all, runs it."""
    if os.geteuid() != 0:
        return {}
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in known else "nobody"
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}


def _wait(port: int) -> None:
    import psycopg

    deadline = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(address(port, "postgres"), connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "PostgreSQL does not answer"
            time.sleep(0.1)
