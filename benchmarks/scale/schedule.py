"""How long a run over many posts would take on many workers: the scheduler, simulated with measured tasks.

    python benchmarks/scale/schedule.py [--posts 1000000000] [--workers 100] [--partition 500000]

The times of tasks are those that `costs.py` measured, and `scale.py` is the check: the simulation must give
the times that were measured with one worker and with two. A map hands each task to the worker that is free
first, as `core.engine` does, and never runs further ahead of the first unfinished task than AHEAD tasks a
worker; one process hands out and takes in each task (DISPATCH seconds, Dask's own figure), and does what is
between the maps. Times of tasks are drawn from the measured ones; where a task opens a file of every
partition, as many are added as there are partitions.
"""

import argparse
import heapq
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core.workers.cluster import AHEAD
from pipeline.core.workspace import read_json, write_json

RESULTS = Path(__file__).resolve().parents[1] / "results"
DISPATCH = 0.001  # seconds of the scheduler for each task: "about 1 ms", docs.dask.org, Efficiency
ALL_FILES = ("Paired", "Carried", "Compared")  # maps whose tasks open a file of every partition
SEEDS = 5


def makespan(seconds: Sequence[float], workers: int, dispatch: float = DISPATCH) -> float:
    """Seconds until the last task of a map has ended.

    >>> makespan([2.0, 1.0, 1.0], 2, dispatch=0.0)
    2.0
    """
    free = [0.0] * workers
    ends: list[float] = []
    handed = first = 0.0  # when the scheduler is free; when all tasks before the window have ended
    for number, spent in enumerate(seconds):
        if number >= AHEAD * workers:
            first = max(first, ends[number - AHEAD * workers])
        start = max(heapq.heappop(free), handed, first)
        handed = max(handed, first) + dispatch
        ends.append(start + dispatch + spent)
        heapq.heappush(free, ends[-1])
    return max(ends, default=0.0)


def simulated(
    part: dict[str, Any], known: dict[str, Any], posts: int, workers: int, partition: int, seed: int
) -> dict[str, float]:
    """Seconds of one part of the work (reading or clustering) on so many posts in partitions of such a size.

    A map that had one task has one again, as much longer as there are more posts: it works on what is left of
    all of them.
    """
    random, growth = np.random.default_rng(seed), posts / known["posts"]
    size = max(1, round(partition / known["posts_a_task"]))  # measured tasks that make one task
    wall = cpu = 0.0
    for one in part["maps"]:
        measured = np.asarray(one["seconds"], dtype=float)
        if len(measured) == 1:
            times = measured * growth
        else:
            count = max(1, round(len(measured) * growth / size))
            times = random.choice(measured, (count, size)).sum(1)
            times += count * known["file_s"] if one["name"] in ALL_FILES else 0.0
        wall += makespan(times, workers)
        cpu += float(times.sum())
    between = part["between_s"] * growth
    return {"wall_s": wall + between, "worker_cpu_s": cpu, "between_s": between}


def mean(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    """The mean of each figure."""
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


def checked(known: dict[str, Any], scale: dict[str, Any]) -> list[dict[str, Any]]:
    """Simulated beside measured, for the numbers of posts and workers that `scale.py` has."""
    rows = []
    for part, lines in (("reading", scale["reading"]), ("clustering", scale["near_duplicates"])):
        for line in lines:
            for workers in (1, 2):
                figures = (known[part], known, line["posts"], workers, known["posts_a_task"])
                spent = mean([simulated(*figures, seed) for seed in range(SEEDS)])["wall_s"]
                said = {"part": part, "posts": line["posts"], "workers": workers}
                rows.append({**said, "measured_s": line[f"seconds_{workers}"], "simulated_s": spent})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--posts", type=int, default=10**9)
    parser.add_argument("--workers", type=int, default=100)
    parser.add_argument("--partition", type=int, default=500_000, help="posts in a task")
    options = parser.parse_args()
    known = read_json(RESULTS / "costs.json")["tasks"]
    asked = (options.posts, options.workers, options.partition)
    parts = {
        part: mean([simulated(known[part], known, *asked, seed) for seed in range(SEEDS)])
        for part in ("reading", "clustering")
    }
    check = checked(known, read_json(RESULTS / "scale.json"))
    said = dict(zip(("posts", "workers", "partition"), asked, strict=True))
    write_json(RESULTS / "schedule.json", {**said, "dispatch_s": DISPATCH, "check": check, "parts": parts})


if __name__ == "__main__":
    main()
