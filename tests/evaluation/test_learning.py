"""When dynamic evaluation is done, in which order, and where its bits are put."""

import numpy as np
import pandas as pd
from networks import network_of

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import BitsSettings
from pipeline.evaluation.learning import in_time, learnt, wanted
from pipeline.network.bits import bits


def dated(*days: int | None) -> pd.DataFrame:
    """Tweets of such days of a month."""
    dates = [None if day is None else pd.Timestamp(2020, 1, day, tz="UTC") for day in days]
    return pd.DataFrame({"created_at": pd.to_datetime(pd.Series(dates, dtype=object), utc=True)})


def test_it_is_done_by_itself_where_the_test_tweets_are_newer() -> None:
    """Not where old and new are mixed, nor without dates; on and off decide alone."""
    train, later, mixed = dated(*range(1, 20)), dated(20, 21, 22), dated(2, 9, 22)
    assert wanted("auto", train, later)
    assert not wanted("auto", train, mixed)
    assert not wanted("auto", dated(None), later)
    assert wanted("on", train, mixed)
    assert not wanted("off", train, later)
    assert not wanted("on", train, dated())


def test_tweets_are_read_from_the_oldest_and_undated_ones_last() -> None:
    """Equal dates keep their order."""
    assert in_time(dated(9, None, 3, 9, 1)).tolist() == [4, 2, 0, 3, 1]


def test_each_tweet_has_its_bits_where_it_stands_in_the_table() -> None:
    """With one valid tweet no rule can be chosen: the bits are the network's, and NaN beyond the limit."""
    weights = network_of()
    ids = [np.array(one, dtype=np.int32) for one in ([3, 4], [5, 6, 7], [8])]
    settings = BitsSettings(dynamic_tweets=2, dynamic_valid=1)
    given = (settings, weights, ids, (dated(1), [ids[0]]), (dated(9, 2, 5), ids))
    found, counts = learnt(*given, QuietScreen())
    static = bits(weights, ids, [{}])[0]
    assert np.isnan(found[:3]).all()
    np.testing.assert_allclose(found[3:], static[3:], rtol=1e-5)
    assert counts["dynamic"]["tweets"] == 2
