"""Position curves against plain loops."""

import numpy as np
import pandas as pd
import pytest

from pipeline.network.activations import Concatenation
from pipeline.neurons.intervene.position import REACH, curves
from pipeline.text.vocabulary import Vocabulary


def test_curves_are_means_over_spans(
    tweets: pd.DataFrame, vocabulary: Vocabulary, spans: pd.DataFrame
) -> None:
    """At each offset from a start or an end, the mean over the spans whose tweet reaches so far."""
    layout = Concatenation.of(tweets, vocabulary)
    scores = np.random.default_rng(0).normal(size=layout.characters)
    frame = curves(scores, layout, spans, "all_caps", 50, 0).set_index(["where", "dose"])
    own = {
        t.tweet_id: scores[layout.starts[n] : layout.starts[n + 1]] for n, t in enumerate(tweets.itertuples())
    }
    for where in ("start", "end"):
        for offset in (-REACH, -3, 0, 1, REACH):
            rows = spans[spans["concept"] == "all_caps"]
            places = [(own[row.tweet_id], getattr(row, where) + offset) for row in rows.itertuples()]
            found = [values[at] for values, at in places if 0 <= at < len(values)]
            row = frame.loc[(where, offset)]
            assert row["value"] == pytest.approx(np.mean(found))
            assert row["low"] <= row["value"] <= row["high"]


def test_curve_of_an_absent_concept_is_unknown(
    tweets: pd.DataFrame, vocabulary: Vocabulary, spans: pd.DataFrame
) -> None:
    """Without spans every offset is NaN."""
    layout = Concatenation.of(tweets, vocabulary)
    frame = curves(np.zeros(layout.characters), layout, spans, "url", 20, 0)
    assert len(frame) == 2 * (2 * REACH + 1)
    assert frame["value"].isna().all()
