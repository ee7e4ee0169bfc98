"""Universality: for which concepts networks trained from other seeds grow a detector again."""

from collections.abc import Sequence

import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace, read_table

COLUMNS = [
    "concept",
    "networks",
    "certified",
    "auroc_mean",
    "auroc_std",
    "auroc_low",
    "auroc_high",
    "addresses",
]


def other_seeds(own: int, count: int) -> list[int]:
    """The seeds of the networks beside the present one, whose seed is `own`: `count` networks in all."""
    return [seed for seed in range(count) if seed != own][: count - 1]


def summarise(workspaces: Sequence[Workspace]) -> pd.DataFrame:
    """The best detector of each concept over several networks, the most universal first.

    Args:
        workspaces: of one corpus, each with a network of its own and its certificates.

    Returns:
        concept, networks (with the concept), certified (in how many), mean, standard deviation (NaN for
        one), least and greatest held-out AUROC (|rank correlation| of graded concepts), and addresses.

    Raises:
        UserError: a workspace has no certificates, or none was given.
    """
    if not workspaces:
        raise UserError("no network to compare: train some with `make seeds SEEDS=5`")
    tables = [read_table(one.need(one.certificates, "analyze")) for one in workspaces]
    return compare(tables)


def compare(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The same from certificate tables, one a network."""
    best = pd.concat([table[table["rank"] == 0] for table in tables], ignore_index=True)
    grouped = best.groupby("concept", sort=False)
    frame = grouped.agg(
        networks=("auroc", "size"),
        certified=("certified", "sum"),
        auroc_mean=("auroc", "mean"),
        auroc_std=("auroc", "std"),
        auroc_low=("auroc", "min"),
        auroc_high=("auroc", "max"),
        addresses=("address", " ".join),
    ).reset_index()
    order = ["certified", "auroc_mean"]
    return frame.sort_values(order, ascending=False, kind="stable")[COLUMNS].reset_index(drop=True)
