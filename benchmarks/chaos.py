"""Faults drawn at random against the whole pipeline, and what is left of them in the end.

    python benchmarks/chaos.py [--draws 100] [--seconds 6000] [--posts 300] [--seed 0]

One undisturbed run of the preset `smoke` is the reference. Each draw begins in a folder as it was after a
number of finished stages, drawn too, starts `tweetscope run` there, and does harm to it at a moment drawn
from the time that the rest takes:

- kill: the process is killed by signal 9
- stop: it is stopped for some seconds, and goes on
- disk: the workspace lies on a file system in memory (tmpfs) that is too small for it, and is enlarged later
- clock: the clock of the process jumps by up to a year, forwards and backwards, at any call
- memory: the process may have no more than some address space
- server: tracking goes to an MLflow server, which is killed, started again, and sent what was set aside
- twice: a second command begins in the same workspace
- damage: one bit of one file of the workspace is turned while nothing runs

Then the command is given again until it ends well. Checked is: no traceback was seen; every file is the same
as in the reference, but for times of day; every record is accounted for; no run of the store is left RUNNING;
nothing is left half-written.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

from pipeline.core.preset import load_preset
from pipeline.core.workspace import Workspace, read_json, write_json
from pipeline.corpus.demo import write as write_corpus
from pipeline.report.results.provenance import machine
from pipeline.runner.registry import STAGES

RESULT = Path(__file__).parent / "results" / "chaos.json"
ROOT = Path(__file__).resolve().parents[1]
NAME = "chaos"
TRIES = 4  # runs after the fault within which all must be well
TIMED = {"history.parquet": ["seconds", "characters_per_second"], "samples.parquet": ["run_id", "created_at"]}
PAGES = {".html", ".jsonl", ".csv", ".md"}  # they repeat what is compared, with times
JUMPS = """
import random, time
_real, _draw = time.time, random.Random({seed})
def _jumping():
    return _real() + (_draw.uniform(-3e7, 3e7) if _draw.random() < 0.1 else 0)
