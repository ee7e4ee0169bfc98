"""The quality curve: all measures over temperature, the first row those of real tweets."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from pipeline.samples import ngram, novelty
from pipeline.samples.novelty import NoveltyIndex
from pipeline.samples.quality import Real, compared, measure, vocabulary_of
from pipeline.samples.quality_figure import figure
from pipeline.screen import QuietScreen
from pipeline.tracking import NullTracker

SHOWN = ["temperature", "discriminator", "self_bleu", "distinct_2", "ngram_bits", "reverse_bits"]


def curve(
    drawn: Callable[[float], list[str]],
    temperatures: Sequence[float],
    real: Real,
    candidates: int,
    seed: int,
    advance: Callable[[float], None] | None = None,
) -> pd.DataFrame:
    """The measures at each temperature and of real tweets (temperature NaN, first row).

    The row of real tweets compares `real.tweets` with `real.others`: what chance alone makes of each figure.

    Args:
        drawn: temperature → samples, as many as there are real tweets.
    """
    others = novelty.certify(real.index, real.others, candidates)
    row = measure(real.tweets, real.novelty, real, real.others) | compared(real.others, others, real, seed)
    rows = [{"temperature": float("nan"), **row}]
    for temperature in temperatures:
        texts = drawn(temperature)
        figures = novelty.certify(real.index, texts, candidates)
        row = measure(texts, figures, real, real.tweets) | compared(texts, figures, real, seed)
        rows.append({"temperature": temperature, **row})
        if advance:
            advance(1)
    return pd.DataFrame(rows)


def best_temperature(quality: pd.DataFrame) -> float:
    """The temperature at which samples are hardest to tell from real tweets."""
    rows = quality.dropna(subset=["temperature"])
    return float(rows.loc[rows["discriminator"].idxmin(), "temperature"])


def reference(
    index: NoveltyIndex, parts: dict[str, pd.DataFrame], real: pd.DataFrame, size: int, seed: int
) -> Real:
    """What samples are compared with: `size` test tweets, as many valid ones, models of the training part."""
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.permutation(len(parts["test"]))[:size])
    others = np.sort(rng.permutation(len(parts["valid"]))[:size])
    train = parts["train"]["text"].tolist()
    return Real(
        tweets=parts["test"]["text"].iloc[rows].tolist(),
        others=parts["valid"]["text"].iloc[others].tolist(),
        words=vocabulary_of(train),
        model=ngram.train(train),
        index=index,
        novelty=real.iloc[rows].reset_index(drop=True),
    )


def show(curve: pd.DataFrame, tracker: NullTracker, screen: QuietScreen) -> None:
    """The curve as a table, a figure and metrics (the step is 100 times the temperature)."""
    rows = [["real" if row[0] != row[0] else f"{row[0]:g}", *row[1:]] for row in curve[SHOWN].values.tolist()]
    screen.table("Quality by temperature", SHOWN, rows)
    tracker.figure(figure(curve), "quality")
    tracker.table(curve, "quality")
    for row in curve.dropna(subset=["temperature"]).to_dict("records"):
        heat = row.pop("temperature")
        tracker.metrics({f"quality/{name}": float(value) for name, value in row.items()}, round(100 * heat))
