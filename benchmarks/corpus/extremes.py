"""Posts at the edge of what people write, through the stages: seconds, peak memory, and what became of them.

    python benchmarks/corpus/extremes.py [--until corpus]

Each corpus holds 1,000 posts of the built-in grammar beside the extreme ones: a post of a million characters,
100,000 equal posts, posts of combining marks (one of 200,000 marks in the wrong order, which costs a plain
normalisation the square of their number), and posts of a script with 5,000 characters. The stages run as a
person runs them, in a process of their own, with the preset `smoke`.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.core import manifest
from pipeline.core.files import write_json
from pipeline.core.workspace import Workspace
from pipeline.corpus.demo import write
from pipeline.runner.registry import STAGES

ROOT = Path(__file__).resolve().parents[2]
RESULT = Path(__file__).resolve().parents[1] / "results" / "extremes.json"
ORDINARY = 1000
MARKS = "\u0301\u0323"  # above and below: in this order, each pair is out of order for Unicode


def long() -> Iterator[str]:
    yield "lorem ipsum " * (1_000_000 // 12)


def equal() -> Iterator[str]:
    yield from ["The same post again and again"] * 100_000


def marks() -> Iterator[str]:
    yield "a" + MARKS * 100_000
    for count in range(1000):
        yield "".join(f"{letter}{MARKS * (1 + count % 60)}" for letter in "abcde")


def script() -> Iterator[str]:
    draw = random.Random(0)
    known = [chr(0x4E00 + number) for number in range(5000)]
    for _ in range(5000):
        yield "".join(draw.choices(known, k=40))


CASES: dict[str, Callable[[], Iterator[str]]] = {
    "a post of 1,000,000 characters": long,
    "100,000 equal posts": equal,
    "posts of combining marks": marks,
    "a script of 5,000 characters": script,
}


def measured(name: str, texts: Iterator[str], until: str) -> dict[str, Any]:
    """One corpus through the stages: the command's wall seconds, the highest peak, the account."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write(place / "ordinary.json", ORDINARY, 0)
        posts = [post["text"] for post in json.loads((place / "ordinary.json").read_text("utf-8-sig"))]
        with (place / "posts.jsonl").open("w", encoding="utf-8") as file:
            for text in (*posts, *texts):
                file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
        command = [sys.executable, "-m", "pipeline", "run", "--until", until, "--name", "x", "--no-track"]
        start = time.perf_counter()
        done = subprocess.run(
            [*command, "--corpus", "posts.jsonl", "--preset", "smoke"],
            cwd=place,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        seconds = time.perf_counter() - start
        if done.returncode:
            raise SystemExit(f"{name}: {done.stderr[-2000:]}")
        workspace = Workspace(place / "data" / "x")
        ran = [manifest.read(path) for stage in STAGES if (path := workspace.manifest(stage.name)).exists()]
        counts = ran[0]["counts"]
    return {
        "seconds": seconds,
        "cpu_s": sum(one["profile"]["cpu_s"] for one in ran),
        "peak_bytes": max(one["profile"]["peak_bytes"] for one in ran),
        "kept": counts["kept"],
        "rejected": counts["rejected"],
        "vocabulary": counts["vocabulary_size"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--until", default="corpus", choices=[stage.name for stage in STAGES])
    until = parser.parse_args().until
    load, rows = os.getloadavg()[0], {}
    for name, texts in CASES.items():
        rows[name] = measured(name, texts(), until)
        print(name, rows[name], flush=True)
    command = f"python benchmarks/corpus/extremes.py --until {until}"
    machine = {"cores": os.cpu_count(), "load_before": load}
    write_json(RESULT, {"command": command, "until": until, "machine": machine, "rows": rows})


if __name__ == "__main__":
    main()
