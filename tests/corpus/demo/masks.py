"""Which characters of a tweet of the built-in corpus lie in its spans."""

import numpy as np

from pipeline.corpus.demo import Tweet


def mask(tweet: Tweet, *concepts: str) -> np.ndarray:
    """Bool array over the characters of a tweet: inside one of the concepts."""
    inside = np.zeros(len(tweet.text), bool)
    for span in tweet.spans:
        if span.concept in concepts:
            inside[span.start : span.end] = True
    return inside


def blanked(tweet: Tweet, *concepts: str) -> str:
    """The text with the characters of some concepts made blanks."""
    return "".join(" " if hidden else c for c, hidden in zip(tweet.text, mask(tweet, *concepts), strict=True))
