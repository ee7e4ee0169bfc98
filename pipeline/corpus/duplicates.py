"""Near-duplicates: tweets that say the same share a cluster, so none is judged by its copy."""

import hashlib

import numpy as np
import pandas as pd
import regex

HEADER = regex.compile(r"^[\s.]*(?:RT:? ?|[\"“”]{1,2}\s?)@\w+:?")
NOISE = regex.compile(r"https?:\S*|[^\p{L}\p{N}#@]+")


def content_key(text: str) -> str:
    """What a tweet says, without how it is typed: letters, digits, # and @, no case, no URLs, no header.

    >>> content_key('RT @a: So GOOD!  https://t.co/x') == content_key("so good")
    True
    """
    key = NOISE.sub("", HEADER.sub("", text, timeout=0.5), timeout=0.5).casefold()
    return key or text


def cluster(frame: pd.DataFrame) -> np.ndarray:
    """The cluster of each tweet.

    Args:
        frame: `text`, `created_at`, `source_row`.

    Returns:
        int64 [tweets].
    """
    keys = [content_key(text) for text in frame["text"]]
    return np.array([_number(key) for key in keys], dtype=np.int64)


def _number(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little") >> 1
