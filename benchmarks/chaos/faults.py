"""Each kind of fault, done to a run of the whole pipeline."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from place import ROOT, Outcome, Place

TRIES = 4  # runs after the fault within which all must be well
JUMPS = """
import random, time
_real, _draw = time.time, random.Random({seed})
def _jumping():
    return _real() + (_draw.uniform(-3e7, 3e7) if _draw.random() < 0.1 else 0)
time.time = _jumping
"""


def finish(place: Place, outcome: Outcome, environment: dict[str, str] | None = None) -> None:
    """Give the command again until it ends well, then check."""
    for _ in range(TRIES):
        outcome.runs += 1
        code, said = place.run(environment)
        notice(outcome, said)
        if code == 0:
            break
    else:
        outcome.wrong.append(f"not well after {TRIES} runs: {said[-300:]}")
    outcome.wrong += place.check()


def notice(outcome: Outcome, said: str) -> None:
    """A traceback is always wrong."""
    if "Traceback" in said:
        outcome.wrong.append(f"traceback: {said.strip().splitlines()[-1][:200]}")


def ended(process: subprocess.Popen, outcome: Outcome) -> None:
    """Wait for the command that was harmed."""
    said = process.communicate()[0]
    outcome.first = process.returncode
    notice(outcome, said)


def kill(place: Place, outcome: Outcome, draw: random.Random) -> None:
    process = place.start()
    with suppress(subprocess.TimeoutExpired):
        process.wait(outcome.after)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    ended(process, outcome)


def stop(place: Place, outcome: Outcome, draw: random.Random) -> None:
    process = place.start()
    with suppress(subprocess.TimeoutExpired):
        process.wait(outcome.after)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGSTOP)
        time.sleep(draw.uniform(1, 5))
        os.killpg(process.pid, signal.SIGCONT)
    ended(process, outcome)
    if outcome.first:
        outcome.wrong.append(f"a process that was stopped for a while ended with {outcome.first}")


def disk(place: Place, outcome: Outcome, draw: random.Random) -> None:
    folder = place.workspace.folder
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    whole = sum(p.stat().st_size for p in (place.kept / "data").rglob("*") if p.is_file())
    room = size + draw.uniform(0.02, 0.9) * (whole - size) + 200_000
    beside = folder.with_name("beside")
    folder.rename(beside)
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={int(room)}", "tmpfs", folder], check=True)
    try:
        shutil.copytree(beside, folder, dirs_exist_ok=True)
        process = place.start()
        ended(process, outcome)
        subprocess.run(["mount", "-o", "remount,size=1g", folder], check=True)
        finish(place, outcome)
    finally:
        subprocess.run(["umount", folder], check=True)


def clock(place: Place, outcome: Outcome, draw: random.Random) -> None:
    (place.root / "clock").mkdir()
    (place.root / "clock" / "sitecustomize.py").write_text(JUMPS.format(seed=draw.randrange(10**6)))
    process = place.start({"PYTHONPATH": f"{place.root / 'clock'}{os.pathsep}{ROOT}"})
    ended(process, outcome)
    if outcome.first:
        outcome.wrong.append(f"with jumps of the clock it ended with {outcome.first}")


def memory(place: Place, outcome: Outcome, draw: random.Random) -> None:
    process = place.start(memory=int(draw.uniform(0.6, 6) * 1e6))
    ended(process, outcome)


def twice(place: Place, outcome: Outcome, draw: random.Random) -> None:
    process = place.start()
    with suppress(subprocess.TimeoutExpired):
        process.wait(outcome.after)
    code, said = place.run()
    notice(outcome, said)
    if code == 2 and f"process {process.pid}" not in said and process.poll() is None:
        outcome.wrong.append(f"the second does not name the first: {said[-200:]}")
    if code not in (0, 2):
        outcome.wrong.append(f"the second ended with {code}")
    ended(process, outcome)
    if outcome.first not in (0, 2):
        outcome.wrong.append(f"the first ended with {outcome.first}")


def damage(place: Place, outcome: Outcome, draw: random.Random) -> None:
    files = [p for p in place.workspace.folder.rglob("*") if p.is_file() and p.stat().st_size]
    known = [p for p in files if p.name not in (".lock", "workspace.json") and p.parent.name != "tables"]
    path = draw.choice(sorted(known))
    content = bytearray(path.read_bytes())
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    path.write_bytes(content)


def server(place: Place, outcome: Outcome, draw: random.Random) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"MLFLOW_TRACKING_URI": f"http://127.0.0.1:{port}"}
    with _serving(place, port) as first:
        process = place.start(environment)
        with suppress(subprocess.TimeoutExpired):
            process.wait(outcome.after)
        os.killpg(first.pid, signal.SIGKILL)
        ended(process, outcome)
    with _serving(place, port):
        finish(place, outcome, environment)
        plain = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
        command = [sys.executable, "-m", "pipeline", "sync"]
        sent = subprocess.run(command, cwd=place.root, env=plain, capture_output=True, text=True)
        notice(outcome, sent.stderr)
        if sent.returncode or list(place.workspace.folder.glob("set_aside/*")):
            outcome.wrong.append(f"what was set aside is not sent: {sent.stderr[-200:]}")


@contextmanager
def _serving(place: Place, port: int) -> Iterator[subprocess.Popen]:
    """An MLflow server on the store of the folder."""
    command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--backend-store-uri", f"sqlite:///{place.root}/mlruns/mlflow.db", "--workers", "1"]
    command += ["--artifacts-destination", str(place.root / "mlruns" / "artifacts")]
    environment = {**os.environ, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "DO_NOT_TRACK": "true"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.3)
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


FAULTS = {one.__name__: one for one in (kill, stop, disk, clock, memory, server, twice, damage)}
WHOLE = (disk, server)  # they finish by themselves
