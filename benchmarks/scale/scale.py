"""Reading and near-duplicates with one worker and with two: time, memory, and equal digests.

    python benchmarks/scale/scale.py [--posts 10000 100000]

Posts are generated, 5 % of them near-duplicates, so that recall and precision are known. They are read from
JSON lines, cut into ranges for the workers; then those that were generated are clustered. Workers are started
before the clock runs. Memory is the greatest resident size of one worker, in a fresh process for each number
of posts. The state of the machine (cores, load) stands in the result: when it is busy, the ratio says little.
"""

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from posts import posts, recall_and_precision

from pipeline.core import partitions
from pipeline.core.engine import Engine
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.core.workers.processes import Processes
from pipeline.core.workspace import sha256, write_json
from pipeline.corpus import clusters
from pipeline.corpus.collect import collect
from pipeline.corpus.readers.formats import open_corpus

RESULT = Path(__file__).resolve().parents[1] / "results" / "scale.json"
PARTITION = 25_000  # posts at most; a quarter of them where there are fewer than 100,000


def peak(_: int) -> tuple[int, int]:
    """A worker's process, and the greatest resident size it has had, in bytes."""
    time.sleep(0.2)  # so that the other worker takes its part
    return os.getpid(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def idle(number: int) -> int:
    """Starts a worker, and has it import what clustering needs."""
    return number + len(clusters.COLUMNS)


def clustered(tables: list[str], folder: Path, engine: Engine) -> tuple[float, list[str]]:
    """Seconds, and the files of clusters."""
    start = time.perf_counter()
    found = clusters.cluster(tables, str(folder), engine, QuietScreen())
    return time.perf_counter() - start, found


def read(path: Path, engine: Engine) -> tuple[float, str]:
    """Seconds to read and clean a file of JSON lines, and a digest of its table."""
    settings = CorpusSettings(source=str(path))
    start = time.perf_counter()
    frame = collect(open_corpus(path, settings), settings, QuietScreen(), engine).frame
    seconds = time.perf_counter() - start
    return seconds, hashlib.sha256(pd.util.hash_pandas_object(frame).to_numpy().tobytes()).hexdigest()


def reading(count: int) -> dict[str, Any]:
    """One number of posts as JSON lines, read by one worker and by two."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "posts.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for frame in posts(count, 0, min(PARTITION, count // 4)):
                frame[["text", "created_at"]].to_json(file, orient="records", lines=True, date_format="iso")
        seconds, digests = {}, {}
        for workers in (1, 2):
            with Processes(workers) as engine:
                list(engine.map(idle, range(4 * workers)))
                seconds[workers], digests[workers] = read(path, engine)
    return {
        "posts": count,
        "seconds_1": seconds[1],
        "seconds_2": seconds[2],
        "ratio": seconds[1] / seconds[2],
        "equal_digests": digests[1] == digests[2],
    }


def measure(count: int) -> dict[str, Any]:
    """One number of posts, on one worker and on two."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables, originals = [], []
        for number, frame in enumerate(posts(count, 0, min(PARTITION, count // 4))):
            tables.append(str(folder / f"{number}.parquet"))
            partitions.write(pa.Table.from_pandas(frame[clusters.COLUMNS], preserve_index=False), tables[-1])
            originals.append(frame["original"].to_numpy())
        seconds, digests, peaks = {}, {}, {}
        for workers in (1, 2):
            with Processes(workers) as engine:
                list(engine.map(idle, range(4 * workers)))
                seconds[workers], found = clustered(tables, folder / str(workers), engine)
                peaks[workers] = max(size for _, size in engine.map(peak, range(4 * workers)))
            digests[workers] = [sha256(Path(path)) for path in found]
        ids = np.concatenate([partitions.read(path)["cluster_id"].to_numpy() for path in found])
        recall, precision = recall_and_precision(ids, np.concatenate(originals))
    return {
        "posts": count,
        "partitions": len(tables),
        "seconds_1": seconds[1],
        "seconds_2": seconds[2],
        "ratio": seconds[1] / seconds[2],
        "peak_bytes_a_worker": max(peaks.values()),
        "equal_digests": digests[1] == digests[2],
        "recall": recall,
        "precision": precision,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--posts", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps({"near_duplicates": measure(options.one), "reading": reading(options.one)}))
        return
    machine = {"cores": os.cpu_count(), "load_1_minute_before": os.getloadavg()[0]}
    lines: dict[str, list[Any]] = {"reading": [], "near_duplicates": []}
    for count in options.posts:
        command = [sys.executable, __file__, "--one", str(count)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        for part, line in json.loads(done.stdout).items():
            lines[part].append(line)
            print(part, line)
    machine["load_1_minute_after"] = os.getloadavg()[0]
    write_json(RESULT, {"machine": machine, **lines})


if __name__ == "__main__":
    main()
