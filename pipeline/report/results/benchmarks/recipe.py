"""The page of recipe variants, from `benchmarks/results/recipe.json`: one thing changed in each row."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.core.numbers import decimal, words
from pipeline.report.results.markdown import joined, table

NOT_CONCEPTS = ("valid_bits", "train_bits", "characters_per_second")


def page(found: Sequence[Mapping[str, Any]]) -> str:
    """The page, with a table for each base that variants were made of."""
    lines = [
        "# Recipe variants",
        "",
        "Each row changes one thing in the settings named above its table, and trains once. The columns of "
        "concepts hold the AUROC of the best single address, chosen and scored on valid; they are a little "
        "too "
        "high for all rows alike. Another seed changes them by a few hundredths. Made from "
        "`benchmarks/results/recipe.json`, which `benchmarks/training/recipe.py` writes. What was learnt "
        "from it stands in [the notes](../notes/recipe.md).",
        "",
    ]
    for one in found:
        lines += variants(one["base"], one["rows"])
    return joined(lines)


def variants(base: Mapping[str, Any], rows: Mapping[str, Mapping[str, float]]) -> list[str]:
    """One table."""
    concepts = [name for name in next(iter(rows.values())) if name not in NOT_CONCEPTS]
    lines = [
        (name, decimal(row["valid_bits"]), *(decimal(row.get(concept)) for concept in concepts))
        for name, row in rows.items()
    ]
    title = f"{base['epochs']:g} epochs, learning rate {base['learning_rate']:g}, seed {base['seed']}"
    head = ["variant", "valid bits per character", *map(words, concepts)]
    return [f"## {title}", "", *table(head, lines)]
