"""The four networks of the 2017 article's explorer: does their recurrence hold, and what do c and h say?

The files are not part of this project; where they lie beside the checkout they are read.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.network import gallery

FOLDER = Path("../shared/conformance/lstm-explorer")
COUNTED = {"a": 1, "b": -1}


def table(folder: Path) -> pd.DataFrame:
    """One row a network: the verdict of the recurrence, and the unit whose c or h follows the count best."""
    rows = []
    for path in sorted(folder.glob("*.json")):
        shown = gallery.read(path)
        verdict = gallery.judge(shown)
        count = np.cumsum([COUNTED.get(character, 0) for character in shown.characters])
        best = {s: _correlation(shown.layers[0][s], count) for s in "ch"}
        rows.append(
            {
                "network": shown.name,
                "characters": len(shown.characters),
                "holds": verdict.holds,
                "violated": verdict.violated,
                "verdict": str(verdict),
                "c_with_count": best["c"],
                "h_with_count": best["h"],
            }
        )
    return pd.DataFrame(rows)


def _correlation(values: np.ndarray, count: np.ndarray) -> float:
    """The greatest |Pearson correlation| of a unit with the number of a's less that of b's."""
    if np.ptp(count) == 0:
        return float("nan")
    moving = values[:, np.ptp(values, axis=0) > 0]
    return float(max((abs(np.corrcoef(unit, count)[0, 1]) for unit in moving.T), default=float("nan")))
