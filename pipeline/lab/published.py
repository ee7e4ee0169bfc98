"""The four networks of the 2017 explorer beside ours: does the recurrence hold, and what do c and h say?

The article's files are not part of this project; where they lie beside the checkout they are read. Ours are
written in the same format, so that both are judged by the same code.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.core.workspace import write_json
from pipeline.lab.kinds import TASKS
from pipeline.network.exchange import gallery
from pipeline.network.weights import NetworkWeights

FOLDER = Path("../shared/conformance/lstm-explorer")
COUNTED = {"a": 1, "b": -1}


def export(folder: Path, trained: Mapping[str, Sequence[NetworkWeights]]) -> None:
    """Write the first network of each task over one learned string, in the article's format."""
    for name, networks in trained.items():
        task = TASKS[name]
        text = max((item.text for item in task.training), key=len)
        write_json(folder / f"{name}.json", gallery.export(networks[0], task.vocabulary, text, task.title))


def table(folder: Path, whose: str) -> pd.DataFrame:
    """One row a network: the verdict of the recurrence, and the unit whose c or h follows the count best.

    Args:
        whose: networks these are, in a word.
    """
    rows = []
    for path in sorted(folder.glob("*.json")):
        shown = gallery.read(path)
        verdict = gallery.judge(shown)
        count = np.cumsum([COUNTED.get(character, 0) for character in shown.characters])
        best = {s: _correlation(shown.layers[0][s], count) for s in "ch"}
        rows.append(
            {
                "whose": whose,
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
