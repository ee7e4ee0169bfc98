"""The stretches of graded concepts, worked by hand."""

import pandas as pd

from pipeline.concepts import GRADED
from pipeline.neurons.intervene.extents import extents


def test_extents_of_two_tweets_worked_by_hand() -> None:
    """A position in a URL lives in the URL, in a word in each word, in a tweet in all of it."""
    tweets = pd.DataFrame({"tweet_id": ["1", "2"], "text": ["so far http://a.co", ""]})
    spans = pd.DataFrame(
        [("1", "url", 7, 18, "rule"), ("9", "url", 0, 3, "rule"), ("1", "url_start", 7, 8, "rule")],
        columns=["tweet_id", "concept", "start", "end", "source"],
    )
    found = extents(tweets, spans)
    rows = {
        name: part[["tweet_id", "start", "end"]].values.tolist() for name, part in found.groupby("concept")
    }
    assert rows == {
        "position_in_url": [["1", 7, 18]],
        "position_in_word": [["1", 0, 2], ["1", 3, 6], ["1", 7, 11], ["1", 14, 15], ["1", 16, 18]],
        "position_in_tweet": [["1", 0, 18]],
        "characters_to_end": [["1", 0, 18]],
    }
    assert set(rows) < set(GRADED)
