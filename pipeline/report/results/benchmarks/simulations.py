"""The page on how far certificates can be trusted, from `benchmarks/results/evidence.json`."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.core.numbers import count, decimal, words
from pipeline.neurons.certify.grades import GRADES
from pipeline.report.results.markdown import joined, table

Rows = Sequence[Mapping[str, Any]]


def page(found: Mapping[str, Any]) -> str:
    """Coverage of intervals, power, and what made-up concepts get; parts that were not run are left out."""
    lines = [
        "# Can a certificate be trusted?",
        "",
        "Simulations in which the truth is known. Made from `benchmarks/results/evidence.json`, which "
        "`benchmarks/analysis/evidence.py` writes.",
        "",
    ]
    for name, part in (("coverage", coverage), ("power", power), ("fakes", fakes)):
        if name in found:
            lines += part(found[name])
    return joined(lines)


def coverage(rows: Rows) -> list[str]:
    """How often an interval holds the truth."""
    lines = [
        [
            count(row["positive_tweets"]),
            decimal(row["auroc"], 2),
            decimal(row["covered"]),
            decimal(row["percentile_bootstrap_covered"]),
        ]
        for row in rows
    ]
    return [
        "## Do the intervals hold the truth?",
        "",
        "The share of 95 % intervals that hold the true AUROC, over simulated corpora in which the "
        "characters of a tweet share a part of their values. A percentile bootstrap stands beside.",
        "",
        *table(["tweets with the concept", "AUROC", "covered", "by the bootstrap"], lines),
    ]


def power(rows: Rows) -> list[str]:
    """How often a planted unit is found."""
    lines = [
        [
            count(row["test_spans"]),
            decimal(row["computes"], 2),
            decimal(row["auroc"]),
            decimal(row["found"]),
            decimal(row["wrong_unit"]),
            decimal(row["uncorrected_wrong_unit"]),
        ]
        for row in rows
    ]
    head = ["test spans", "computes", "AUROC", "found", "another found", "some other has p < .05"]
    return [
        "## What is found?",
        "",
        "One unit of 201 computes the concept in a span with the probability in the second column; it is "
        "chosen on one half of the tweets and tested on the other. The last column is what a *t*-test of "
        "every unit on all tweets, without correction, calls significant among the 200 that compute nothing.",
        "",
        *table(head, lines),
    ]


def fakes(found: Mapping[str, Any]) -> list[str]:
    """Which grades made-up concepts get."""
    kinds = [
        [MADE.get(row["made"], words(row["made"])), *(count(row[n]) for n in ("concepts", *GRADES))]
        for row in found["kinds"]
    ]
    tries = [
        [
            row["network"],
            *(count(row[n]) for n in TRIES),
        ]
        for row in found["at_random_places"]
    ]
    return [
        "## What do made-up concepts get?",
        "",
        f"Concepts without a meaning, scanned and certified beside the real ones of `{found['workspace']}`.",
        "",
        *table(["concepts", "number", *map(words, GRADES)], kinds),
        "Spans of the real lengths at random places: how many of the tries have *p* < .05 one at a time, how "
        "many pass everything but the correction over claims, how many tell.",
        "",
        *table(["network", "tries", "p < .05", "all but Holm", "tells"], tries),
    ]


TRIES = ("tries", "beyond_chance_one_at_a_time", "tells_one_at_a_time", "tells")
MADE = {
    "real": "real",
    "swapped": "labels of another tweet of like length",
    "words": "word types drawn at random",
    "places": "letters, and places in tweet and word",
}
