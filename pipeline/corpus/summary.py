"""What a corpus looks like: lengths, entities, characters, months, duplicates, as tables and one figure."""

from collections import Counter

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pipeline.text.entities import cut_urls, extract
from pipeline.text.vocabulary import Vocabulary

SAMPLE = 5000  # tweets that entities are counted in: the shares are then exact to about a percent
TOP = 30
KINDS = ("hashtag", "mention", "list", "url", "cashtag")
CUT_URL, TOO_SLOW = "url cut by an ellipsis", "ran past the time limit"
QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
SHOWN_BARS = 12


def summarise(
    frame: pd.DataFrame, known: Vocabulary, characters: Counter[str], sample: int = SAMPLE
) -> dict[str, pd.DataFrame]:
    """The tables of a corpus.

    Args:
        frame: the tweet table.
        known: the vocabulary, which says what of the characters is UNK.
        characters: how often each occurs in the texts.
        sample: entities are counted in so many tweets, evenly spaced.

    Returns:
        `lengths` (characters, tweets), `quantiles`, `splits`, `kinds` (shares of tweets), `hashtags`,
        `mentions`, `characters`, `months`.
    """
    length = frame["text"].str.len().to_numpy(dtype=np.int64)
    drawn = frame.iloc[np.unique(np.linspace(0, len(frame) - 1, min(sample, len(frame))).astype(int))]
    kinds, hashtags, mentions = entity_tables(drawn["text"].tolist())
    return {
        "lengths": length_table(length),
        "quantiles": pd.DataFrame({"quantile": QUANTILES, "characters": np.quantile(length, QUANTILES)}),
        "splits": split_table(frame, length),
        "kinds": pd.concat([flag_table(frame), kinds], ignore_index=True),
        "hashtags": hashtags,
        "mentions": mentions,
        "characters": character_table(characters, known),
        "months": month_table(frame["created_at"]),
    }


def length_table(length: np.ndarray) -> pd.DataFrame:
    """How many tweets have each length, in steps of ten characters."""
    values, tweets = np.unique(length // 10 * 10, return_counts=True)
    return pd.DataFrame({"characters": values, "tweets": tweets})


def split_table(frame: pd.DataFrame, length: np.ndarray) -> pd.DataFrame:
    """Tweets, clusters and characters of each split."""
    grouped = frame.assign(length=length).groupby("split", sort=True)
    table = grouped.agg(
        tweets=("length", "size"), clusters=("cluster_id", "nunique"), characters=("length", "sum")
    )
    return table.reset_index()


def flag_table(frame: pd.DataFrame) -> pd.DataFrame:
    """The share of tweets that are retweets, cut, copies of another, undated."""
    shares = {
        "retweet": frame["is_retweet"].mean(),
        "quote-retweet by hand": frame["is_manual_retweet"].mean(),
        "cut": frame["is_truncated"].mean(),
        "exact copy of another": frame.duplicated("text").mean(),
        "near-copy of another": frame.duplicated("cluster_id").mean(),
        "without a date": frame["created_at"].isna().mean(),
    }
    return pd.DataFrame({"kind": list(shares), "share": list(shares.values())})


def entity_tables(texts: list[str]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The share of texts with each kind of entity; the most frequent hashtags and mentions."""
    having: Counter[str] = Counter()
    names: dict[str, Counter[str]] = {"hashtag": Counter(), "mention": Counter()}
    for text in texts:
        try:
            found, cut = extract(text), cut_urls(text)
        except TimeoutError:
            having[TOO_SLOW] += 1
            continue
        having.update({entity.kind for entity in found})
        having[CUT_URL] += bool(cut)
        for entity in found:
            if entity.kind in names:
                names[entity.kind][text[entity.start : entity.end].lower()] += 1
    kinds = (*KINDS, CUT_URL, TOO_SLOW)
    shares = [having[kind] / max(1, len(texts)) for kind in kinds]
    return pd.DataFrame({"kind": kinds, "share": shares}), _top(names["hashtag"]), _top(names["mention"])


def _top(counts: Counter[str]) -> pd.DataFrame:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:TOP]
    return pd.DataFrame(ranked, columns=["name", "count"])


def character_table(counts: Counter[str], known: Vocabulary) -> pd.DataFrame:
    """Every character with its code point, count, share of all, and whether the vocabulary holds it."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    inside = set(known.characters)
    return pd.DataFrame(
        {
            "character": [c if c.isprintable() else repr(c)[1:-1] for c, _ in ranked],
            "code_point": [f"U+{ord(c):04X}" for c, _ in ranked],
            "count": [n for _, n in ranked],
            "share": [n / max(1, counts.total()) for _, n in ranked],
            "known": [c in inside for c, _ in ranked],
        }
    )


def month_table(created_at: pd.Series) -> pd.DataFrame:
    """Tweets in each month from the first to the last."""
    dates = created_at.dropna()
    if dates.empty:
        return pd.DataFrame({"month": pd.Series(dtype=str), "tweets": pd.Series(dtype=int)})
    months = dates.dt.tz_localize(None).dt.to_period("M")
    counts = months.value_counts()
    counts = counts.reindex(pd.period_range(months.min(), months.max(), freq="M"), fill_value=0)
    return pd.DataFrame({"month": counts.index.astype(str), "tweets": counts.to_numpy()})


def draw(tables: dict[str, pd.DataFrame]) -> Figure:
    """The summary as one figure: lengths, months, kinds, and the most frequent hashtags."""
    figure = Figure(figsize=(11, 7), layout="constrained")
    axes = figure.subplots(2, 2)
    lengths, months = tables["lengths"], tables["months"]
    axes[0, 0].bar(lengths["characters"], lengths["tweets"], width=9, align="edge")
    axes[0, 0].set(title="Length", xlabel="characters", ylabel="tweets")
    axes[0, 1].plot(range(len(months)), months["tweets"])
    ticks = range(0, len(months), max(1, len(months) // 6))
    axes[0, 1].set_xticks(list(ticks), [months["month"].iloc[i] for i in ticks])
    axes[0, 1].set(title="Tweets a month", ylabel="tweets")
    _bars(axes[1, 0], tables["kinds"]["kind"], tables["kinds"]["share"], "Share of tweets")
    _bars(axes[1, 1], tables["hashtags"]["name"], tables["hashtags"]["count"], "Hashtags (sample)")
    return figure


def _bars(axis: Axes, names: pd.Series, values: pd.Series, title: str) -> None:
    shown = [name.replace("$", r"\$") for name in names[:SHOWN_BARS]]
    axis.barh(range(len(shown)), values[:SHOWN_BARS])
    axis.set_yticks(range(len(shown)), shown, fontsize=8)
    axis.invert_yaxis()
    axis.set_title(title)
