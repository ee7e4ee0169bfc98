"""The bits of several models side by side, divided among what the characters belong to and where they stand.

A symbol is a character or the end of a tweet. Each counts once in each division, so the bits of a
division's rows add up to the bits of all.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline.network.activations import Concatenation, positions

Array = np.ndarray

# A symbol belongs to the first of these that it lies in: a name in a quotation counts as a name.
CONCEPTS = ("hashtag", "url", "mention", "proper_noun", "quotation")
PARTS = (*CONCEPTS, "rest", "end")
# Where bins of positions begin: narrow where the context is short, then every 20 characters.
EDGES = np.array([0, 1, 2, 5, 10, *range(20, 300, 20)])
NORMAL_95 = 1.96  # standard errors on either side of a 95 % interval


def parts(layout: Concatenation, spans: pd.DataFrame) -> Array:
    """Which of PARTS each symbol belongs to: int [characters + tweets], tweets end to end."""
    inside = [layout.mask(spans, concept) for concept in CONCEPTS]
    found = np.full(int(positions(layout.ids)[-1]), PARTS.index("end"))
    found[layout.read(1)] = np.select(inside, range(len(CONCEPTS)), default=PARTS.index("rest"))
    return found


def bins(layout: Concatenation) -> Array:
    """Which bin of EDGES each symbol's place in its tweet falls into: int [characters + tweets]."""
    begins = positions(layout.ids)
    place = np.arange(begins[-1]) - np.repeat(begins[:-1], np.diff(begins))
    return np.searchsorted(EDGES, place, side="right") - 1


def bin_names() -> list[str]:
    """The bins by their first and last places: 0, 1, 2–4, …, 280+."""
    pairs = zip(EDGES[:-1], EDGES[1:] - 1, strict=True)
    return [f"{a}–{b}" if b > a else f"{a}" for a, b in pairs] + [f"{EDGES[-1]}+"]


def compare(models: Mapping[str, Array], layout: Concatenation, spans: pd.DataFrame) -> pd.DataFrame:
    """Bits per symbol of each model: of all symbols, by part, and by position.

    Args:
        models: `lstm` first, its strongest rival last: bits of each symbol, [characters + tweets], tweets end
            to end, each with its end.
        layout: of the tweets.
        spans: labelled spans (`spans.parquet`).

    Returns:
        `by` (all, part, position), `name`, `symbols`, `tweets` that hold one, `share` of the symbols,
        `lstm_share` of the LSTM's bits, each model's bits per symbol, `saved` (last model − LSTM) with its
        95 % interval over tweets. Divisions without a symbol are left out.
    """
    tweet = np.repeat(np.arange(len(layout.ids)), np.diff(positions(layout.ids)))
    divisions: list[tuple[str, Sequence[str], Array]] = [
        ("all", ("all",), np.zeros(len(models["lstm"]), dtype=np.int64)),
        ("part", PARTS, parts(layout, spans)),
        ("position", bin_names(), bins(layout)),
    ]
    rows = [
        {"by": by, "name": name, **_row(group == number, models, tweet)}
        for by, names, group in divisions
        for number, name in enumerate(names)
        if (group == number).any()
    ]
    return pd.DataFrame(rows)


def _row(here: Array, models: Mapping[str, Array], tweet: Array) -> dict[str, float]:
    lstm, rival = models["lstm"], [*models.values()][-1]
    counts = np.bincount(tweet[here])
    counts, held = counts[counts > 0], counts > 0
    saved = np.bincount(tweet[here], weights=rival[here] - lstm[here])[held]
    value, low, high = ratio_interval(saved, counts)
    bits = lstm[here].sum(dtype=np.float64)
    return {
        "symbols": int(counts.sum()),
        "tweets": len(counts),
        "share": counts.sum() / len(lstm),
        "lstm_share": bits / lstm.sum(dtype=np.float64),
        **{name: cost[here].mean(dtype=np.float64) for name, cost in models.items()},
        "saved": value,
        "saved_low": low,
        "saved_high": high,
    }


def ratio_interval(sums: Array, counts: Array) -> tuple[float, float, float]:
    """Σ sums / Σ counts over tweets and its 95 % interval (linearised: Cochran 1977, §6.4).

    Tweets, not characters, are independent: the error comes from how the sums of whole tweets deviate
    from ratio · count. NaN bounds with fewer than two tweets.

    Args:
        sums, counts: [tweets], a sum for each tweet and the symbols behind it.
    """
    tweets, total = len(counts), counts.sum()
    value = float(sums.sum() / total)
    if tweets < 2:
        return value, float("nan"), float("nan")
    error = np.sqrt(((sums - value * counts) ** 2).sum() * tweets / (tweets - 1)) / total
    return value, value - NORMAL_95 * float(error), value + NORMAL_95 * float(error)
