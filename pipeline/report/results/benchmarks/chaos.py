"""The page on faults drawn at random, from `benchmarks/results/chaos.json`."""

from collections.abc import Mapping
from typing import Any

from pipeline.core.numbers import count, decimal
from pipeline.report.results.markdown import joined, table

KINDS = {
    "kill": "the process is killed by signal 9",
    "stop": "it is stopped for some seconds, and goes on",
    "disk": "the disk is too small, and is enlarged afterwards",
    "clock": "its clock jumps by up to a year at any call",
    "memory": "it may have only so much address space",
    "server": "the tracking server is killed, and started again later",
    "twice": "a second command begins in the same workspace",
    "damage": "one bit of one file is turned",
}


def page(found: Mapping[str, Any]) -> str:
    """What was drawn, and in how many draws all was well in the end."""
    rows = [
        [KINDS[one["kind"]], *(count(one[name]) for name in ("draws", "harmed", "well"))]
        for one in found["kinds"]
        if one["draws"]
    ]
    well = sum(one["well"] for one in found["kinds"])
    most = max(one["runs"] for one in found["kinds"])
    wrong = [
        f"- {one['kind']}, after {one['stages']} stages: {'; '.join(one['wrong'])}" for one in found["wrong"]
    ]
    return joined(
        [
            "# Faults at random",
            "",
            f"{count(found['draws'])} faults were drawn against the whole pipeline "
            f"(preset `{found['preset']}`, {count(found['posts'])} posts, "
            f"{decimal(found['undisturbed_seconds'], 0)} s undisturbed), each after a number of finished "
            "stages and at a moment that were drawn too. Then the command was "
            f"given again until it ended well, {count(most)} time{'s' if most > 1 else ''} at most. All was "
            f"well in {count(well)}: no traceback, every file as in an undisturbed run except for times of "
            "day, every record accounted for, no run left open in the tracking store, nothing half-written.",
            "",
            *table(["fault", "draws", "ended the command", "well in the end"], rows),
            "",
            *(["What was not well:", "", *wrong, ""] if wrong else []),
            "Made from `benchmarks/results/chaos.json`, which `benchmarks/chaos` writes: "
            f"`python benchmarks/chaos --draws {found['draws']} --posts {found['posts']} "
            f"--seed {found['seed']} --preset {found['preset']}`.",
            "",
        ]
    )
