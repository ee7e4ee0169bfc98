"""What breaks without a detector, what it makes the network write, and how it came to be."""

import math
from typing import Any

import pandas as pd

from pipeline.core.numbers import Table, count, decimal, interval, percent, probability, signed, words
from pipeline.figures import neurons as figures_neurons
from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.section import Section


def causality(found: Artefacts) -> Section:
    """The section, from the interventions."""
    title = "What the detectors do"
    if found.interventions is None:
        return Section("causality", title, missing={"ablations, doses and birth curves": "analyze"})
    frame = certified(found.interventions, found.certificates)
    kinds = {
        kind: frame[frame["kind"] == kind] for kind in ("ablate_c", "ablate_h", "clamp", "position", "birth")
    }
    # A GRU or a plain RNN has one state, which is its memory and its output.
    cells = len(kinds["ablate_c"]) > 0
    lasting = kinds["ablate_c" if cells else "ablate_h"]
    drawings = {
        "ablation": (figures_neurons.ablation, lasting),
        "dose": (figures_neurons.dose, kinds["clamp"]),
        "position": (figures_neurons.position, kinds["position"]),
        "birth": (figures_neurons.birth, kinds["birth"]),
    }
    values: dict[str, Any] = {
        "memory": "cell (c)" if cells else "state (h)",
        "lasting": ablation(lasting, *(("the cell", "c") if cells else ("the state", "h"))),
        "passing": ablation(kinds["ablate_h"], "the output", "h") if cells else None,
        "steered": _most(kinds["clamp"]),
        "tweets": _most(lasting),
        "causes": exchanged(found.causes),
        "sets": together(found.sets),
        "removals": removed(found.removals),
        "placed": _most(kinds["position"]),
        "born": _most(kinds["birth"]),
    }
    figures = {name: draw(rows) for name, (draw, rows) in drawings.items() if len(rows)}
    missing = {} if "birth" in figures else {"birth curves (they need snapshots of training)": "analyze"}
    return Section("causality", title, values, figures, missing)


def certified(interventions: pd.DataFrame, certificates: pd.DataFrame | None) -> pd.DataFrame:
    """The interventions on certified detectors, the strongest concept first; others prove nothing."""
    if certificates is None:
        return interventions
    rows = certificates[certificates["certified"]].sort_values("auroc", ascending=False, kind="stable")
    known = set(zip(rows["concept"], rows["address"], strict=True))
    order = {concept: n for n, concept in enumerate(dict.fromkeys(rows["concept"]))}
    pairs = pd.Series(
        list(zip(interventions["concept"], interventions["address"], strict=True)), dtype=object
    )
    # What was best at a step of training is shown beside the detector, whatever its address was.
    told = pairs.isin(known).to_numpy() | (interventions["where"] == "best").to_numpy()
    kept = interventions[told & interventions["concept"].isin(order).to_numpy()]
    return kept.loc[kept["concept"].map(order).sort_values(kind="stable").index]


def exchanged(causes: pd.DataFrame | None) -> Table | None:
    """What the interchange of each detector's memory changes, beside units moved as far, and the grade."""
    if causes is None or causes.empty:
        return None
    rows = [
        (
            words(row.concept),
            row.unit,
            count(row.pairs),
            f"{decimal(row.gain)} {interval(row.gain_low, row.gain_high)}",
            f"{decimal(row.random_mean)}, {decimal(row.random_high)}",
            f"{percent(row.towards, 0)} {interval(row.towards_low, row.towards_high, 2)}",
            probability(row.p_holm),
            f"{signed(row.beyond)} {interval(row.beyond_low, row.beyond_high)}",
            "matters" if row.matters else row.unmet,
        )
        for row in causes.itertuples(index=False)
    ]
    columns = (
        *("concept", "memory", "pairs", "bits towards the other text", "other units: mean, 95 %"),
        *("moved towards it", "p", "replaced: bits lost inside over outside", "matters, or not beyond"),
    )
    caption = "Interchange between matched places inside and outside the concept, on test tweets, both ways."
    return Table(caption, columns, rows, left=(0, 1, 8))


