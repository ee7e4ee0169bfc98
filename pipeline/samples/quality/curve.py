"""The quality curve: all measures over temperature, the first row those of real tweets; and the verdict.

The temperature is chosen on valid tweets; the verdict on it is given on test tweets and fresh samples.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from pipeline.core.screen import QuietScreen
from pipeline.figures import quality as figures
from pipeline.samples.novelty import certificate as novelty
from pipeline.samples.novelty.certificate import NoveltyIndex
from pipeline.samples.quality.measures import Real, compared, measure, vocabulary_of
from pipeline.text import ngram
from pipeline.tracking.tracker import NullTracker

SHOWN = ["temperature", "discriminator", "self_bleu", "distinct_2", "ngram_bits", "reverse_bits"]
SHOWN += ["longest_copy_d", "longest_copy_p", "nearest_share_d", "nearest_share_p"]


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


def verdict(texts: list[str], real: Real, candidates: int, seed: int) -> dict[str, float]:
    """All measures of samples drawn for this alone, beside real tweets that nothing was chosen on."""
    figures = novelty.certify(real.index, texts, candidates)
    return measure(texts, figures, real, real.others) | compared(texts, figures, real, seed)


def best_temperature(quality: pd.DataFrame) -> float:
    """The temperature whose samples are as new as real tweets are: the least D of copies and of distances.

    Not where the discriminator errs most: it looks at letters, and is fooled best where words fall apart.
    """
    rows = quality.dropna(subset=["temperature"])
    return float(rows.loc[(rows["longest_copy_d"] + rows["nearest_share_d"]).idxmin(), "temperature"])


def references(
    index: NoveltyIndex,
    parts: dict[str, pd.DataFrame],
    real: pd.DataFrame,
    size: int,
    candidates: int,
    seed: int,
) -> tuple[Real, Real]:
    """What samples are compared with: `size` valid tweets while the temperature is chosen, then test tweets.

    Args:
        real: the novelty of all test tweets.
    """
    rng = np.random.default_rng(seed)
    rows = {part: np.sort(rng.permutation(len(parts[part]))[:size]) for part in ("test", "valid")}
    texts = {part: parts[part]["text"].iloc[chosen].tolist() for part, chosen in rows.items()}
    train = parts["train"]["text"].tolist()
    known, model = vocabulary_of(train), ngram.train(train)
    valid = novelty.certify(index, texts["valid"], candidates)
    test = real.iloc[rows["test"]].reset_index(drop=True)
    return (
        Real(texts["valid"], texts["test"], known, model, index, valid),
        Real(texts["test"], texts["valid"], known, model, index, test),
    )


def show(curve: pd.DataFrame, found: dict[str, float], tracker: NullTracker, screen: QuietScreen) -> None:
    """The curve as a table, a figure and metrics (the step is 100 times the temperature), and the verdict."""
    rows = [["real" if row[0] != row[0] else f"{row[0]:g}", *row[1:]] for row in curve[SHOWN].values.tolist()]
    screen.table("Quality by temperature, beside valid tweets", SHOWN, rows)
    tracker.figure(figures.quality(curve), "quality")
    tracker.table(curve, "quality")
    for row in curve.dropna(subset=["temperature"]).to_dict("records"):
        heat = row.pop("temperature")
        tracker.metrics({f"quality/{name}": float(value) for name, value in row.items()}, round(100 * heat))
    tracker.metrics({f"verdict/{name}": float(value) for name, value in found.items()})
    names = ["longest_copy", "longest_copy_matched", "nearest_share", "nearest_share_matched"]
    if not found["matched"]:
        screen.warn("no sample is as long as any test tweet: posts of equal length are not compared")
        names = [name for name in names if f"{name}_d" in found]
    tests = ", ".join(f"{name} D {found[f'{name}_d']:.3f} (p {found[f'{name}_p']:.2g})" for name in names)
    screen.say(
        f"at temperature {found['temperature']:g}, chosen on valid tweets, {found['count']:.0f} fresh "
        f"samples and test tweets: distinguished with accuracy {found['discriminator']:.3f}; {tests}"
    )
