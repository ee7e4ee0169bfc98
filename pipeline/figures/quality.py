"""The quality curve as a figure."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

PANELS = {
    "discriminator": "told from real (accuracy)",
    "self_bleu": "self-BLEU",
    "distinct_2": "distinct 2-grams",
    "in_vocabulary": "known words",
    "ngram_bits": "bits/char, n-gram of real tweets",
    "reverse_bits": "bits/char of real tweets, n-gram of samples",
    "length_mean": "characters",
    "longest_copy_mean": "longest copy (characters)",
    "nearest_share_mean": "distance to nearest tweet (share)",
}


def figure(quality: pd.DataFrame) -> Figure:
    """Each measure over temperature, and as a dashed line that of real (valid) tweets."""
    real = quality[quality["temperature"].isna()].iloc[0]
    samples = quality.dropna(subset=["temperature"]).sort_values("temperature")
    drawn = Figure(figsize=(10, 8), layout="constrained")
    for axes, (name, title) in zip(np.ravel(drawn.subplots(3, 3)), PANELS.items(), strict=True):
        axes.plot(samples["temperature"], samples[name], marker="o", color="#1f4e79", label="samples")
        axes.axhline(real[name], color="black", linestyle="--", label="real tweets")
        axes.set_title(title, fontsize=9)
        axes.set_xlabel("temperature", fontsize=8)
        axes.tick_params(labelsize=8)
    drawn.axes[0].legend(fontsize=8)
    return drawn


def novelty_figure(samples: pd.DataFrame, real: pd.DataFrame) -> Figure:
    """The distributions of longest copy and nearest distance, of samples and of real test tweets."""
    drawn = Figure(figsize=(10, 3.5), layout="constrained")
    titles = {
        "longest_copy": "longest copy (characters)",
        "nearest_share": "distance to nearest tweet (share)",
    }
    for axes, (name, title) in zip(np.ravel(drawn.subplots(1, 2)), titles.items(), strict=True):
        both = np.concatenate([samples[name], real[name]])
        edges = np.linspace(both.min(), both.max() + 1e-9, 40)
        axes.hist(samples[name], edges, density=True, color="#1f4e79", alpha=0.6, label="samples")
        axes.hist(real[name], edges, density=True, histtype="step", color="black", label="real test tweets")
        axes.set_xlabel(title, fontsize=9)
    drawn.axes[0].legend(fontsize=8)
    return drawn
