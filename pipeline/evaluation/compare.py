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


def compare(
    models: Mapping[str, Array],
    layout: Concatenation,
    spans: pd.DataFrame,
    dynamic: Array | None = None,
) -> pd.DataFrame:
    """Bits per symbol of each model: of all symbols, by part, and by position.

    Args:
        models: `lstm` first, its strongest rival last: bits of each symbol, [characters + tweets], tweets end
            to end, each with its end.
        layout: of the tweets.
        spans: labelled spans (`spans.parquet`).
        dynamic: bits of each symbol by dynamic evaluation, NaN in tweets that it did not read.

    Returns:
        `by` (all, part, position), `name`, `symbols`, `tweets` that hold one, `share` of the symbols,
        `lstm_share` of the LSTM's bits, each model's bits per symbol, `saved` (last model − LSTM) with its
        95 % interval over tweets, and the same of `dynamic` (LSTM − dynamic, on the tweets that it read).
        Divisions without a symbol are left out.
    """
    tweet = np.repeat(np.arange(len(layout.ids)), np.diff(positions(layout.ids)))
    divisions: list[tuple[str, Sequence[str], Array]] = [
        ("all", ("all",), np.zeros(len(models["lstm"]), dtype=np.int64)),
        ("part", PARTS, parts(layout, spans)),
        ("position", bin_names(), bins(layout)),
    ]
    given = np.full(len(models["lstm"]), np.nan) if dynamic is None else dynamic
    gain = np.stack([given, models["lstm"] - given])
    rows = [
        {
            "by": by,
            "name": name,
            **_row(group == number, models, tweet),
            **_dynamic(group == number, gain, tweet),
        }
        for by, names, group in divisions
        for number, name in enumerate(names)
        if (group == number).any()
    ]
    return pd.DataFrame(rows)


def _row(here: Array, models: Mapping[str, Array], tweet: Array) -> dict[str, float]:
    lstm, rival = models["lstm"], [*models.values()][-1]
    value, low, high, counts = _saved(here, rival - lstm, tweet)
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


def _saved(here: Array, difference: Array, tweet: Array) -> tuple[float, float, float, Array]:
    """The mean difference of some symbols, its interval, and how many each tweet has that has any."""
    counts = np.bincount(tweet[here])
    sums = np.bincount(tweet[here], weights=difference[here])
    return *ratio_interval(sums[counts > 0], counts[counts > 0]), counts[counts > 0]


def _dynamic(here: Array, gain: Array, tweet: Array) -> dict[str, float]:
    """What dynamic evaluation costs and saves on those symbols that it read; NaN without one."""
    here = here & np.isfinite(gain[0])
    names = ("dynamic", "dynamic_saved", "dynamic_low", "dynamic_high")
    if not here.any():
        return dict.fromkeys(names, float("nan"))
    saved = _saved(here, gain[1], tweet)[:3]
    return dict(zip(names, (float(gain[0][here].mean()), *saved), strict=True))


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
