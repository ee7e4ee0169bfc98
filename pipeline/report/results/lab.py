"""The page of the lab, from `docs/results/data/lab/facts.json`, which `tweetscope lab --results` writes."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from pipeline.core.numbers import decimal
from pipeline.report.results.markdown import joined, plain, table

Rows = Sequence[Mapping[str, Any]]

NAMES = {
    "counter": "Counter",
    "selective": "Selective counter",
    "memoriser": "State memoriser",
    "copying": "Copy machine, three letters",
    "copying-long": "Copy machine, one to ten letters",
    "names": "Names told by what follows",
}


def page(found: Mapping[str, Any], equations: Mapping[str, Any]) -> str:
    """The page: proofs first, then every statement, the cells, and the published networks.

    Args:
        found: the facts of the lab.
        equations: what `benchmarks/networks/cells.py` measured.
    """
    proved = [row for row in found["proofs"] if row["proved"]]
    largest = max((row["parameters"] for row in proved), default=0)
    lines = [
        "# The lab",
        "",
        f"{len(proved)} of {len(found['proofs'])} networks with hard gates are proved right for every "
        f"string of their language, however long. The largest has {largest:,} parameters. What is measured "
        "here, and how, stands in [The lab](../guide/lab.md). Made from `docs/results/data/lab/facts.json`, "
        "which `tweetscope lab --results` writes.",
        "",
        *_proofs(found["proofs"]),
    ]
    for task, rows in groupby(found["findings"], key=lambda row: row["task"]):
        lines += [f"## {NAMES.get(task, task)}", "", *_findings(list(rows))]
    return joined(
        [
            *lines,
            *_variants(found["variants"], equations),
            *_texts(found.get("texts")),
            *_literature(found["literature"]),
            *_published(found["published"]),
            *_code(found["code"]),
        ]
    )


def _proofs(rows: Rows) -> list[str]:
    lines = []
    for task, group in groupby(rows, key=lambda row: row["task"]):
        each = list(group)
        done = [row for row in each if row["proved"]]
        wrong = [row["first_wrong"] for row in each if row["first_wrong"]]
        lines.append(
            (
                NAMES.get(task, task),
                f"{len(done)} of {len(each)}",
                _range([row["factor"] for row in done]),
                f"{_range([row['kept'] for row in done])} of {each[0]['units']}",
                _range([row["parameters"] for row in done]),
                _range([row["as_trained"] for row in done]),
                f"{len(wrong)}: {_range(wrong)}" if wrong else "none",
            )
        )
    head = [
        "task",
        "networks proved",
        "gates sharpened by",
        "units left",
        "parameters",
        "right and wrong as trained, share of longer strings",
        "wrong as trained, to 200: networks and their first wrong length",
    ]
    return ["## Proofs", "", *table(head, lines)]


def _range(values: Sequence[float]) -> str:
    if not values:
        return "–"
    least, most = (
        f"{value:,.4g}" if value < 1000 else f"{value:,.0f}" for value in (min(values), max(values))
    )
    return least if least == most else f"{least} to {most}"


def _findings(rows: Rows) -> list[str]:
    head = ["statement and test", "networks that pass", "median (least to most)", "verdict"]
    return table(head, [_finding(row) for row in rows])


def _finding(row: Mapping[str, Any]) -> tuple[str, ...]:
    note = f" *{plain(row['note'])}.*" if row["note"] else ""
    words = f"**{plain(row['claim'])}** {plain(row['test'])} ({plain(row['networks'])}).{note}"
    spread = f"{decimal(row['median'], 2)} ({decimal(row['least'], 2)} to {decimal(row['most'], 2)})"
    return words, f"{row['passed']} of {row['of']}", spread, row["verdict"]


def _variants(rows: Rows, equations: Mapping[str, Any]) -> list[str]:
    lines = ["## Other cells", "", _equations(equations), ""]
    for task, group in groupby(rows, key=lambda row: row["task"]):
        each = list(group)
        head = ["cell", "units", "parameters", "rate", *(f"to {goal}" for goal in each[0]["goals"]), "median"]
        body = [
            (
                row["variant"],
                str(row["units"]),
                str(row["parameters"]),
                f"{row['rate']:g}",
                *(f"{number} of {row['of']}" for number in row["reached"]),
                f"{decimal(row['median'], 0)} ({row['least']} to {row['most']})",
            )
            for row in each
        ]
        lines += [f"### {NAMES.get(task, task)}", "", *table(head, body)]
    return lines


def _texts(rows: Rows | None) -> list[str]:
    """Cells on tweets and on code, a table each."""
    lines: list[str] = []
    for name, group in groupby(rows or [], key=lambda row: row["text"]):
        each = list(group)
        lines += [f"### {TEXTS[name]}", "", budget(each[0]), "", *table(*by_measure(each))]
    return lines


def budget(row: Mapping[str, Any]) -> str:
    """How the networks of a table learned, and what its figures are of."""
    of = row["of"]
    networks = "One network" if of == 1 else f"{of} networks (the median, and the range in brackets)"
    alone = " With one network a small difference between cells says nothing." if of == 1 else ""
    return (
        f"{networks} of each cell, {row['minutes']:g} minutes of one core each; the rate is the best of "
        "three on the valid part, for a network of another seed with a tenth of the time. Units are chosen "
        f"on the valid part; all figures are of the test part.{alone}"
    )


def by_measure(rows: Rows) -> tuple[list[str], list[tuple[str, ...]]]:
    """The head of a table and its lines: one a cell, with one column a measure."""
    measures = list(dict.fromkeys(row["measure"] for row in rows))
    body = []
    for variant, group in groupby(rows, key=lambda row: row["variant"]):
        own = {row["measure"]: row for row in group}
        first = own[measures[0]]
        size = (str(first["units"]), f"{first['parameters']:,}")
        learned = (f"{first['rate']:g}", f"{first['steps']:,}")
        body.append((variant, *size, *learned, *(spread(own[name]) for name in measures)))
    return ["cell", "units", "parameters", "rate", "steps", *measures], body


def spread(row: Mapping[str, Any]) -> str:
    """The median of a measure, and its range where there are several networks; whole numbers as such.

    >>> spread({"measure": "concepts found", "values": [2.0, 4.0, 3.0], "median": 3.0})
    '3 (2 to 4)'
    """
    whole = row["measure"].startswith("concepts")  # a number of them
    middle, least, most = (
        decimal(value, 0 if whole else 2) for value in (row["median"], min(row["values"]), max(row["values"]))
    )
    return middle if len(row["values"]) == 1 else f"{middle} ({least} to {most})"


def _equations(measured: Mapping[str, Any]) -> str:
    off = measured["difference"]
    worst = max(off, key=lambda cell: float(off[cell]))
    return (
        f"The equations of {len(off)} kinds of cells ({', '.join(off)}) were compared with JAX "
        f"{measured['jax']} and Equinox {measured['equinox']} on random weights: over {measured['steps']} "
        f"steps no state differs by more than {off[worst]:.1e} ({worst}). Made from "
        "`benchmarks/results/cells.json`, which `benchmarks/networks/cells.py` writes. Networks trained by "
        "PyTorch stand in [networks of other programs](exchange.md)."
    )


def _literature(rows: Rows) -> list[str]:
    head = ["source and sentence", "task", "p", "ours"]
    lines = [
        (
            f"{row['source']}: {row['sentence']} "
            f"(Tested: {row['first']} {row['expected']} than {row['second']}.)",
            str(NAMES.get(row["task"], row["task"])),
            decimal(row["p"], 3),
            str(row["verdict"]),
        )
        for row in rows
    ]
    return ["## Beside what others found of cells", "", *table(head, lines)]


def _published(rows: Rows) -> list[str]:
    if not rows:
        return []
    head = [
        "network",
        "whose",
        "equations off by more than rounding",
        "best correlation of a c with the count",
        "of an h",
    ]
    lines = [
        (
            row["network"],
            row["whose"],
            f"{row['violated']:.0%}",
            decimal(row["c_with_count"], 2),
            decimal(row["h_with_count"], 2),
        )
        for row in rows
    ]
    return ["## The networks of the article, and ours", "", *table(head, lines)]


def _code(found: Mapping[str, Any] | None) -> list[str]:
    """What the code network's units follow; it says how long it was trained, since all depends on that."""
    if found is None:
        return []
    spent = found.get("cpu_seconds")
    cores = f" ({spent / 60:.0f} CPU minutes)" if spent else ""
    words = (
        f"{found['layers']} layers of {found['units']} units learned for {found['seconds']:,.0f} seconds "
        f"of wall time{cores}, {found['epochs']:.2f} times over Python's library, to "
        f"{found['test_bits_per_char']:.2f} bits per character on what was held out; the preset `code` gives "
        "half an hour of two cores. Units are chosen on files of training and scored on packages that were "
        "never read: Spearman's correlation for the first three, AUROC for the others."
    )
    units = [
        (
            LABELS.get(row["label"], row["label"]),
            f"`{row['unit']}`",
            decimal(row["held_out"], 2),
            decimal(row["lift"], 1),
            f"{row['aim']:.2f}",
            "yes" if row["reached"] else "no",
        )
        for row in found["found"]
    ]
    scores = [
        (
            row["text"],
            f"{row['lines']:.0f}",
            *(decimal(row[name], 2) for name in ("tokenized", "indented", "closed", "defined", "mean")),
        )
        for row in found["scores"]
    ]
    head = ["code", "lines a text", "lines tokenize", "indented", "closed", "names known", "mean"]
    return [
        "## Code",
        "",
        words,
        "",
        *table(["what it follows", "unit", "held out", "lift", "aim", "reached"], units),
        *table(head, scores),
    ]


TEXTS = {"tweets": "Tweets of the built-in corpus", "code": "Python's library"}
LABELS = {
    "level": "indentation level",
    "blanks": "blanks at the start of the line",
    "depth": "bracket depth",
    "string": "in a string",
    "comment": "in a comment",
    "docstring": "in a docstring",
    "header": "header of a definition",
}
