"""Posts in any number, of which some are near-duplicates of others, and it is known of which."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

SYLLABLES = [c + v for c in "bdfghjklmnprstvwz" for v in ("a", "e", "i", "o", "u", "ai", "ou")]
WORDS = 30_000  # so that two posts hardly ever share more than a word or two by chance
SHORTEST, LONGEST = 14, 22  # words of a post: one word changed leaves a Jaccard similarity above .7
COPIES = 0.05  # share of posts that are near-duplicates of an earlier one
RECENT = 50_000  # posts, of which one is copied
MINUTES = 7  # between posts


def posts(count: int, seed: int, size: int = 100_000) -> Iterator[pd.DataFrame]:
    """Tables of `size` posts, oldest first: text, created_at, source_row, and the row that is its `original`.

    A post that is not a copy is its own original; a copy of a copy has the original of that one. Copies
    differ by case, punctuation and a link, by a retweet header and a cut, or by one word.
    """
    random = np.random.default_rng(seed)
    words = np.array(["".join(random.choice(SYLLABLES, random.integers(2, 5))) for _ in range(WORDS)])
    recent: list[tuple[int, list[str]]] = []
    for start in range(0, count, size):
        texts, originals = [], []
        for row in range(start, min(count, start + size)):
            if recent and random.random() < COPIES:
                original, chosen = recent[int(random.integers(len(recent)))]
                texts.append(changed(chosen, words, random))
            else:
                original, chosen = (
                    row,
                    list(words[random.integers(0, WORDS, random.integers(SHORTEST, LONGEST))]),
                )
                texts.append(" ".join(chosen))
                recent.append((row, chosen))
            originals.append(original)
        recent = recent[-RECENT:]
        rows = np.arange(start, start + len(texts))
        dates = pd.to_datetime("2015-01-01", utc=True) + pd.to_timedelta(rows * MINUTES, unit="min")
        yield pd.DataFrame(
            {"text": texts, "created_at": dates, "source_row": rows, "original": np.array(originals)}
        )


def changed(chosen: list[str], words: np.ndarray, random: np.random.Generator) -> str:
    """A near-duplicate of a post."""
    kind = random.integers(3)
    if kind == 0:
        return (
            " ".join(chosen).capitalize() + "!! https://t.co/" + "".join(random.choice(list("abcdefgh"), 10))
        )
    if kind == 1:
        return ("RT @someone: " + " ".join(chosen))[:139] + "…"
    place = int(random.integers(len(chosen)))
    return " ".join([*chosen[:place], str(words[random.integers(WORDS)]), *chosen[place + 1 :]])


def recall_and_precision(cluster: np.ndarray, original: np.ndarray) -> tuple[float, float]:
    """Shares of pairs: with one original, in one cluster; in one cluster, with one original.

    >>> recall_and_precision(np.array([7, 7, 8, 8]), np.array([0, 0, 0, 3]))
    (0.3333333333333333, 0.5)
    """
    true, found = _pairs(original), _pairs(cluster)
    both = _pairs(pd.factorize(pd.MultiIndex.from_arrays([cluster, original]))[0])
    return both / true, both / found


def _pairs(label: np.ndarray) -> int:
    """How many pairs share a label."""
    _, count = np.unique(label, return_counts=True)
    return int((count * (count - 1) // 2).sum())
