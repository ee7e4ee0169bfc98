"""Concepts that no neuron was taught: what a certificate must refuse, made from a corpus's own spans.

`swapped` labels are those of another tweet of like length, `words` are word types drawn at random, `thrown`
are spans of the same lengths at random places, and `places` are letters and places in tweet and word.
"""

import re

import numpy as np
import pandas as pd

COLUMNS = ["tweet_id", "concept", "start", "end", "source"]
DRAWS = 4  # of each real concept
GROUP = 16  # tweets of like length that exchange their labels
PATTERNS = {
    **{f"letter {letter}": re.escape(letter) for letter in "etaonisr"},
    "vowel": "[aeiou]",
    "digit": r"\d",
    "blank": " ",
    "capital": "[A-Z]",
    "th": "th",
    "e before a blank": "e(?= )",
    "first letter of a word": r"(?<!\S)\S",
    "second letter of a word": r"(?<=(?<!\S)\S)\S",
    "last letter of a word": r"\S(?!\S)",
}
STRETCHES = {
    "first character": (0, 1),
    "first ten": (0, 10),
    "second ten": (10, 20),
    **{f"characters {start} to {start + 20}": (start, start + 20) for start in range(20, 140, 20)},
    "beyond 140": (140, 10_000),
}


def swapped(tweets: pd.DataFrame, spans: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """All real concepts, each tweet with the labels of a tweet of like length, cut at its end."""
    lengths = tweets["text"].str.len().to_numpy()
    order = np.argsort(lengths, kind="stable")
    taker = np.empty(len(order), dtype=np.int64)
    for part in np.array_split(order, max(1, len(order) // GROUP)):
        taker[part] = random.permutation(part)
    number = spans["tweet_id"].map({name: n for n, name in enumerate(tweets["tweet_id"])}).to_numpy()
    moved = taker[number]
    end = np.minimum(spans["end"].to_numpy(), lengths[moved])
    out = spans.assign(tweet_id=tweets["tweet_id"].to_numpy()[moved], end=end)
    return out[out["start"] < out["end"]]


def thrown(tweets: pd.DataFrame, spans: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """As many spans of the same lengths, each in a tweet drawn at random, at a place drawn at random."""
    lengths = tweets["text"].str.len().to_numpy()
    moved = random.integers(0, len(tweets), len(spans))
    size = np.minimum((spans["end"] - spans["start"]).to_numpy(), lengths[moved])
    start = (random.random(len(spans)) * (lengths[moved] - size + 1)).astype(np.int64)
    return spans.assign(tweet_id=tweets["tweet_id"].to_numpy()[moved], start=start, end=start + size)


def words(tweets: pd.DataFrame, share: float, random: np.random.Generator) -> list[tuple[str, int, int]]:
    """Every word whose type was drawn; each type with the chance `share`."""
    drawn: dict[str, bool] = {}
    return [
        (name, match.start(), match.end())
        for name, text in zip(tweets["tweet_id"], tweets["text"], strict=True)
        for match in re.finditer(r"\S+", text)
        if drawn.setdefault(match[0].casefold(), bool(random.random() < share))
    ]


def places(tweets: pd.DataFrame) -> pd.DataFrame:
    """Letters, and places in tweet and word."""
    rows = []
    for name, text in zip(tweets["tweet_id"], tweets["text"], strict=True):
        for concept, pattern in PATTERNS.items():
            rows += [(name, concept, *match.span(), "made up") for match in re.finditer(pattern, text)]
        for concept, (start, end) in STRETCHES.items():
            if start < len(text):
                rows.append((name, concept, start, min(end, len(text)), "made up"))
    return pd.DataFrame(rows, columns=COLUMNS)


def all_fakes(tweets: pd.DataFrame, spans: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The swapped, the words and the places; a concept's name begins with its kind."""
    random, found = np.random.default_rng(seed), [places(tweets).assign(kind="places")]
    characters = tweets["text"].str.len().sum()
    for draw in range(DRAWS):
        moved = swapped(tweets, spans, random)
        found.append(moved.assign(concept=moved["concept"] + f" {draw}", kind="swapped"))
        for concept, part in spans.groupby("concept", sort=True):
            share = float((part["end"] - part["start"]).sum() / characters)
            rows = pd.DataFrame(words(tweets, share, random), columns=["tweet_id", "start", "end"])
            found.append(rows.assign(concept=f"{concept} {draw}", source="made up", kind="words"))
    whole = pd.concat(found, ignore_index=True)
    return whole.assign(concept=whole["kind"] + ": " + whole["concept"])[COLUMNS]
