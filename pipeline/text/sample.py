"""The tweets of a large corpus that evidence and baselines rest on."""

import hashlib
import heapq
from collections.abc import Iterable

import pandas as pd

# More tweets narrow no interval that matters, and cost time and memory in proportion.
MOST = 100_000


def sampled(tweets: pd.DataFrame, most: int = MOST) -> pd.DataFrame:
    """At most so many tweets, in their order: those whose ids have the lowest SHA-256.

    A tweet's place in that order depends on nothing but its id, so all stages take the same tweets, and a
    corpus that grows keeps most of them.
    """
    if len(tweets) <= most:
        return tweets
    chosen = lowest(tweets["tweet_id"], most)
    return tweets[tweets["tweet_id"].isin(chosen)].reset_index(drop=True)


def lowest(ids: Iterable[str], most: int = MOST) -> set[str]:
    """The ids of these tweets; no more than that many are in memory at a time."""
    return set(heapq.nsmallest(most, ids, key=lambda one: hashlib.sha256(str(one).encode()).digest()))
