"""What a text says about itself: a retweet, a quote-retweet typed by hand, a tweet cut short.

The patterns are tried at one place only and are bounded there, so they need no time limit.
"""

import numpy as np
import pandas as pd
import regex

from pipeline.core.settings import CorpusSettings

RETWEET = regex.compile(r"\s*RT:? ?@\w{1,20}\b")
# `"@user: text" comment`, also without the colon, after dots, with curly or doubled quotes.
MANUAL_RETWEET = regex.compile(r"[\s.]*[\"“”„«]{1,2}\s?[@＠]\w{1,20}\b")
CUT = regex.compile(r"…(?:\s*https?://\S*)?$")  # the API puts the tweet's own URL after its ellipsis
CUT_LENGTHS = range(137, 142)  # where clients cut a tweet of 140 characters and put three dots


def mark_retweets(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """`is_retweet` by the archive's flag or by `RT @name` (the flag is often false); `is_manual_retweet`."""
    retweet = np.array([begins(RETWEET, text) for text in frame["text"]], dtype=bool)
    manual = np.array([begins(MANUAL_RETWEET, text) for text in frame["text"]], dtype=bool)
    return frame.assign(
        is_retweet=frame["is_retweet"].to_numpy(dtype=bool) | retweet, is_manual_retweet=manual
    )


def begins(pattern: regex.Pattern[str], text: str | None) -> bool:
    """Whether a text begins as the pattern says, which has an @ among its first characters."""
    return text is not None and ("@" in text[:12] or "＠" in text[:12]) and pattern.match(text) is not None


def mark_truncated(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """`is_truncated`: the API says so, or the text ends in `…`, or in `...` just where clients cut.

    Dots elsewhere are how people write, and more than three begin a thread; they do not count.
    """
    cut = np.array([is_cut(text or "") for text in frame["text"]], dtype=bool)
    return frame.assign(is_truncated=frame["truncated"].to_numpy(dtype=bool) | cut)


def is_cut(text: str) -> bool:
    """
    >>> is_cut("to be continu… https://t.co/abc"), is_cut("well...")
    (True, False)
    """
    last = text.rfind("…")
    if last >= 0:
        return CUT.match(text, last) is not None
    return len(text) in CUT_LENGTHS and text.endswith("...") and not text.endswith("....")
