"""The memorisation audit: plant canaries in a training copy, train, and follow their exposure by epoch.

How a network is trained is passed in, so that the audit can be run with any training (and tested with none).
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from pipeline.samples import exposure

Score = Callable[[Sequence[str]], np.ndarray]
Train = Callable[[list[str]], Iterator[tuple[float, Score]]]


def audit(
    texts: Sequence[str],
    train: Train,
    times: Sequence[int] = (0, 1, 2, 4, 8, 16, 32),
    each: int = 3,
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
        epoch, canary, times, bits, rank (among `sample` + 1), exposure, extrapolated (bits).
    """
    drawn = exposure.canaries(each * len(times) + sample, digits, seed)
    secrets, others = drawn[: each * len(times)], drawn[each * len(times) :]
    counts = [int(count) for count in np.repeat(times, each)]
    rows = []
    for epoch, score in train(exposure.planted(texts, secrets, counts, seed)):
        bits, reference = score(secrets), np.asarray(score(others))
        for secret, count, one in zip(secrets, counts, bits, strict=True):
            rows.append(
                {
                    "epoch": epoch,
                    "canary": secret,
                    "times": count,
                    "bits": float(one),
                    "rank": exposure.rank(one, reference),
                    "exposure": exposure.exposure(one, reference, 10**digits),
                    "extrapolated": exposure.extrapolated(one, reference),
                }
            )
    return pd.DataFrame(rows)


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Mean exposure by epoch (rows) and number of times planted (columns)."""
    return table.pivot_table(index="epoch", columns="times", values="exposure", aggfunc="mean")
