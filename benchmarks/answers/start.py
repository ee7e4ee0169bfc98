"""How long a person waits for nothing: `tweetscope --help`, and a stage that is up to date.

    python benchmarks/answers/start.py

Each command runs in a process of its own, several times; the least and the median wall time count, since
other work on the machine only adds. The stage is `corpus` of the built-in corpus, made before the clock
starts.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RESULTS = Path(__file__).resolve().parents[1] / "results" / "start.json"
COMMANDS = {
    "tweetscope --help": (["--help"], 0.5),
    "a stage that is up to date": (["corpus", "--no-track"], 1.5),
    "the plan of all stages": (["plan"], 1.5),
}


def seconds(arguments: list[str], folder: Path) -> tuple[float, float]:
    """Wall and processor time of one command.

    Raises:
        SystemExit: it failed.
    """
    started, spent = time.perf_counter(), _spent()
    done = subprocess.run([sys.executable, "-m", "pipeline", *arguments], cwd=folder, capture_output=True)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - started, _spent() - spent


def _spent() -> float:
    """Processor seconds of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        seconds(["corpus", "--no-track"], Path(folder))
        took = {name: [] for name in COMMANDS}
        for _ in range(asked.turns):
            for name, (arguments, _) in COMMANDS.items():
                took[name].append(seconds(arguments, Path(folder)))
    for name, (_, target) in COMMANDS.items():
        wall, cpu = zip(*took[name], strict=True)
        rows[name] = {
            "least": min(wall),
            "median": statistics.median(wall),
            "cpu": statistics.median(cpu),
            "target": target,
        }
        print(f"{name}: {rows[name]['least']:.2f} s, CPU {rows[name]['cpu']:.2f} s (target {target} s)")
    asked.results.write_text(json.dumps({"turns": asked.turns, "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