time.time = _jumping
"""


@dataclass
class Outcome:
    """What came of one draw.

    Attributes:
        kind: of the fault.
        stages: finished before.
        after: seconds into the command.
        first: exit code of the command that was harmed.
        runs: further runs until all was well.
        wrong: what was not as it should be, in words; nothing when all is well.
    """

    kind: str
    stages: int
    after: float
    first: int = 0
    runs: int = 0
    wrong: list[str] = field(default_factory=list)


class Place:
    """The folder in which every draw takes place, and the reference.

    Args:
        folder: an empty one.
        posts: in the corpus.
    """

    def __init__(self, folder: Path, posts: int) -> None:
        self.root, self.kept = folder / "root", folder / "kept"
        self.root.mkdir()
        write_corpus(self.root / "raw.json", posts, 3)
        self.workspace = Workspace(self.root / "data" / NAME)
        begun = time.monotonic()
        code, said = self.run()
        if code:
            raise SystemExit(f"the undisturbed run failed: {said}")
        self.seconds = time.monotonic() - begun
        self.reference = digests(self.workspace)
        shutil.copytree(self.root, self.kept)

    def restore(self, stages: int) -> None:
        """The folder as it was after so many stages."""
        if self.root.exists():
            shutil.rmtree(self.root)
        shutil.copytree(self.kept, self.root)
        preset = load_preset("smoke", {"corpus": {"source": str(self.root / "raw.json")}})
        for stage in STAGES[stages:]:
            for path in [*stage.written(self.workspace, preset), self.workspace.manifest(stage.name)]:
                path.unlink(missing_ok=True)
        if stages < 2:
            shutil.rmtree(self.workspace.folder / "model", ignore_errors=True)

    def start(self, environment: dict[str, str] | None = None, memory: int = 0) -> subprocess.Popen:
        """The command, in a session of its own."""
        command = [sys.executable, "-m", "pipeline", "run", "--name", NAME]
        command += ["--corpus", "raw.json", "--preset", "smoke"]
        if memory:
            command = ["bash", "-c", f'ulimit -v {memory}; exec "$@"', "bash", *command]
        plain = {k: v for k, v in os.environ.items() if k != "MLFLOW_TRACKING_URI"}
        return subprocess.Popen(
            command,
            cwd=self.root,
            env={**plain, "PYTHONPATH": str(ROOT), **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, environment: dict[str, str] | None = None) -> tuple[int, str]:
        """The command to its end: exit code and what it said."""
        process = self.start(environment)
        said = process.communicate()[0]
        return process.returncode, said

    def check(self) -> list[str]:
        """What is not as it should be."""
        wrong = []
        found = digests(self.workspace)
        names = {*found, *self.reference}
        if other := sorted(name for name in names if found.get(name) != self.reference.get(name)):
            wrong.append(f"other files: {', '.join(other)}")
        counts = read_json(self.workspace.manifest("corpus"))["counts"]
        gone = sum(counts["dropped"].values()) + sum(counts["rejected"].values())
        if counts["rows_read"] != counts["kept"] + gone:
            wrong.append("records are not accounted for")
        with sqlite3.connect(self.root / "mlruns" / "mlflow.db") as store:
            left = store.execute("SELECT COUNT(*) FROM runs WHERE status = 'RUNNING'").fetchone()[0]
        if left:
            wrong.append(f"{left} runs are left RUNNING")
        if half := [path.name for path in self.root.rglob(".partial-*")]:
            wrong.append(f"half-written: {', '.join(half)}")
        return wrong


def digests(workspace: Workspace) -> dict[str, str]:
    """File → the digest of what is in it, times of day aside."""
    found = {}
    for path in sorted(workspace.folder.rglob("*")):
        name = path.relative_to(workspace.folder).as_posix()
        aside = name.startswith(("manifests/", "tables/", "model/checkpoints/", "set_aside/", ".lock"))
        if not path.is_file() or aside or path.suffix in PAGES or path.name == "workspace.json":
            continue
        if path.name in TIMED:
            frame = pd.read_parquet(path).drop(columns=TIMED[path.name])
            content = frame.to_csv(index=False).encode()
        elif path.name == "model.json":
            content = json.dumps({**read_json(path), "seconds": 0}, sort_keys=True).encode()
        else:
            content = path.read_bytes()
        found[name] = hashlib.sha256(content).hexdigest()
    return found


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


def drawn(place: Place, number: int, seed: int) -> Outcome:
    """One draw: the state before, the fault, the end."""
    draw = random.Random(f"{seed} {number}")
    kind = list(FAULTS)[number % len(FAULTS)]
    stages = draw.randrange(1 if kind == "damage" else 0, len(STAGES) + (kind == "damage"))
    rest = place.seconds * (1 - stages / (len(STAGES) + 1))
    outcome = Outcome(kind, stages, round(draw.uniform(0, rest), 1))
    place.restore(stages)
    FAULTS[kind](place, outcome, draw)
    if FAULTS[kind] not in WHOLE:
        finish(place, outcome)
    return outcome


def summary(outcomes: list[Outcome]) -> list[dict[str, object]]:
    """A row for each kind of fault."""
    rows = []
    for kind in FAULTS:
        those = [one for one in outcomes if one.kind == kind]
        rows.append(
            {
                "kind": kind,
                "draws": len(those),
                "harmed": sum(one.first != 0 for one in those),
                "runs": max((one.runs for one in those), default=0),
                "well": sum(not one.wrong for one in those),
            }
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=1e9, help="No draw begins later.")
    parser.add_argument("--posts", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="Number of the first draw.")
    asked = parser.parse_args()
    folder, begun = Path(mkdtemp(prefix="chaos-")), time.monotonic()
    try:
        place = Place(folder, asked.posts)
        print(f"undisturbed: {place.seconds:.0f} s", flush=True)
        outcomes = []
        for number in range(asked.first, asked.first + asked.draws):
            if time.monotonic() - begun > asked.seconds:
                break
            outcomes.append(drawn(place, number, asked.seed))
            print(number, asdict(outcomes[-1]), flush=True)
            write_json(
                RESULT,
                {
                    "machine": machine(),
                    "posts": asked.posts,
                    "seed": asked.seed,
                    "undisturbed_seconds": round(place.seconds, 1),
                    "draws": len(outcomes),
                    "kinds": summary(outcomes),
                    "wrong": [asdict(one) for one in outcomes if one.wrong],
                },
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
