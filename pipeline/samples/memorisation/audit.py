"""The memorisation audit: plant canaries in a training copy, train, and follow their exposure by epoch.

How a network is trained is passed in, so that the audit can be run with any training (and tested with none).
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from pipeline.core.screen import QuietScreen
from pipeline.samples.memorisation import exposure
from pipeline.tracking.tracker import NullTracker

Score = Callable[[Sequence[str]], np.ndarray]
FIT = 0.01  # a p-value below which the extrapolated figures are not to be trusted
Train = Callable[[list[str]], Iterator[tuple[float, Score]]]


def audit(
    texts: Sequence[str],
    train: Train,
    times: Sequence[int] = (0, 1, 2, 4, 8, 16, 32),
    each: int = 5,
    digits: int = 6,
    sample: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Exposure of canaries planted so many times, after each epoch.

    Args:
        texts: the training tweets; they are not altered.
        train: given the training texts, yields (epoch, score) after each epoch, where score says
            −log₂ p in bits of each of some texts.
        times: how often a canary is planted; 0 for comparison.
        each: canaries for each number of times.
        digits: of a secret; there are 10 to that power.
        sample: fillings that a canary is ranked among.

    Returns:
        epoch, canary, times, bits, rank (among `sample` + 1), exposure (at most log₂(`sample` + 1)),
        extrapolated (bits, by a skew-normal tail), fit_p (that the other fillings follow it).
    """
    drawn = exposure.canaries(each * len(times) + sample, digits, seed)
    secrets, others = drawn[: each * len(times)], drawn[each * len(times) :]
    counts = [int(count) for count in np.repeat(times, each)]
    rows = []
    for epoch, score in train(exposure.planted(texts, secrets, counts, seed)):
        bits, reference = score(secrets), np.asarray(score(others))
        tail = exposure.tail(reference)
        for secret, count, one in zip(secrets, counts, bits, strict=True):
            rows.append(
                {
                    "epoch": epoch,
                    "canary": secret,
                    "times": count,
                    "bits": float(one),
                    "rank": exposure.rank(one, reference),
                    "exposure": exposure.exposure(one, reference, 10**digits),
                    "extrapolated": tail.exposure(one),
                    "fit_p": tail.p,
                }
            )
    return pd.DataFrame(rows)


def summary(table: pd.DataFrame, figure: str = "exposure") -> pd.DataFrame:
    """The mean of a figure by epoch (rows) and number of times planted (columns)."""
    return table.pivot_table(index="epoch", columns="times", values=figure, aggfunc="mean")


def show(table: pd.DataFrame, tracker: NullTracker, screen: QuietScreen) -> None:
    """Both exposures by epoch and times planted, what they mean, and the curves as metrics."""
    titles = {
        "exposure": f"Exposure, bits, by epoch and times planted ({exposure.UNSEEN:.2f} is chance)",
        "extrapolated": "The same by a fitted tail, where ranking ends",
    }
    for figure, title in titles.items():
        means = summary(table, figure)
        rows = [[f"{epoch:.2g}", *row] for epoch, row in zip(means.index, means.values.tolist(), strict=True)]
        screen.table(title, ["epoch", *(f"{times}×" for times in means)], rows)
        for epoch, row in means.iterrows():
            values = {f"audit/{figure}_{times}": float(value) for times, value in row.items()}
            tracker.metrics(values, round(100 * float(str(epoch))))
    tracker.table(table, "audit")
    last = table[table["epoch"] == table["epoch"].max()]
    first = last.loc[(last["rank"] == 1), "times"]
    least = f"from {first.min()} times on" if len(first) else "none"
    screen.say(f"likelier than every other filling that was tried, after the last epoch: {least}")
    if (bad := float(last["fit_p"].iloc[0])) < FIT:
        screen.warn(f"the other fillings do not follow the fitted tail (p {bad:.2g}): trust the ranks alone")
