"""The page of the race, from `benchmarks/results/race.json`: what each contestant makes of the same time."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.core.numbers import NONE, count, decimal
from pipeline.report.results.markdown import joined, table

Row = Mapping[str, Any]


def page(found: Mapping[str, Any]) -> str:
    """A table for each corpus."""
    rows = found["rows"]
    lines = [
        "# The race",
        "",
        "Bits per character and end of the test tweets, each tweet read from its start. Compressors and "
        "counters read the training tweets once and have no clock. Networks train for the time at the head "
        "of the column, one at a time on all cores, validation and compilation included; their schedules end "
        "with the clock, and the weights with the fewest bits on valid are scored. Made from "
        "`benchmarks/results/race.json`, which `make race` writes; `benchmarks/training/race.py` says who "
        "takes part.",
        "",
    ]
    for corpus in dict.fromkeys(row["corpus"] for row in rows):
        lines += standings(corpus, [row for row in rows if row["corpus"] == corpus])
    return joined(lines)


def standings(corpus: str, rows: Sequence[Row]) -> list[str]:
    """The table of one corpus: a row a contestant, a column for each time; the fewest bits stand last."""
    times = sorted({row["seconds"] for row in rows if row["seconds"]})
    names = sorted(
        dict.fromkeys(row["contestant"] for row in rows),
        key=lambda name: -min(row["test"] for row in rows if row["contestant"] == name),
    )
    head = ["contestant", "version", "parameters", "no clock", *(f"{time / 60:g} min" for time in times)]
    body = [_row(name, [row for row in rows if row["contestant"] == name], [0, *times]) for name in names]
    timed = [row for row in rows if row["seconds"]]
    note = []
    if timed:
        load = max(row["load"] for row in timed)
        cores = ", ".join(sorted({str(row["cores"]) for row in timed}))
        note = [f"{cores} cores; the machine's load before a start was {load:.1f} at most.", ""]
    return [f"## {corpus}", "", *table(head, body), *note]


def _row(name: str, rows: Sequence[Row], times: Sequence[float]) -> list[str]:
    by_time = {row["seconds"]: row for row in rows}
    sizes = sorted({row["parameters"] for row in rows if "parameters" in row})
    return [
        name,
        ", ".join(sorted({row["version"] for row in rows})),
        count(sizes[-1]) if sizes else NONE,
        *(decimal(by_time[time]["test"]) if time in by_time else NONE for time in times),
    ]