def together(sets: pd.DataFrame | None) -> Table | None:
    """The smallest set of units that carries each concept, and what sets of some sizes carry."""
    if sets is None or sets.empty:
        return None
    rows = []
    for concept, part in sets.groupby("concept", sort=False):
        one = part[part["smallest"]].iloc[0]
        few = part[part["k"] < one.k]
        rows.append(
            (
                words(str(concept)),
                count(one.k),
                f"{decimal(one.share)} {interval(one.share_low, one.share_high)}",
                f"{percent(one.towards, 0)} {interval(one.towards_low, one.towards_high, 2)}",
                f"{decimal(one.gain, 2)}; {decimal(one.random_mean, 2)}, {decimal(one.random_high, 2)}",
                count(one.needed),
                f"{percent(one.equal_share, 0)}, {probability(one.equal_p)}",
                ", ".join(f"{row.k}: {decimal(row.share, 2)}" for row in few.itertuples()) or "–",
            )
        )
    columns = (
        *("concept", "units of the smallest set", "share of the whole memory", "moved towards it"),
        *("bits; random sets: mean, greatest", "needed", "ahead of the whole, p", "share of smaller sets"),
    )
    caption = "Units and size chosen on valid tweets, measured on matched places of test tweets, both ways."
    return Table(caption, columns, rows, left=(0, 7))


def removed(removals: pd.DataFrame | None) -> Table | None:
    """What a new probe finds, and what the removal costs, beside random directions."""
    if removals is None or removals.empty:
        return None
    rows = [
        (
            words(row.concept),
            count(row.rank),
            f"{decimal(row.before)} {interval(row.before_low, row.before_high)}",
            f"{decimal(row.left)} {interval(row.left_low, row.left_high)}",
            f"{signed(row.cost_inside)} {interval(row.cost_inside_low, row.cost_inside_high)}",
            f"{signed(row.random_inside)}, {signed(row.random_inside_high)}",
            f"{signed(row.cost_outside)} {interval(row.cost_outside_low, row.cost_outside_high)}",
            f"{signed(row.random_outside)}, {signed(row.random_outside_high)}",
        )
        for row in removals.itertuples(index=False)
    ]
    columns = (
        *("concept", "directions", "a probe before", "a new probe after", "bits lost inside"),
        *("random directions", "bits lost outside", "random directions, outside"),
    )
    caption = (
        "AUROC of probes and bits lost a character on test tweets; the number of directions was chosen on "
        "valid. Random directions: the mean and the greatest of several draws."
    )
    return Table(caption, columns, rows)


def ablation(rows: pd.DataFrame, what: str, letter: str) -> Table | None:
    """Bits lost a character inside, at the edges and elsewhere, beside random units."""
    if rows.empty:
        return None
    lines = []
    for (concept, address), part in rows.groupby(["concept", "address"], sort=False):
        by = part.set_index("where")
        cells = [
            _change(by.loc[where]) if where in by.index else "–" for where in ("inside", "edge", "outside")
        ]
        random = by.loc["inside"] if "inside" in by.index else part.iloc[0]
        like = f"{decimal(random.random_mean, 4)} {interval(random.random_low, random.random_high, 4)}"
        lines.append((words(concept), address, *cells, like))
    caption = (
        f"Change in bits per character when {what} ({letter}) of the unit is set to its mean, with 95 % "
        f"interval, on {count(_most(rows))} test tweets. Last column: inside, for random units of like "
        "variance."
    )
    columns = ("concept", "address", "inside", "at the edge", "elsewhere", "random units, inside")
    return Table(caption, columns, lines, left=(0, 1))


def _change(row: Any) -> str:
    if not math.isfinite(row.value):  # the region has no character
        return "–"
    return f"{'+' if row.value > 0 else ''}{decimal(row.value, 4)} {interval(row.low, row.high, 4)}"


def _most(rows: pd.DataFrame) -> int:
    return int(rows["tweets"].max()) if len(rows) else 0
