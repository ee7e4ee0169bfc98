"""Figures of the detectors: evidence, probes, ablation, position, dose, birth, gates."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pipeline.core.numbers import words
from pipeline.figures.style import ACCENT, FAINT, INK, MUTED, canvas, panels, styled

Array = np.ndarray

PLACES = {"inside": "inside", "edge": "at the edge", "outside": "elsewhere"}
# The rate of generated tweets in which a held detector of a concept should show.
RATE_OF = {
    **dict.fromkeys(("hashtag", "hashtag_start", "slogan"), "hashtag"),
    **dict.fromkeys(("url", "url_start"), "url"),
    **dict.fromkeys(("mention", "mention_start", "retweet_header", "attribution"), "mention"),
    **dict.fromkeys(
        ("quotation", "quoted_speech", "quote_retweet", "quote_open", "quote_close"), "quotation"
    ),
    "all_caps": "all_caps",
    **dict.fromkeys(("proper_noun", "capitalised_non_name"), "capitalised"),
}

# Where of a birth curve, its label, colour and line.
BIRTH = (("final", "the detector's address", INK, "-"), ("best", "the best address then", ACCENT, "--"))


@styled
def evidence(best: pd.DataFrame) -> Figure:
    """AUROC of each concept's best detector with its interval, beside what it must beat."""
    rows = best.iloc[::-1]
    place = np.arange(len(rows))
    figure, (axis,) = canvas(1, 1, 0.8 + 0.2 * max(3, len(rows)))
    low, high = rows["auroc_low"].to_numpy(), rows["auroc_high"].to_numpy()
    axis.hlines(place, low, high, color=INK, linewidth=2.2)
    looks: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("auroc", "detector, 95 % interval", {"marker": "o", "color": INK}),
        ("ngram_auroc", "best n-gram rule", {"marker": "x", "color": ACCENT}),
        ("untrained_auroc", "untrained network", {"marker": "s", "facecolors": "none", "edgecolors": MUTED}),
        ("control_auroc", "control task", {"marker": "|", "color": "#000000"}),
    )
    for column, label, look in looks:
        axis.scatter(rows[column], place, s=20, label=label, zorder=3, **look)
    axis.axvline(0.5, color=FAINT)
    axis.set_yticks(place, [f"{words(r.concept)}  {r.address}" for r in rows.itertuples()])
    axis.set(xlabel="AUROC on test tweets (0.5 is chance)", ylim=(-0.7, len(rows) - 0.3))
    figure.legend(*axis.get_legend_handles_labels(), loc="outside upper left", ncols=4)
    return figure


@styled
def probes(table: pd.DataFrame) -> Figure:
    """AUROC of sparse probes by the number of addresses they read; the last point reads all."""
    names = list(dict.fromkeys(table["concept"]))
    figure, axes = panels(len(names), 1.5, sharey=True)
    for axis, name in zip(axes, names, strict=True):
        rows = table[table["concept"] == name]
        rows = rows.iloc[np.argsort(np.where(rows["k"] == 0, np.inf, rows["k"]), kind="stable")]
        place = np.arange(len(rows))
        axis.fill_between(place, rows["auroc_low"], rows["auroc_high"], color=FAINT, linewidth=0)
        axis.plot(place, rows["auroc"], color=INK, linestyle="-")
        axis.set_xticks(place, ["all" if k == 0 else str(k) for k in rows["k"]], fontsize=6)
        axis.set_title(words(name), fontsize=7.5)
    return figure


@styled
def ablation(rows: pd.DataFrame) -> Figure:
    """Bits lost a character by place, with the interval; grey bars: random units of like variance."""
    names = list(dict.fromkeys(rows["concept"]))[::-1]
    figure, axes = canvas(1, len(PLACES), 0.8 + 0.19 * max(3, len(names)), sharey=True)
    for axis, (where, title) in zip(axes, PLACES.items(), strict=True):
        part = rows[rows["where"] == where].drop_duplicates("concept").set_index("concept").reindex(names)
        place = np.arange(len(names))
        axis.hlines(place, part["random_low"], part["random_high"], color=FAINT, linewidth=6)
        axis.hlines(place, part["low"], part["high"], color=INK, linewidth=1.6)
        axis.scatter(part["value"], place, s=14, color=INK, zorder=3)
        axis.axvline(0, color=MUTED, linewidth=0.6)
        axis.set(title=title, xlabel="bits a character")
        axis.set_yticks(place, [f"{words(n)}  {a}" for n, a in zip(names, part["address"], strict=True)])
    return figure


