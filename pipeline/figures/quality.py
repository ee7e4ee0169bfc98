"""Figures of the samples: quality by temperature, and novelty beside that of real tweets."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipeline.figures.style import ACCENT, FAINT, INK, canvas, panels, styled

QUALITY = {
    "discriminator": "separated from real (accuracy)",
    "self_bleu": "self-BLEU",
    "distinct_2": "distinct word pairs (share)",
    "in_vocabulary": "known words (share)",
    "ngram_bits": "bits/char by an n-gram model",
    "reverse_bits": "bits/char of real, by samples",
    "length_mean": "length (characters)",
    "longest_copy_mean": "longest copy (characters)",
    "nearest_share_mean": "distance to nearest (share of length)",
}
NOVELTY = {
    "longest_copy": "longest copy (characters)",
    "nearest_share": "distance to nearest (share of length)",
}
_OUTLINE: dict[str, Any] = {"histtype": "step", "color": INK, "linewidth": 1.3, "label": "real test tweets"}


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
