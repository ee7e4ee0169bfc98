"""Figures of the corpus, of training and of the samples."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter, StrMethodFormatter

from pipeline.figures.style import ACCENT, FAINT, INK, MUTED, canvas, panels, styled

QUALITY = {
    "discriminator": "told from real (accuracy)",
    "self_bleu": "self-BLEU",
    "distinct_2": "distinct word pairs (share)",
    "in_vocabulary": "known words (share)",
    "ngram_bits": "bits/char by an n-gram model",
    "reverse_bits": "bits/char of real, by samples",
    "length_mean": "length (characters)",
    "longest_copy_mean": "longest copy (characters)",
}
NOVELTY = {
    "longest_copy": "longest copy (characters)",
    "nearest_share": "distance to nearest (share of length)",
}
_OUTLINE: dict[str, Any] = {"histtype": "step", "color": INK, "linewidth": 1.3, "label": "real test tweets"}


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
    axes[0].set_ylim(top=float(np.nanquantile(bits, 0.98)) + 0.1)  # the first steps would flatten the rest
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


@styled
def quality(table: pd.DataFrame) -> Figure:
    """Each measure of samples by temperature, and as a dashed line the same of real valid tweets."""
    real, samples = table[table["temperature"].isna()], table.dropna(subset=["temperature"])
    samples = samples.sort_values("temperature")
    shown = [name for name in QUALITY if name in table]
    figure, axes = panels(len(shown))
    for axis, name in zip(axes, shown, strict=True):
        axis.plot(samples["temperature"], samples[name], color=INK, linestyle="-", label="samples")
        if len(real):
            axis.axhline(real[name].iloc[0], color=ACCENT, linestyle="--", linewidth=1, label="real")
        axis.set_title(QUALITY[name], fontsize=7.5)
        axis.set_xlabel("temperature")
    if axes:
        axes[0].legend()
    return figure


@styled
def novelty(samples: pd.DataFrame, real: pd.DataFrame) -> Figure:
    """Distributions of the longest copy and of the distance to the nearest training tweet."""
    figure, axes = canvas(1, 2, 2.1)
    for axis, (name, title) in zip(axes, NOVELTY.items(), strict=True):
        both = np.concatenate([samples[name], real[name]])
        edges = np.linspace(both.min(), both.max() + 1e-9, 40).tolist()
        for frame, look in ((samples, {"color": FAINT, "label": "samples"}), (real, _OUTLINE)):
            share = np.full(len(frame), 1 / max(1, len(frame)))
            axis.hist(frame[name], edges, weights=share, **look)
        axis.set(title=title, ylabel="share")
    axes[0].legend()
    return figure