@styled
def dose(rows: pd.DataFrame) -> Figure:
    """What tweets hold while a detector is held, by dose; a dashed line is the free network."""
    rows = rows[rows["concept"].map(RATE_OF) == rows["where"]]
    names = list(dict.fromkeys(rows["concept"]))
    figure, axes = panels(len(names))
    for axis, name in zip(axes, names, strict=True):
        part = rows[rows["concept"] == name].sort_values("dose")
        free, held = part[part["dose"].isna()], part.dropna(subset=["dose"])
        axis.fill_between(held["dose"], held["low"], held["high"], color=FAINT, linewidth=0)
        axis.plot(held["dose"], held["value"], color=INK, linestyle="-")
        if len(free):
            axis.axhline(free["value"].iloc[0], color=ACCENT, linestyle="--", linewidth=1)
        _head(axis, name, part["address"].iloc[0])
        axis.set(xlabel="standard deviations", ylabel=f"{words(RATE_OF[name])} a tweet", ylim=(0, None))
    return figure


@styled
def position(rows: pd.DataFrame) -> Figure:
    """Mean activation by distance from a span's start (solid) and end (dashed)."""
    names = list(dict.fromkeys(rows["concept"]))
    figure, axes = panels(len(names), 1.5)
    for axis, name in zip(axes, names, strict=True):
        part = rows[rows["concept"] == name]
        for where, colour, line in (("start", INK, "-"), ("end", ACCENT, "--")):
            curve = part[part["where"] == where].sort_values("dose")
            axis.plot(
                curve["dose"],
                curve["value"],
                color=colour,
                linestyle=line,
                marker="",
                label=f"from its {where}",
            )
        axis.axvline(0, color=MUTED, linewidth=0.6)
        _head(axis, name, part["address"].iloc[0])
    _shared_legend(figure, axes)
    return figure


@styled
def birth(rows: pd.DataFrame) -> Figure:
    """AUROC by training step, of the final address (solid) and of the best address then (dashed)."""
    names = list(dict.fromkeys(rows["concept"]))
    figure, axes = panels(len(names), 1.5, sharey=True)
    for axis, name in zip(axes, names, strict=True):
        part = rows[rows["concept"] == name]
        for where, label, colour, line in BIRTH:
            curve = part[part["where"] == where].sort_values("dose")
            axis.plot(curve["dose"], curve["value"], color=colour, linestyle=line, marker="", label=label)
        axis.set_title(words(name), fontsize=7.5)
    _shared_legend(figure, axes)
    return figure


@styled
def saturation(low: Array, high: Array, gates: Sequence[str]) -> Figure:
    """Each unit by its share of time below .1 and above .9, a panel for each gate.

    Karpathy, Johnson & Li 2015, figure 3.

    Args:
        low, high: float [layers, gates, units].
        gates: what they are called.
    """
    figure, axes = canvas(1, len(gates), 2.4, sharex=True, sharey=True)
    looks: tuple[dict[str, Any], ...] = (
        {"marker": "o", "facecolors": INK, "edgecolors": INK},
        {"marker": "^", "facecolors": "none", "edgecolors": ACCENT},
        {"marker": "x", "color": MUTED},
        {"marker": "+", "color": INK},
    )
    for gate, (axis, title) in enumerate(zip(axes, gates, strict=True)):
        for layer, look in zip(range(len(low)), looks, strict=False):
            axis.scatter(
                low[layer, gate], high[layer, gate], s=11, linewidths=0.6, label=f"layer {layer + 1}", **look
            )
        axis.set(title=title, xlabel="share of time below .1", xlim=(-0.03, 1.03), ylim=(-0.03, 1.03))
        axis.plot([0, 1], [1, 0], color=FAINT, linestyle="-", marker="", linewidth=0.8, zorder=0)
    axes[0].set_ylabel("share of time above .9")
    axes[-1].legend(loc="upper right")
    return figure


def _shared_legend(figure: Figure, axes: list[Axes]) -> None:
    if axes:
        figure.legend(*axes[0].get_legend_handles_labels(), loc="outside upper left", ncols=2)


def _head(axis: Axes, name: str, address: str) -> None:
    axis.set_title(f"{words(name)}\n{address}", fontsize=7.5)
