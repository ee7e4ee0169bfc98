"""Faults drawn at random against the whole pipeline, and what is left of them in the end.

    python benchmarks/chaos [--draws 100] [--seconds 6000] [--posts 300] [--seed 0] [--preset smoke]

Each draw is kept in `benchmarks/results/chaos.json`: the same command goes on after the last one.

One undisturbed run is the reference. Each draw begins in a folder as it was after a
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
as in the reference, except for times of day; every record is accounted for; no run of the store is left
RUNNING; nothing is left half-written.
"""

import argparse
import random
import shutil
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import mkdtemp

from faults import FAULTS, WHOLE, finish
from place import Outcome, Place

from pipeline.core.workspace import read_json, write_json
from pipeline.report.results.provenance import machine
from pipeline.runner.registry import STAGES

RESULT = Path(__file__).resolve().parents[1] / "results" / "chaos.json"


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


def kept(asked: argparse.Namespace) -> list[Outcome]:
    """The draws of an earlier command that asked for the same."""
    if not RESULT.is_file():
        return []
    found = read_json(RESULT)
    same = all(found.get(name) == getattr(asked, name) for name in ("posts", "seed", "preset"))
    return [Outcome(**one) for one in found.get("outcomes", [])] if same else []


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--draws", type=int, default=100, help="In all, those of earlier commands included.")
    parser.add_argument("--seconds", type=float, default=1e9, help="No draw begins later.")
    parser.add_argument("--posts", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--preset", default="smoke")
    asked = parser.parse_args()
    folder, begun, outcomes = Path(mkdtemp(prefix="chaos-")), time.monotonic(), kept(asked)
    try:
        place = Place(folder, asked.posts, asked.preset)
        print(f"undisturbed: {place.seconds:.0f} s; {len(outcomes)} draws are there", flush=True)
        for number in range(len(outcomes), asked.draws):
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
                    "preset": asked.preset,
                    "undisturbed_seconds": round(place.seconds, 1),
                    "draws": len(outcomes),
                    "kinds": summary(outcomes),
                    "wrong": [asdict(one) for one in outcomes if one.wrong],
                    "outcomes": [asdict(one) for one in outcomes],
                },
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
