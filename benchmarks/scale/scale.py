"""Reading, near-duplicates, concepts and the scan with one worker and with two: time, memory, equal digests.

    python benchmarks/scale/scale.py [--posts 10000 100000]

Posts are generated, 5 % of them near-duplicates, so that recall and precision are known. They are read from
JSON lines, cut into ranges for the workers; then those that were generated are clustered. At most LABELLED
of them are labelled, and at most SCANNED are scanned with a network of random weights, which costs what a
trained one does. Workers are started before the clock runs. Memory is the greatest resident size of one
worker, in a fresh process for each number of posts. The state of the machine (cores, load) stands in the
result: when it is busy, the ratio says little.
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

from pipeline.concepts import stage as concepts
from pipeline.core import partitions
from pipeline.core.engine import HERE, Engine
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ConceptSettings, CorpusSettings, ScanSettings
from pipeline.core.workers.processes import Processes
from pipeline.core.workspace import Workspace, read_table, sha256, write_json
from pipeline.corpus import clusters
from pipeline.corpus.collect import collect
from pipeline.corpus.readers.formats import open_corpus
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.neurons.evidence import Material
from pipeline.neurons.scan.stage import full_scan
from pipeline.text import vocabulary
from pipeline.tracking.tracker import NullTracker

RESULT = Path(__file__).resolve().parents[1] / "results" / "scale.json"
LABELLED, SCANNED = 50_000, 5_000  # posts
UNITS, EMBEDDING = 64, 16  # of the network of the scan, one layer
PARTITION = 25_000  # posts at most; a quarter of them where there are fewer than 100,000


def peak(_: int) -> tuple[int, int]:
    """A worker's process, and the greatest resident size it has had, in bytes."""
    time.sleep(0.2)  # so that the other worker takes its part
    return os.getpid(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def idle(number: int) -> int:
    """Starts a worker, and has it import what all parts need, as this module does."""
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
    return compared(count, seconds, digests)


def labelling(count: int) -> dict[str, Any]:
    """The stage `concepts` on posts in several files."""
    with tempfile.TemporaryDirectory() as name:
        workspace, seconds, digests = Workspace(Path(name)), {}, {}
        corpus(workspace, min(count, LABELLED))
        for workers in (1, 2):
            with Processes(workers) as engine:
                list(engine.map(idle, range(4 * workers)))
                seconds[workers], digests[workers] = labelled(workspace, engine)
    return compared(min(count, LABELLED), seconds, digests)


def scanning(count: int) -> dict[str, Any]:
    """The whole scan, with its comparisons."""
    with tempfile.TemporaryDirectory() as name:
        workspace, seconds, digests = Workspace(Path(name)), {}, {}
        corpus(workspace, min(count, SCANNED))
        labelled(workspace, HERE)
        tweets = read_table(workspace.tweets, ["tweet_id", "text", "split"])
        known, _ = vocabulary.build(tweets["text"].tolist(), 1)
        given = Material(network(known.size), known, tweets, read_table(workspace.spans))
        for workers in (1, 2):
            with Processes(workers) as engine:
                list(engine.map(idle, range(4 * workers)))
                start = time.perf_counter()
                found = full_scan(given, ScanSettings(), QuietScreen(), engine)
                seconds[workers] = time.perf_counter() - start
                digests[workers] = hashlib.sha256(found.score.tobytes() + found.control.tobytes()).hexdigest()
    return compared(min(count, SCANNED), seconds, digests)


def corpus(workspace: Workspace, count: int) -> None:
    """Posts as a tweet table of several files, a tenth of it for each of valid and test."""
    workspace.tweets.mkdir()
    for number, frame in enumerate(posts(count, 0, min(PARTITION, count // 4))):
        ids = [f"{number}-{row}" for row in range(len(frame))]
        split = np.array(["valid", "test", *["train"] * 8])[np.arange(len(frame)) % 10]
        table = pd.DataFrame({"tweet_id": ids, "text": frame["text"].to_numpy(), "split": split})
        table.to_parquet(workspace.tweets / f"part-{number:05d}.parquet", index=False)


def labelled(workspace: Workspace, engine: Engine) -> tuple[float, str]:
    """Seconds to label all tweets, and the digest of their spans."""
    start = time.perf_counter()
    concepts.run(ConceptSettings(), workspace, NullTracker(), QuietScreen(), engine)
    return time.perf_counter() - start, sha256(workspace.spans)


def network(size: int) -> NetworkWeights:
    """An LSTM of random weights."""

    def drawn(*shape: int) -> np.ndarray:
        return np.random.default_rng(0).normal(0, 0.2, shape).astype(np.float32)

    layer = LayerWeights(drawn(EMBEDDING, 4 * UNITS), drawn(UNITS, 4 * UNITS), drawn(4 * UNITS))
    return NetworkWeights(drawn(size, EMBEDDING), (layer,), drawn(UNITS, size), drawn(size))


def compared(count: int, seconds: dict[int, float], digests: dict[int, str]) -> dict[str, Any]:
    """One line of the result."""
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
        found = {"near_duplicates": measure, "reading": reading, "concepts": labelling, "scan": scanning}
        print(json.dumps({part: run(options.one) for part, run in found.items()}))
        return
    machine = {"cores": os.cpu_count(), "load_1_minute_before": os.getloadavg()[0]}
    lines: dict[str, list[Any]] = {"reading": [], "near_duplicates": [], "concepts": [], "scan": []}
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
