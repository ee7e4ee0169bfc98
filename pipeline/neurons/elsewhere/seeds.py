"""Universality: for which concepts networks trained from other seeds grow a detector again."""

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace, read_table
from pipeline.neurons.elsewhere.columns import SEEDS
from pipeline.neurons.elsewhere.matching import matched, memories

GRADES = ("tells", "beats_rivals", "beyond_spelling")
COLUMNS = list(SEEDS.columns)


def other_seeds(own: int, count: int) -> list[int]:
    """The seeds of the networks beside the present one, whose seed is `own`: `count` networks in all."""
    return [seed for seed in range(count) if seed != own][: count - 1]


def summarise(workspaces: Sequence[Workspace]) -> pd.DataFrame:
    """The best detector of each concept over several networks, the most universal first.

    Args:
        workspaces: of one corpus, each with a network of its own and its certificates.

    Returns:
        concept, networks (with the concept), in how many its best address tells, beats rivals and is beyond
        spelling, mean, standard deviation (NaN for one), least and greatest held-out AUROC (|rank
        correlation| of graded concepts); in how many other networks the detector is the partner of the first
        network's (`matching`), the mean correlation of both detectors, and that of the first one with its
        partner; and addresses.

    Raises:
        UserError: a workspace has no certificates, or none was given, or their test tweets differ.
    """
    if not workspaces:
        raise UserError("no network to compare: train some with `make seeds SEEDS=5`")
    tables = [read_table(one.need(one.certificates, "analyze")) for one in workspaces]
    best = [table[table["rank"] == 0] for table in tables]
    return compare(best, matched([memories(one) for one in workspaces], best))


def compare(best: Sequence[pd.DataFrame], units: Mapping[str, tuple[int, float, float]]) -> pd.DataFrame:
    """The same from the best certificates of each network, and what `matched` found."""
    grouped = pd.concat(best, ignore_index=True).groupby("concept", sort=False)
    frame = grouped.agg(
        networks=("auroc", "size"),
        **{name: (name, "sum") for name in GRADES},
        auroc_mean=("auroc", "mean"),
        auroc_std=("auroc", "std"),
        auroc_low=("auroc", "min"),
        auroc_high=("auroc", "max"),
        addresses=("address", " ".join),
    ).reset_index()
    nothing = (0, float("nan"), float("nan"))
    rows = [units.get(concept, nothing) for concept in frame["concept"]]
    names = ["same_unit", "detector_correlation", "partner_correlation"]
    frame[names] = pd.DataFrame(rows, index=frame.index)
    order = [*reversed(GRADES), "auroc_mean"]
    return frame.sort_values(order, ascending=False, kind="stable")[COLUMNS].reset_index(drop=True)
