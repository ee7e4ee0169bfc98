"""Figures of the interventions: dose-response and birth curves."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

COLUMNS = 4  # panels in a row


def _panels(frame: pd.DataFrame) -> tuple[Figure, list]:
    """A figure with one small panel for each concept of a table."""
    names = list(dict.fromkeys(frame["concept"]))
    rows = max(1, -(-len(names) // COLUMNS))
    figure = Figure(figsize=(3.2 * COLUMNS, 2.4 * rows), layout="constrained")
    axes = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
    for empty in axes[len(names) :]:
        empty.set_axis_off()
    return figure, [
        (name, axis, frame[frame["concept"] == name]) for name, axis in zip(names, axes, strict=False)
    ]


def dose_figure(frame: pd.DataFrame) -> Figure:
    """For each concept, the rates of the tweets written while its detector is held, by dose."""
    figure, panels = _panels(frame[(frame["kind"] == "clamp") & frame["dose"].notna()])
    for number, (name, axis, part) in enumerate(panels):
        for where, line in part.groupby("where", sort=False):
            error = np.abs(line[["low", "high"]].to_numpy().T - line["value"].to_numpy())
            axis.errorbar(line["dose"], line["value"], yerr=error, label=where, marker=".", linewidth=1)
        axis.set_title(f"{name} {part['address'].iloc[0]}", fontsize=8)
        axis.set_xlabel("dose (standard deviations)", fontsize=7)
        axis.set_ylabel("a tweet", fontsize=7)
        axis.tick_params(labelsize=6)
        if number == 0:
            axis.legend(fontsize=6)
    return figure


def birth_figure(frame: pd.DataFrame) -> Figure:
    """For each concept, AUROC on test tweets by training step, of the final address and of the best then."""
    figure, panels = _panels(frame[frame["kind"] == "birth"])
    for number, (name, axis, part) in enumerate(panels):
        for where, line in part.groupby("where", sort=False):
            axis.plot(line["dose"], line["value"], label=where, marker=".", linewidth=1)
            axis.fill_between(line["dose"], line["low"], line["high"], alpha=0.2, linewidth=0)
        axis.set_title(name, fontsize=8)
        axis.set_xlabel("step", fontsize=7)
        axis.set_ylabel("AUROC", fontsize=7)
        axis.tick_params(labelsize=6)
        if number == 0:
            axis.legend(fontsize=6)
    return figure
