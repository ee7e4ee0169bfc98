"""Batches of tweets: every tweet once, padded little."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.network.batch import batches
from pipeline.text.vocabulary import BOS


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.integers(1, 7), st.data())
def test_every_tweet_is_once_in_a_batch_whole(lengths: list[int], size: int, data: st.DataObject) -> None:
    """BOS, then its ids, where `real` says so; no longer than the longest of its batch."""
    ids = [np.arange(5, 5 + length, dtype=np.int32) for length in lengths]
    some = np.array(sorted(data.draw(st.sets(st.integers(0, len(ids) - 1), min_size=1))))
    seen: list[int] = []
    longest = -1
    for batch in batches(ids, some, size):
        assert len(batch.tweets) <= size
        assert batch.characters == sum(lengths[t] for t in batch.tweets)
        assert len(batch.padded) == 1 + max(lengths[t] for t in batch.tweets)
        for column, tweet in enumerate(batch.tweets):
            real = batch.padded[batch.real[:, column], column]
            assert real.tolist() == [BOS, *ids[tweet]]
            assert lengths[tweet] >= longest
            longest = lengths[tweet]
        seen += batch.tweets.tolist()
    assert sorted(seen) == some.tolist()
