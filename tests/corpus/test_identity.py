"""Which tweet is which: ids as spreadsheets keep them, and the same tweet from two files."""

from collections import Counter

import pandas as pd
import pytest

from pipeline.corpus.identity import trusted, unique_ids


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("'1080123456789012345", "1080123456789012345"),
        ('="1080123456789012345"', "1080123456789012345"),
        ("1080123456789012345.0", "1080123456789012345"),
        ("1.08E+18", None),
        ("at://did:plc:x/app.bsky.feed.post/3k", "at://did:plc:x/app.bsky.feed.post/3k"),
    ],
)
def test_one_id(written: str, read: str | None) -> None:
    """What keeps Excel from rounding is not part of it; what Excel has rounded names nobody."""
    assert trusted(pd.Series([written], dtype=object))[0].tolist() == [read]


def test_a_rounded_column() -> None:
    """Two long ids that both end in zeros were rounded; one alone may be by chance."""
    zeros = ["1080000000000000000", "1080000000000001000"]
    assert trusted(pd.Series(zeros, dtype=object))[1] == 2
    assert trusted(pd.Series(zeros[:1], dtype=object))[1] == 0


def test_the_same_tweet_in_two_files() -> None:
    """One file has escaped its text: the cleaned text is the same, and so is the tweet."""
    frame = pd.DataFrame(
        {"tweet_id": ["1", "1", "1"], "raw_text": ["a &amp; b", "a & b", "other"], "source_row": [0, 1, 2]}
    ).assign(text=["a & b", "a & b", "other"])
    dropped: Counter[str] = Counter()
    assert unique_ids(frame, dropped)["tweet_id"].tolist() == ["1", "1-2"]
    assert dropped == {"the same tweet again": 1}
