"""What each stage costs on more and more posts, and how long each task of a partition takes.

    python benchmarks/scale/costs.py [--posts 1000 10000 100000] [--tasks 100000]

Posts are generated (`posts.py`), with hashtags, mentions and links put into some. The network is tiny, since
what training and tracing cost grows with its size, which is not the question here. All stages run as a person
runs them (`tweetscope run`, untracked), and CPU seconds, memory and bytes are those of their manifests: the
memory is the stage's own peak. For the simulation of a larger cluster (`schedule.py`), reading and clustering
then run on one thread with a clock at each task. `--posts 1000 10000 100000 1000000 --tasks 1000000` is the
whole measurement, for a quiet machine. What was measured stays, so one part can be measured again alone:
`--posts --tasks 1000000` times the tasks, `--posts 10000 --tasks 0` one number of posts.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from posts import posts

from pipeline.core import manifest, partitions
from pipeline.core.engine import alone, ignore
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.core.workspace import Workspace, read_json, write_json
from pipeline.corpus import clusters
from pipeline.corpus.collect import collect
from pipeline.corpus.readers.formats import open_corpus
from pipeline.runner.registry import STAGES

RESULT = Path(__file__).resolve().parents[1] / "results" / "costs.json"
NAME = "costs"
PARTITION = 25_000  # posts at most; a quarter of them where there are fewer than 100,000
OPENED = 200  # times that a small file is opened, for what one costs
PRESET = """
[train]
units = 16
layers = 1
embedding = 8
epochs = 1
warmup_steps = 10
precision = "float32"

[certify]
per_concept = 1

[samples]
count = 100
quality = false
"""


class Timed:
    """An engine of one thread that writes down how long each task took.

    Attributes:
        workers: 1.
        maps: of each map, the function's name and the seconds of its tasks.
    """

    def __init__(self) -> None:
        self.workers = 1
        self.maps: list[dict[str, Any]] = []

    def map(
        self, function: Callable[[Any], Any], tasks: Iterable[Any], done: Callable[[int], None] = ignore
    ) -> Iterator[Any]:
        """As `pipeline.core.engine.Engine.map`."""
        seconds: list[float] = []
        name = getattr(function, "__name__", type(function).__name__)
        self.maps.append({"name": name, "seconds": seconds})
        for number, task in enumerate(tasks):
            start = time.perf_counter()
            result = alone(function, task)
            seconds.append(time.perf_counter() - start)
            done(number)
            yield result


def written(path: Path, count: int) -> int:
    """JSON lines of so many posts; their characters."""
    random, total = np.random.default_rng(1), 0
    with path.open("w", encoding="utf-8") as file:
        for frame in posts(count, 0, min(PARTITION, max(1, count // 4))):
            draw = random.random(len(frame))
            words = frame["text"].str.split().str[0].str.strip("@#.,!").str.lower()
            text = frame["text"].mask(draw < 0.3, frame["text"] + " #" + words)
            text = text.mask(draw.clip(0.3, 0.5) == draw, "@" + words + " " + frame["text"])
            text = text.mask(draw.clip(0.5, 0.6) == draw, frame["text"] + " https://t.co/" + words)
            total += int(text.str.len().sum())
            lines = frame[["created_at"]].assign(text=text)
            lines.to_json(file, orient="records", lines=True, date_format="iso")
    return total


def stages(count: int) -> dict[str, Any]:
    """All stages on so many posts, and what their manifests say."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "tiny.toml").write_text(PRESET)
        characters = written(root / "posts.jsonl", count)
        given = ["--name", NAME, "--corpus", "posts.jsonl", "--preset", "tiny.toml", "--no-track"]
        subprocess.run([sys.executable, "-m", "pipeline", "run", *given], cwd=root, check=True)
        workspace, found = Workspace(root / "data" / NAME), {}
        for stage in STAGES:
            if not workspace.manifest(stage.name).exists():
                continue  # it was left out: the others found nothing for it
            known = manifest.read(workspace.manifest(stage.name))
            paths = [workspace.folder / one for one in known["outputs"]]
            found[stage.name] = {**known["profile"], "bytes": sum(path.stat().st_size for path in paths)}
        return {"posts": count, "characters": characters, "stages": found}


def tasks(count: int) -> dict[str, Any]:
    """Seconds of each task of reading and of clustering, and of what is done between them by one process."""
    with tempfile.TemporaryDirectory() as name:
        folder, engine = Path(name), Timed()
        written(folder / "posts.jsonl", count)
        settings = CorpusSettings(source=str(folder / "posts.jsonl"))
        start = time.perf_counter()
        frame = collect(open_corpus(Path(settings.source), settings), settings, QuietScreen(), engine).frame
        reading = time.perf_counter() - start
        tables = []
        for number, part in enumerate(posts(count, 0, min(PARTITION, max(1, count // 4)))):
            tables.append(str(folder / f"{number}.parquet"))
            partitions.write(pa.Table.from_pandas(part[clusters.COLUMNS], preserve_index=False), tables[-1])
        maps = len(engine.maps)
        start = time.perf_counter()
        clusters.cluster(tables, str(folder / "clusters"), engine, QuietScreen())
        clustering = time.perf_counter() - start
        small = str(folder / "small.parquet")
        partitions.write(pa.table({"key": np.arange(100)}), small)
        start = time.perf_counter()
        for _ in range(OPENED):
            partitions.read(small)
        opening = (time.perf_counter() - start) / OPENED
    spent = [sum(one["seconds"]) for one in engine.maps]
    return {
        "file_s": opening,
        "posts": len(frame),
        "posts_a_task": min(PARTITION, max(1, count // 4)),
        "reading": {"between_s": reading - sum(spent[:maps]), "maps": engine.maps[:maps]},
        "clustering": {"between_s": clustering - sum(spent[maps:]), "maps": engine.maps[maps:]},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--posts", type=int, nargs="*", default=[1000, 10_000, 100_000])
    parser.add_argument("--tasks", type=int, default=100_000, help="posts that tasks are timed on; 0: not")
    options = parser.parse_args()
    found: dict[str, Any] = read_json(RESULT) if RESULT.exists() else {"stages": []}
    measured = {one["posts"]: one for one in found["stages"]}
    load = os.getloadavg()[0]
    machine = {"cores": os.cpu_count(), "load_before": load}
    for count in (0, *options.posts):
        if count:
            measured[count] = stages(count)
        elif options.tasks:
            found["tasks"] = tasks(options.tasks) | {"load_before": load, "load_after": os.getloadavg()[0]}
        found["stages"] = [measured[count] for count in sorted(measured)]
        found["command"] = (
            f"python benchmarks/scale/costs.py --posts {' '.join(map(str, sorted(measured)))} "
            f"--tasks {found['tasks']['posts']}"
        )
        found["machine"] = machine | {"load_after": os.getloadavg()[0]}
        write_json(RESULT, found)  # what was measured is kept


if __name__ == "__main__":
    main()
