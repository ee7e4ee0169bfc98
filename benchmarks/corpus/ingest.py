"""Ingestion of a real archive, tweets a second: the whole stage beside the plain way with pandas and ftfy.

    python benchmarks/corpus/ingest.py [ARCHIVE] [--rounds 3]

Without an archive the built-in corpus is read. The peer reads the file at once with `pandas.read_json` and
runs `html.unescape` and `ftfy.fix_text` on every text: no account, no rejects, no near-duplicates, splits,
vocabulary or summary. Near-duplicates are shown by themselves too: equal content keys beside MinHash, with
the share of the pairs found that comparing a sample with every tweet gives. Rounds alternate, and the best of
each counts.
"""

import argparse
import gzip
import html
import io
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ftfy
import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.core.workspace import Workspace, write_json
from pipeline.corpus import duplicates
from pipeline.corpus import stage as ingest
from pipeline.corpus.demo import write
from pipeline.tracking.tracker import NullTracker

RESULT = Path(__file__).resolve().parents[1] / "results" / "ingest.json"
SAMPLE = 1000  # tweets compared with every tweet


def stage(path: Path) -> int:
    """The corpus stage, from the file to its artefacts; the number of records."""
    with tempfile.TemporaryDirectory() as folder:
        settings = CorpusSettings(source=str(path))
        counts = ingest.run(settings, Workspace(Path(folder)), NullTracker(), QuietScreen())
    return int(counts["rows_read"])


def plain(path: Path) -> int:
    """The peer: everything in memory, each text through html.unescape and ftfy, Parquet out."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode("utf-8-sig")
    frame = pd.read_json(io.StringIO(text), dtype=False, lines=text.lstrip().startswith("{"))
    frame["text"] = [ftfy.fix_text(html.unescape(tweet)) for tweet in frame["text"]]
    with tempfile.TemporaryDirectory() as folder:
        frame.to_parquet(Path(folder) / "tweets.parquet")
    return len(frame)


def best_of(ways: dict[str, Callable[[], int]], rounds: int) -> dict[str, dict[str, float]]:
    """The best wall-clock time of each way, and its processor time then; the ways take turns."""
    best: dict[str, dict[str, float]] = {}
    for _ in range(rounds):
        for name, way in ways.items():
            wall, processor = time.perf_counter(), time.process_time()
            tweets = way()
            seconds, busy = time.perf_counter() - wall, time.process_time() - processor
            if name not in best or seconds < best[name]["seconds"]:
                best[name] = {"seconds": seconds, "processor": busy, "tweets_a_second": tweets / seconds}
    return best


def near_duplicates(path: Path) -> dict[str, dict[str, float]]:
    """Equal keys beside MinHash: time, share of tweets that are copies, recall of the pairs of a sample."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        ingest.run(CorpusSettings(source=str(path)), workspace, NullTracker(), QuietScreen())
        frame = pd.read_parquet(workspace.tweets)
    keys = duplicates.content_keys(frame["text"].tolist())
    pairs = true_pairs(keys)
    ways = {"equal keys": lambda: same_key(frame), "MinHash": lambda: duplicates.cluster(frame)}
    found = {}
    for name, way in ways.items():
        start = time.perf_counter()
        label = way()
        found[name] = {
            "seconds": time.perf_counter() - start,
            "copies": 1 - len(np.unique(label)) / len(label),
            "recall": float(np.mean([label[a] == label[b] for a, b in pairs])),
            "pairs": len(pairs),
        }
    return found


def same_key(frame: pd.DataFrame) -> np.ndarray:
    """The simple way: a cluster is a content key."""
    return pd.factorize(pd.Series(duplicates.content_keys(frame["text"].tolist())))[0]


def true_pairs(keys: list[str]) -> list[tuple[int, int]]:
    """The near-duplicates of evenly spaced tweets by the definition: all intersections of shingle sets."""
    flat, offsets = duplicates.shingles(keys)
    _, column = np.unique(flat, return_inverse=True)
    table = csr_matrix((np.ones(len(column), dtype=np.float32), column, offsets.astype(np.int64)))
    table.sum_duplicates()
    table.data[:] = 1
    size = np.asarray(table.sum(axis=1)).ravel()
    sample = np.linspace(0, len(keys) - 1, min(SAMPLE, len(keys))).astype(int)
    both = (table[sample] @ table.T).tocoo()
    a, b, shared = sample[both.row], both.col, both.data
    smaller = np.minimum(size[a], size[b])
    near = shared >= duplicates.JACCARD * (size[a] + size[b] - shared)
    near |= (smaller >= duplicates.CONTAINED) & (shared >= duplicates.CONTAINMENT * smaller)
    near &= a != b
    return [(int(x), int(y)) for x, y in zip(a[near], b[near], strict=True)]


def table(title: str, rows: dict[str, dict[str, float]]) -> str:
    """A Markdown table."""
    columns = list(next(iter(rows.values())))
    lines = [f"| {title} | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, values in rows.items():
        cells = [f"{v:,.0f}" if v > 100 else f"{v:.3f}" for v in values.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path, nargs="?", help="a JSON archive; none: the built-in corpus")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = options.archive or Path(folder) / "demo.json"
        if options.archive is None:
            write(archive, 15_000, 0)
        compare(archive, options.rounds)


def compare(archive: Path, rounds: int) -> None:
    """Run everything, print the tables, write the result."""
    ways = {"the stage": lambda: stage(archive), "pandas + ftfy": lambda: plain(archive)}
    result: dict[str, Any] = {"archive": archive.name, "speed": best_of(ways, rounds)}
    result["near_duplicates"] = near_duplicates(archive)
    print(table("ingestion", result["speed"]), "\n")
    print(table("near-duplicates", result["near_duplicates"]))
    write_json(RESULT, json.loads(json.dumps(result)))


if __name__ == "__main__":
    main()
