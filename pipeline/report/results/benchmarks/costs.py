"""The page of costs, from `benchmarks/results/costs.json` and `schedule.json`: what grows, and to where."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.core.numbers import count, decimal, duration
from pipeline.report.results.markdown import joined, table
from pipeline.text.sample import MOST

MILLION = 10**6
ROOM = 64e9  # bytes of the machine whose wall is named
SAMPLED = ("bits", "scan", "certify", "intervene")  # they rest on at most MOST tweets
FLAT = 0.1  # growth of memory below which it is called flat

Sizes = Sequence[Mapping[str, Any]]


def page(costs: Mapping[str, Any], schedule: Mapping[str, Any]) -> str:
    """What was measured, how it grows, where the wall is, and the simulation of a larger cluster."""
    sizes = sorted(costs["stages"], key=lambda one: one["posts"])
    machine = costs["machine"]
    return joined(
        [
            "# Costs by number of posts",
            "",
            f"Generated posts, {count(sizes[0]['posts'])} to {count(sizes[-1]['posts'])}, and a tiny "
            f"network, all stages on {machine['cores']} cores. The load of the machine was "
            f"{decimal(machine['load_before'], 1)} before and {decimal(machine['load_after'], 1)} after; "
            "where it is much above the cores, CPU seconds are too many. What training, tracing and "
            "interventions cost grows with the size of the network, too.",
            "",
            *per_million(sizes),
            *memory(sizes),
            *simulation(schedule),
            f"Made from `benchmarks/results/costs.json`, which `{costs['command']}` writes, and from "
            "`benchmarks/results/schedule.json`, which `python benchmarks/scale/schedule.py "
            f"--posts {schedule['posts']} --workers {schedule['workers']} "
            f"--partition {schedule['partition']}` writes.",
            "",
        ]
    )


def names(sizes: Sizes) -> list[str]:
    """The stages that ran on the largest number of posts, in order."""
    return list(sizes[-1]["stages"])


def per_million(sizes: Sizes) -> list[str]:
    """CPU seconds and bytes for 10⁶ posts, from the largest number measured, and how CPU grows."""
    largest = sizes[-1]
    rows = []
    for name in names(sizes):
        stage, share = largest["stages"][name], _read(name, MILLION) / _read(name, largest["posts"])
        grown = decimal(exponent(sizes, name, "cpu_s"), 2)
        rows.append([_shown(name), count(stage["cpu_s"] * share), count(stage["bytes"] * share / 1e6), grown])
    return [
        "## For a million posts",
        "",
        f"CPU seconds and written megabytes on {count(largest['posts'])} posts, times "
        f"{decimal(MILLION / largest['posts'], 0)}. A stage with a star rests on at most {count(MOST)} "
        "tweets and stops growing there. *Grows as* is the exponent between the two largest numbers of posts "
        "that were measured: 1 is in proportion, 0 not at all.",
        "",
        *table(["stage", "CPU seconds", "MB written", "grows as"], rows),
        "",
    ]


def _read(name: str, posts: int) -> int:
    """How many of so many posts a stage reads."""
    return min(posts, MOST) if name in SAMPLED else posts


def _shown(name: str) -> str:
    return f"`{name}` *" if name in SAMPLED else f"`{name}`"


def exponent(sizes: Sizes, name: str, figure: str) -> float | None:
    """How a figure grows between the two largest numbers of posts: as posts to this power; None unknown."""
    known = [one for one in sizes if name in one["stages"] and one["stages"][name][figure] > 0]
    if len(known) < 2:
        return None
    before, after = known[-2:]
    grown = after["stages"][name][figure] / before["stages"][name][figure]
    return math.log(grown) / math.log(after["posts"] / before["posts"])


def wall(sizes: Sizes, name: str, room: float = ROOM) -> float | None:
    """Posts at which a stage's memory would fill the room, on a line through the two largest; None: flat."""
    known = [one for one in sizes if name in one["stages"]]
    if len(known) < 2:
        return None
    (x, a), (y, b) = ((one["posts"], one["stages"][name]["peak_bytes"]) for one in known[-2:])
    slope = (b - a) / (y - x)
    return None if b < a * (1 + FLAT) else y + (room - b) / slope


def rounded(value: float) -> int:
    """Three digits of a number.

    >>> rounded(6310123.0)
    6310000
    """
    return int(float(f"{value:.3g}"))


def memory(sizes: Sizes) -> list[str]:
    """Peak memory of each stage by number of posts, and where its wall is."""
    rows = []
    for name in names(sizes):
        peaks = [one["stages"].get(name, {}).get("peak_bytes") for one in sizes]
        shown = [decimal(peak / 1e9 if peak else None, 2) for peak in peaks]
        end = wall(sizes, name)
        if end is not None and _read(name, math.ceil(end)) < end:
            told = f"bounded at {count(MOST)}"
        else:
            told = "flat so far" if end is None else count(rounded(end))
        rows.append([_shown(name), *shown, told])
    heads = [f"{count(one['posts'])} posts" for one in sizes]
    return [
        "## Memory",
        "",
        f"Peak gigabytes of each stage. *Wall*: posts at which it would fill {ROOM / 1e9:.0f} GB, on a "
        "straight line through the two largest numbers.",
        "",
        *table(["stage", *heads, "wall"], rows),
        "",
    ]


def simulation(found: Mapping[str, Any]) -> list[str]:
    """What so many workers would take, and the check against what was measured."""
    parts = [
        [name, duration(one["wall_s"]), decimal(one["worker_cpu_s"] / 3600, 0), duration(one["between_s"])]
        for name, one in found["parts"].items()
    ]
    check = [
        [one["part"], count(one["posts"]), count(one["workers"]), *(
            decimal(one[name], 1) for name in ("measured_s", "simulated_s")
        )]
        for one in found["check"]
    ]  # fmt: skip
    return [
        f"## {count(found['posts'])} posts on {count(found['workers'])} workers",
        "",
        f"Simulated: partitions of {count(found['partition'])} posts, tasks with the times that were "
        f"measured, {found['dispatch_s'] * 1000:g} ms of the scheduler for each. *One process*: what is "
        "done between the maps, which workers do not shorten and whose memory is the wall of the stage "
        "`corpus` above.",
        "",
        *table(["part", "wall time", "CPU hours of workers", "of it one process"], parts),
        "",
        "The check: the same simulation beside what `benchmarks/scale/scale.py` measured.",
        "",
        *table(["part", "posts", "workers", "measured s", "simulated s"], check),
        "",
    ]
