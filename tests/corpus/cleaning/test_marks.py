"""What a text says about itself: retweets, quote-retweets typed by hand, cut tweets; each by hand."""

import pandas as pd
import pytest

from pipeline.core.settings import CorpusSettings
from pipeline.corpus.cleaning.marks import is_cut, mark_retweets, mark_truncated

SETTINGS = CorpusSettings()


@pytest.mark.parametrize(
    ("text", "retweet", "manual"),
    [
        ("RT @ann: hello", True, False),
        (" RT: @ann hello", True, False),
        ("so RT @ann", False, False),
        ("RT this!", False, False),
        ("RTs @ann", False, False),
        ('"@ann: hello" yes', False, True),
        (". “@ann hello” yes", False, True),
        ('"hello @ann"', False, False),
        ("@ann hello", False, False),
        (None, False, False),
    ],
)
def test_retweets_begin_as_such(text: str | None, retweet: bool, manual: bool) -> None:
    """RT and a handle, or a quote and a handle, at the very start; the archive's own flag is kept."""
    frame = pd.DataFrame({"text": pd.Series([text], dtype=object), "is_retweet": [False]})
    marked = mark_retweets(frame, SETTINGS)
    assert (marked["is_retweet"].tolist(), marked["is_manual_retweet"].tolist()) == ([retweet], [manual])
    assert mark_retweets(frame.assign(is_retweet=True), SETTINGS)["is_retweet"].tolist() == [True]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("to be continu…", True),
        ("to be continu… https://t.co/abc", True),
        ("to be… continued", False),
        ("x" * 137 + "...", True),
        ("x" * 136 + "....", False),
        ("well...", False),
        ("", False),
    ],
)
def test_cut_tweets_end_as_clients_cut_them(text: str, cut: bool) -> None:
    """An ellipsis at the end or before the tweet's own URL; three dots only at the length of a tweet."""
    assert is_cut(text) == cut
    frame = pd.DataFrame({"text": [text, text], "truncated": [False, True]})
    assert mark_truncated(frame, SETTINGS)["is_truncated"].tolist() == [cut, True]
