"""Position curves: what a detector does, on average, around the start and the end of a span."""

import numpy as np
import pandas as pd

from pipeline.network.activations import Concatenation
from pipeline.statistics.resample import draws, ratio

Array = np.ndarray

REACH = 20  # characters before and after


def curve(
    scores: Array, points: Array, tweet: Array, layout: Concatenation, resamples: Array
) -> pd.DataFrame:
    """The mean score at each offset from some characters, within their tweets.

    Args:
        scores: float [characters], the detector's value for each character.
        points: int [points], the characters that offset 0 stands for (one past a tweet's end is allowed).
        tweet: int [points], their tweets.
        resamples: [resamples, tweets], from `draws`.

    Returns:
        a row for each offset −REACH … REACH: `dose` (the offset), `value`, `low`, `high` (NaN where no
        tweet reaches).
    """
    first, last = layout.starts[tweet], layout.starts[tweet + 1]
    rows = []
    for offset in range(-REACH, REACH + 1):
        at = points + offset
        real = (at >= first) & (at < last)
        size = len(layout.ids)
        sums = np.bincount(tweet[real], weights=scores[at[real]], minlength=size)
        value, low, high = ratio(sums, np.bincount(tweet[real], minlength=size), resamples)
        rows.append({"dose": float(offset), "value": value, "low": low, "high": high})
    return pd.DataFrame(rows)


def curves(
    scores: Array, layout: Concatenation, spans: pd.DataFrame, concept: str, bootstrap: int, seed: int
) -> pd.DataFrame:
    """The curves around the starts (`where` start, offset 0 the first character) and the ends (end, offset
    0 the first character after) of a concept's spans, with columns of `curve`."""
    tweet, start, end = layout.spans(spans, concept)
    resamples = draws(len(layout.ids), bootstrap, seed)
    tables = [
        curve(scores, points, tweet, layout, resamples).assign(where=where)
        for where, points in (("start", start), ("end", end))
    ]
    return pd.concat(tables, ignore_index=True)
