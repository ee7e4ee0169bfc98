"""The schemas of the corpus stage."""

from typing import Any

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.tables import checked, types
from pipeline.corpus.columns import PLATFORM_SPANS, TWEETS


def tweets(**changes: Any) -> pd.DataFrame:
    """Two tweets, the second without date and author."""
    values: dict[str, Any] = {"tweet_id": ["1", "2"], "text": ["a", "b"], "raw_text": ["a", "b "]}
    values |= {"created_at": [pd.Timestamp("2026-01-02", tz="UTC"), None], "author": ["anna", None]}
    values |= {name: [False, True] for name in ("is_retweet", "is_manual_retweet", "is_truncated")}
    values |= {"cluster_id": [0, 1], "split": ["train", "test"], "source_row": [0, 5]}
    return pd.DataFrame(values | changes).astype(types(TWEETS))


def test_date_and_author_may_be_missing_and_nothing_else() -> None:
    """An id twice, another part, a text that is missing, a row before the first: each is refused."""
    assert checked(tweets(), TWEETS)["author"].isna().tolist() == [False, True]
    wrong = [
        {"tweet_id": ["1", "1"]},
        {"split": ["train", "dev"]},
        {"text": ["a", None]},
        {"source_row": [0, -1]},
    ]
    for change in wrong:
        with pytest.raises(UserError, match=f"column {next(iter(change))}"):
            checked(tweets(**change), TWEETS)


def test_spans_of_a_platform_are_read_as_our_own() -> None:
    """The same columns as `spans.parquet`."""
    from pipeline.concepts.columns import SPANS

    assert list(PLATFORM_SPANS.columns) == list(SPANS.columns)
