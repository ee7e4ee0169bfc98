"""The detector to begin with: what a page shows to someone who has read nothing."""

import pandas as pd

SHOWN = ["beyond_spelling", "beats_rivals", "matters"]


def first(certificates: pd.DataFrame | None, interventions: pd.DataFrame | None) -> dict[str, str] | None:
    """The address and the concept of the most convincing detector, or None where no concept has one."""
    if certificates is None:
        return None
    order = ranked(certificates, interventions)
    if order.empty:
        return None
    return {"address": str(order["address"].iloc[0]), "concept": str(order["concept"].iloc[0])}


def ranked(certificates: pd.DataFrame, interventions: pd.DataFrame | None) -> pd.DataFrame:
    """The certified detector of each concept of spans, the most convincing first.

    Certified detectors of spans that untrained networks do not have (positive lift) and whose ablation inside
    the concept costs more than that of units drawn at random come first; then those with the most grades,
    then those furthest ahead of untrained networks.

    Args:
        certificates: with the column `matters` (`causes.matters.graded_whole`).
        interventions: `interventions.parquet`.
    """
    rows = certificates[
        certificates["certified"] & (certificates["rank"] == 0) & (certificates["kind"] == "span")
    ]
    costly = rows["concept"].isin(_costly(interventions))
    return rows.assign(
        convincing=costly & (rows["lift_untrained"] > 0), grades=rows[SHOWN].astype(int).sum(axis=1)
    ).sort_values(["convincing", "grades", "lift_untrained"], ascending=False, kind="stable")


def _costly(interventions: pd.DataFrame | None) -> set[str]:
    """The concepts whose detector's lasting ablation costs bits inside them beyond chance."""
    if interventions is None:
        return set()
    inside = interventions[(interventions["kind"] == "ablate_c") & (interventions["where"] == "inside")]
    return set(inside.loc[inside["low"] > inside["random_high"].fillna(0), "concept"])
