"""What a text says about itself: a retweet, a quote-retweet typed by hand, a tweet cut short."""

import pandas as pd
import regex

from pipeline.settings import CorpusSettings

TIMEOUT = 2.0  # seconds for one pattern on one tweet
RETWEET = regex.compile(r"\s*RT:? ?@\w{1,20}\b")
# `"@user: text" comment`, also without the colon, after dots, with curly or doubled quotes.
MANUAL_RETWEET = regex.compile(r"[\s.]*[\"“”„«]{1,2}\s?[@＠]\w{1,20}\b")
CUT = regex.compile(r"…(?:\s*https?://\S*)?$")  # the API puts the tweet's own URL after its ellipsis
DOTS = "..."
CUT_LENGTHS = range(137, 142)  # where clients cut a tweet of 140 characters and put dots


def mark_retweets(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """`is_retweet` by the archive's flag or by `RT @name` (the flag is often false); `is_manual_retweet`."""
    retweet = [begins(RETWEET, text) for text in frame["text"]]
    manual = [begins(MANUAL_RETWEET, text) for text in frame["text"]]
    return frame.assign(is_retweet=frame["is_retweet"] | pd.array(retweet), is_manual_retweet=manual)


def begins(pattern: regex.Pattern[str], text: str | None) -> bool:
    """Whether a text begins as the pattern says, which has an @ among its first characters."""
    return text is not None and ("@" in text[:12] or "＠" in text[:12]) and pattern.match(text) is not None


def mark_truncated(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """`is_truncated`: the API says so, or the text ends in `…`, or in `...` just where clients cut.

    Three dots elsewhere are how people write; they do not count.
    """
    cut = [is_cut(text or "") for text in frame["text"]]
    return frame.assign(is_truncated=frame["truncated"] | pd.array(cut))


def is_cut(text: str) -> bool:
    """
    >>> is_cut("to be continu… https://t.co/abc"), is_cut("well...")
    (True, False)
    """
    if "…" in text:
        return CUT.search(text, timeout=TIMEOUT) is not None
    return text.endswith(DOTS) and len(text) in CUT_LENGTHS
