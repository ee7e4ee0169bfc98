"""The tweets of a large corpus that evidence and baselines rest on."""

import hashlib

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
    digests = [hashlib.sha256(str(one).encode()).digest() for one in tweets["tweet_id"]]
    lowest = sorted(sorted(range(len(digests)), key=digests.__getitem__)[:most])
    return tweets.iloc[lowest].reset_index(drop=True)
