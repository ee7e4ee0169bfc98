"""The page on how our entities agree with the platforms', from `benchmarks/results/entities.json`."""

from collections.abc import Mapping
from typing import Any

from pipeline.core.numbers import count, decimal
from pipeline.report.results.markdown import joined, table


def page(found: Mapping[str, Any]) -> str:
    """One row for each form of archive and concept, and where the archives are."""
    rows = [
        [
            form["form"],
            count(form["posts"]),
            one["concept"],
            count(one["platform"]),
            count(one["ours"]),
            decimal(one["both"] / max(1, one["ours"])),
            decimal(one["both"] / max(1, one["platform"])),
        ]
        for form in found["forms"]
        for one in form["concepts"]
    ]
    head = ["form", "posts", "concept", "platform's spans", "ours", "precision", "recall"]
    sources = [
        f"- {form['form']}: {', '.join(form['sources'])}" for form in found["forms"] if form["sources"]
    ]
    return joined(
        [
            "# Do our entities agree with the platforms'?",
            "",
            "Platforms say where the hashtags, mentions and links of a post are. Our rules find them in the "
            "text alone. Both are compared by exact place, on posts in which the platform marks anything. "
            "Made from `benchmarks/results/entities.json`, which `benchmarks/corpus/entities.py` writes.",
            "",
            *table(head, rows),
            "A span that only we have is mostly real: X marks neither mentions of accounts that no longer "
            "exist, nor links of its oldest posts, nor entities at the cut of a retweet.",
            "",
            *(["The archives are public, on GitHub:", "", *sources, ""] if sources else []),
        ]
    )
