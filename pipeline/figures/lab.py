"""Figures of the lab: how far networks count, and what a counting cell does."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from pipeline.figures.style import ACCENT, INK, MUTED, canvas, styled


@styled
def reach(groups: Mapping[str, Sequence[float]], learned: int, most: int) -> Figure:
    """The greatest number up to which each network is right: one row a group, one mark a network.

    Args:
        learned: the greatest number that was learned, drawn as a line.
        most: the greatest number that was tried.
    """
    figure, (axis,) = canvas(1, 1, 0.6 + 0.28 * len(groups))
    for row, values in enumerate(groups.values()):
        # Equal values stand above each other.
        height = row + 0.12 * (np.arange(len(values)) % 3 - 1)
        axis.plot(np.sort(values), height, color=INK, linestyle="", marker="o", alpha=0.7)
    axis.axvline(learned, color=ACCENT, linewidth=0.8)
    axis.set_xscale("symlog", linthresh=10)
    axis.set_xlim(0, most * 1.2)
    axis.set_xticks([1, 3, 10, 30, 100, most], ["1", "3", "10", "30", "100", f"{most}+"])
    axis.set_yticks(range(len(groups)), list(groups))
    axis.invert_yaxis()
    axis.set(xlabel="right up to", title=f"One mark a network; trained up to {learned} (line)")
    return figure


@styled
def cells(values: Mapping[str, Sequence[float]], text: str) -> Figure:
    """The cells of some units over one string, a line a unit."""
    figure, (axis,) = canvas(1, 1, 1.9)
    for name, line in values.items():
        axis.plot(range(len(text)), line, marker="", label=name)
    mark = max(text.find("X"), text.find("Y"))
    axis.axvline(mark, color=MUTED, linewidth=0.8)
    axis.set_xticks(range(len(text)), list(text), fontsize=5)
    axis.set(ylabel="cell state", title="The cell of the counting units, character by character")
    axis.legend()
    return figure
