"""What the corpus is: the account of its records, its splits, lengths, entities and names."""

from collections import Counter
from typing import Any

import pandas as pd

from pipeline.core.numbers import Table, count, percent
from pipeline.corpus.summary import SAMPLE, summarise
from pipeline.figures import course as figures
from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.section import Section
from pipeline.text.vocabulary import Vocabulary

TOP = 12  # names shown of hashtags and of mentions
FLAGS = 6  # of the kinds: those known of every tweet, not only of the sample


def corpus(found: Artefacts, vocabulary: Vocabulary) -> Section:
    """The section, from the tweet table (or the stream) and the corpus manifest."""
    counts = found.counts("corpus")
    missing = {} if counts else {"the account of the records read": "corpus"}
    values: dict[str, Any] = {"vocabulary": vocabulary.size, "account": account(counts), "splits": None}
    if found.tweets is None:
        return Section("corpus", "The corpus", {**values, "stream": len(found.stream or "")}, {}, missing)
    characters: Counter[str] = Counter()
    for text in found.tweets["text"]:
        characters.update(text)
    tables = summarise(found.tweets, vocabulary, characters)
    values |= {
        "tweets": len(found.tweets),
        "characters": characters.total(),
        "unknown": 1 - sum(characters[c] for c in vocabulary.characters) / max(1, characters.total()),
        "splits": splits(tables["splits"]),
        "kinds": kinds(tables["kinds"], len(found.tweets)),
        "names": names(tables["hashtags"], tables["mentions"], min(SAMPLE, len(found.tweets))),
        "median": int(found.tweets["text"].str.len().median()),
    }
    drawn = {"corpus": figures.corpus(tables["lengths"], tables["months"])}
    return Section("corpus", "The corpus", values, drawn, missing)


def account(counts: dict[str, Any]) -> Table | None:
    """Where every record went; None without the manifest, or for a stream."""
    if "rows_read" not in counts:
        return None
    rows = [("read", count(counts["rows_read"])), ("kept", count(counts["kept"]))]
    for fate in ("dropped", "rejected"):
        rows += [(f"{fate}: {reason}", count(number)) for reason, number in counts[fate].items()]
    gone = sum(counts["dropped"].values()) + sum(counts["rejected"].values())
    balance = "read = kept + dropped + rejected"
    if counts["rows_read"] != counts["kept"] + gone:
        balance = "these numbers do not add up: run `make corpus` again"
    return Table(f"Records of the raw file: {balance}.", ("records", "number"), rows)


def splits(table: pd.DataFrame) -> Table:
    """Tweets, clusters of near-duplicates and characters of each split."""
    order = {"train": 0, "valid": 1, "test": 2}
    rows = sorted(table.itertuples(index=False), key=lambda row: order.get(row.split, 3))
    return Table(
        "Splits, made by near-duplicate cluster.",
        ("split", "tweets", "clusters", "characters"),
        [(row.split, count(row.tweets), count(row.clusters), count(row.characters)) for row in rows],
    )


def kinds(table: pd.DataFrame, tweets: int) -> Table:
    """The share of tweets of each kind."""
    sample = min(SAMPLE, tweets)
    rows = [
        (row.kind, percent(row.share), f"{count(tweets if n < FLAGS else sample)}")
        for n, row in enumerate(table.itertuples(index=False))
        if row.share > 0
    ]
    return Table(
        "Share of tweets, of all splits.", ("kind of tweet, or what it holds", "share", "of tweets"), rows
    )


def names(hashtags: pd.DataFrame, mentions: pd.DataFrame, sample: int) -> Table:
    """The most frequent hashtags and mentions, side by side."""
    pairs = zip(_padded(hashtags), _padded(mentions), strict=True)
    rows = [(*one, *other) for one, other in pairs if one[0] or other[0]]
    caption = f"Most frequent names in {count(sample)} tweets, evenly spaced over all splits."
    return Table(caption, ("hashtag", "times", "mention", "times"), rows, left=(0, 2))


def _padded(table: pd.DataFrame) -> list[tuple[str, str]]:
    rows = [(row.name, count(row.count)) for row in table.head(TOP).itertuples(index=False, name="Row")]
    return rows + [("", "")] * (TOP - len(rows))
