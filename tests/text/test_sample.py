"""The sample of a large corpus, beside a sort of the digests themselves and the check by other code."""

import hashlib

import pandas as pd

from pipeline.neurons.cards.recompute import looked_at
from pipeline.text.sample import sampled


def test_a_large_corpus_is_sampled_by_the_ids_alone() -> None:
    """The same tweets whatever their order and whatever else there is: those that a sort of digests names."""
    ids = [f"tweet {number}" for number in range(50)]
    tweets = pd.DataFrame({"tweet_id": ids, "text": ids, "split": "train"})
    lowest = sorted(ids, key=lambda one: hashlib.sha256(one.encode()).hexdigest())[:20]
    assert set(sampled(tweets, 20)["tweet_id"]) == set(lowest)
    assert list(sampled(tweets, 20)["tweet_id"]) == [one for one in ids if one in lowest]
    assert set(sampled(tweets[::-1], 20)["tweet_id"]) == set(lowest)
    assert set(looked_at(tweets, 20)["tweet_id"]) == set(lowest), "the check by other code takes others"
    assert sampled(tweets, 50) is tweets
