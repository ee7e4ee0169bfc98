"""What was measured at the stops, in sentences made from the artefacts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.core.numbers import decimal
from pipeline.core.workspace import Workspace, read_table
from pipeline.lab.code.stage import structure
from pipeline.neurons.causes.matters import graded_whole
from pipeline.neurons.first import first

SHOWN_UNITS = 4  # of the code network


@dataclass(frozen=True)
class Told:
    """A measured statement: the claim, the verdict, and the figure with what it is of."""

    claim: str
    verdict: str
    figure: str


def findings(table: pd.DataFrame, task: str, keys: Sequence[str]) -> list[Told]:
    """The findings of a task by their keys, in that order; those that were not measured are left out."""
    rows = table[table["task"] == task].set_index("finding")
    return [_told(rows.loc[key]) for key in keys if key in rows.index]


def _told(row: pd.Series) -> Told:
    middle, least, most = (f"{row[name]:.3g}".replace("-", "−") for name in ("median", "least", "most"))
    about = f"{row['test']}; {row['note']}" if row["note"] else row["test"]
    figure = (
        f"{row['passed']} of {row['of']} networks pass; median {middle}, from {least} to {most} ({about})."
    )
    return Told(row["claim"], row["verdict"], figure)


@dataclass(frozen=True)
class Reader:
    """What was measured of a network that reads text, and the unit to begin with."""

    address: str
    told: list[Told]


def code(workspace: Workspace) -> Reader | None:
    """The units of the code network beside their aims on held-out files, best lift first; None before."""
    path = structure(workspace, "units")
    if not path.exists():
        return None
    table = read_table(path).sort_values("lift", ascending=False, kind="stable").head(SHOWN_UNITS)
    found = [
        Told(
            f"{row.unit} follows: {row.label.replace('_', ' ')}.",
            "holds" if row.reached else "does not hold",
            f"{decimal(row.held_out, 3)} on files that it has not read (aim {decimal(row.aim, 2)}), "
            f"{decimal(row.lift, 1)} times chance.",
        )
        for row in table.itertuples()
    ]
    return Reader(str(table["unit"].iloc[0]), found)


def tweets(workspace: Workspace) -> Reader | None:
    """The first detector of a workspace: what its certificate says, and what its ablation costs."""
    if not workspace.certificates.exists():
        return None
    causes, effects = (_frame(path) for path in (workspace.causes, workspace.interventions))
    certificates = graded_whole(read_table(workspace.certificates), causes)
    chosen = first(certificates, effects)
    if certificates is None or chosen is None:
        return None
    same = (certificates["address"] == chosen["address"]) & (certificates["concept"] == chosen["concept"])
    row = certificates[same].iloc[0]
    words = chosen["concept"].replace("_", " ")
    score = Told(
        f"{row['address']} tells {words} from the rest.",
        "holds",
        f"AUROC {decimal(row['auroc'])}, 95 % between {decimal(row['auroc_low'])} and "
        f"{decimal(row['auroc_high'])}, over {row['tweets']} test tweets. The best unit of an untrained "
        f"network has {decimal(row['untrained_auroc'])}, the best rule over single characters "
        f"{decimal(row['character_auroc'])}.",
    )
    return Reader(row["address"], [score, *_costs(effects, chosen)])


def _costs(effects: pd.DataFrame | None, chosen: dict[str, str]) -> Iterable[Told]:
    if effects is None:
        return []
    rows = effects[(effects["kind"] == "ablate_c") & (effects["where"] == "inside")]
    rows = rows[(rows["concept"] == chosen["concept"]) & (rows["address"] == chosen["address"])]
    return [
        Told(
            f"Without it, text inside {row.concept.replace('_', ' ')} is harder to predict.",
            "holds" if row.low > row.random_high else "does not hold",
            f"{decimal(row.value)} bits per character more when the cell is set to its mean, 95 % between "
            f"{decimal(row.low)} and {decimal(row.high)}; units drawn at random cost up to "
            f"{decimal(row.random_high)}.",
        )
        for row in rows.itertuples()
    ]


def _frame(path: Path) -> pd.DataFrame | None:
    return read_table(path) if path.exists() else None
