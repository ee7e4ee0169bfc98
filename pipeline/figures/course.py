"""Figures of the corpus and of training."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter, StrMethodFormatter

from pipeline.figures.style import ACCENT, INK, MUTED, canvas, styled


@styled
def corpus(lengths: pd.DataFrame, months: pd.DataFrame) -> Figure:
    """Tweets by length (`characters`, `tweets`) and by month (`month`, `tweets`)."""
    figure, axes = canvas(1, 2, 2.1)
    axes[0].bar(lengths["characters"], lengths["tweets"], width=9, align="edge", color=INK)
    axes[0].set(title="Length", xlabel="characters", ylabel="tweets")
    axes[1].fill_between(range(len(months)), months["tweets"], color=INK, step="mid", linewidth=0)
    ticks = list(range(0, len(months), max(1, -(-len(months) // 6))))
    axes[1].set_xticks(ticks, [months["month"].iloc[k] for k in ticks])
    axes[1].set(title="Tweets a month" if len(months) else "No tweet has a date", ylabel="tweets")
    for axis in axes:
        axis.grid(axis="x", visible=False)
        axis.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    return figure


@styled
def training(history: pd.DataFrame, best_step: int | None = None) -> Figure:
    """Bits per character on train and valid, and the learning rate and gradient norm, by step."""
    figure, axes = canvas(1, 2, 2.3, gridspec_kw={"width_ratios": (3, 2)})
    valid = history.dropna(subset=["valid_bits_per_char"])
    axes[0].plot(
        history["step"],
        history["train_bits_per_char"],
        color=MUTED,
        marker="",
        linewidth=0.8,
        label="train (batch)",
    )
    axes[0].plot(valid["step"], valid["valid_bits_per_char"], color=INK, linestyle="-", label="valid")
    if best_step is not None:
        axes[0].axvline(best_step, color=ACCENT, linewidth=0.8, label="kept")
    axes[0].set(title="Bits per character", xlabel="step")
    bits = history["train_bits_per_char"].to_numpy()
    if np.isfinite(bits).any():  # a training of a few steps has none
        axes[0].set_ylim(
            top=float(np.nanquantile(bits, 0.98)) + 0.1
        )  # the first steps would flatten the rest
    axes[0].legend()
    axes[1].plot(history["step"], history["learning_rate"], color=INK, marker="", label="learning rate")
    axes[1].set(title="Learning rate and gradient norm", xlabel="step")
    axes[1].set_yscale("log")
    axes[1].yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axes[1].yaxis.set_minor_formatter(NullFormatter())
    axes[1].plot(
        history["step"],
        history["gradient_norm"],
        color=ACCENT,
        marker="",
        linewidth=0.8,
        label="gradient norm",
    )
    axes[1].legend()
    return figure


@styled
def runs(curves: dict[str, pd.DataFrame]) -> Figure:
    """Bits per character on valid by step, a line a run: frames with `step` and `value`."""
    figure, axes = canvas(1, 1, 2.8)
    for name, curve in curves.items():
        axes[0].plot(curve["step"], curve["value"], label=name)
    axes[0].set(title="Bits per character on valid", xlabel="step")
    if curves:
        axes[0].legend()
    return figure
