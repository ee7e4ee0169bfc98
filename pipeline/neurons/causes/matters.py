"""The grade *matters*, joined to the certificates: what keeps a detector from it, and which have it."""

from typing import Any

import pandas as pd

Row = dict[str, Any]

ALPHA = 0.05
LEAST_PAIRS = 10  # with fewer there is too little to say


def against(row: Row) -> list[str]:
    """What keeps a row of `causes.parquet` from *matters*."""
    if row["pairs"] < LEAST_PAIRS:
        return ["too few pairs"]
    random = row["p_holm"] < ALPHA and row["gain"] > row["random_high"]
    outside = row["beyond_low"] > 0
    return [*([] if random else ["random units"]), *([] if outside else ["outside"])]


def graded_whole(certificates: pd.DataFrame | None, causes: pd.DataFrame | None) -> pd.DataFrame | None:
    """Certificates with the column `matters`: the row is a concept's best, it tells, and its unit matters."""
    if certificates is None:
        return None
    known = set() if causes is None or causes.empty else set(causes.loc[causes["matters"], "concept"])
    best = certificates["concept"].isin(known) & (certificates["rank"] == 0) & certificates["tells"]
    return certificates.assign(matters=best.to_numpy(dtype=bool))
