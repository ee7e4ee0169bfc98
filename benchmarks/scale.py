"""Near-duplicates with one worker and with two: time, memory, and equal digests.

    python benchmarks/scale.py [--posts 10000 100000]

Posts are generated, 5 % of them near-duplicates, so that recall and precision are known. Workers are started
before the clock runs. Memory is the greatest resident size of one worker, in a fresh process for each number
of posts. The state of the machine (cores, load) stands in the result: when it is busy, the ratio says little.
"""

import argparse
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
import pyarrow as pa
from posts import posts, recall_and_precision

from pipeline.core import partitions
from pipeline.core.engine import Engine
from pipeline.core.processes import Processes
from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import sha256, write_json
from pipeline.corpus import clusters

RESULT = Path(__file__).parent / "results" / "scale.json"
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
        print(json.dumps(measure(options.one)))
        return
    machine = {"cores": os.cpu_count(), "load_1_minute_before": os.getloadavg()[0]}
    lines = []
    for count in options.posts:
        command = [sys.executable, __file__, "--one", str(count)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        lines.append(json.loads(done.stdout))
        print(lines[-1])
    machine["load_1_minute_after"] = os.getloadavg()[0]
    write_json(RESULT, {"machine": machine, "near_duplicates": lines})


if __name__ == "__main__":
    main()
