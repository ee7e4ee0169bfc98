"""The folder in which faults are drawn, what an undisturbed run leaves there, and what a draw comes to."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pipeline.core.preset import load_preset
from pipeline.core.workspace import Workspace, read_json
from pipeline.corpus.demo import write as write_corpus
from pipeline.runner.registry import STAGES

ROOT = Path(__file__).resolve().parents[2]
NAME = "chaos"
TIMED = {"history.parquet": ["seconds", "characters_per_second"], "samples.parquet": ["run_id", "created_at"]}
PAGES = {".html", ".jsonl", ".csv", ".md"}  # they repeat what is compared, with times


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
        preset: its settings, by name or path.
    """

    def __init__(self, folder: Path, posts: int, preset: str) -> None:
        self.preset = str(Path(preset).resolve()) if Path(preset).is_file() else preset
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
        preset = load_preset(self.preset, {"corpus": {"source": str(self.root / "raw.json")}})
        for stage in STAGES[stages:]:
            for path in [*stage.written(self.workspace, preset), self.workspace.manifest(stage.name)]:
                path.unlink(missing_ok=True)
        if stages < 2:
            shutil.rmtree(self.workspace.folder / "model", ignore_errors=True)

    def start(self, environment: dict[str, str] | None = None, memory: int = 0) -> subprocess.Popen:
        """The command, in a session of its own."""
        command = [sys.executable, "-m", "pipeline", "run", "--name", NAME]
        command += ["--corpus", "raw.json", "--preset", self.preset]
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
