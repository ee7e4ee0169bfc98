"""Graded concepts as ranks, against scipy and by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from pipeline.concepts import GRADED
from pipeline.network.batch import batches
from pipeline.neurons.controls import DRAWS, words
from pipeline.neurons.scan.graded_values import as_ranks, base_spans, graded_values, raw_values

TEXTS = ["ab #cd", "x", "#e f"]


@given(st.lists(st.one_of(st.integers(-3, 3), st.none()), max_size=12))
def test_ranks_are_scipys_and_lie_within_a_half(values: list[int | None]) -> None:
    """Among what is defined; the rest stays undefined."""
    array = np.array([np.nan if value is None else value for value in values], dtype=float)
    found, defined = as_ranks(array), np.isfinite(array)
    assert np.array_equal(np.isnan(found), ~defined)
    if defined.any():
        expected = (rankdata(array[defined]) - 0.5) / defined.sum() - 0.5
        assert found[defined] == pytest.approx(expected, abs=1e-6)
        assert np.abs(found[defined]).max() < 0.5


def test_raw_values_by_hand() -> None:
    """Places in the tweet count everywhere, places in a hashtag inside it alone, letters in words."""
    spans = pd.DataFrame(
        {"tweet_id": ["a", "c", "gone"], "concept": "hashtag", "start": [3, 0, 0], "end": [6, 2, 1]}
    )
    inside = base_spans(spans, {"a": 0, "b": 1, "c": 2}, "position_in_hashtag")
    assert inside == {0: [(3, 6)], 2: [(0, 2)]}
    nan = np.nan
    for name, expected in (
        ("position_in_tweet", [0, 1, 2, 3, 4, 5, 0, 0, 1, 2, 3]),
        ("characters_to_end", [5, 4, 3, 2, 1, 0, 0, 3, 2, 1, 0]),
        ("position_in_hashtag", [nan, nan, nan, 0, 1, 2, nan, 0, 1, nan, nan]),
        ("position_in_word", [0, 1, nan, nan, 0, 1, 0, nan, 0, nan, 0]),
    ):
        assert np.array_equal(raw_values(name, TEXTS, inside), expected, equal_nan=True), name


def test_targets_of_a_batch_are_the_values_of_its_tweets() -> None:
    """Place, offset and value of each defined character, concept by concept, then the controls."""
    tweets = pd.DataFrame({"tweet_id": ["a", "b", "c"], "text": TEXTS})
    spans = pd.DataFrame({"tweet_id": ["a"], "concept": ["hashtag"], "start": [3], "end": [6]})
    chosen = np.array([0, 2])
    found = graded_values(tweets, chosen, spans, *words(TEXTS), seed=1)
    assert found.names == tuple(GRADED)
    assert found.value.shape == (len(GRADED), 10)
    assert found.control.shape == (len(GRADED) * DRAWS, 10)
    assert found.place.tolist()[:3] == [0, -1, 6]
    ids = [np.zeros(len(text), np.int32) for text in TEXTS]
    (batch,) = batches(ids, chosen, 5)
    targets = found.targets(batch)
    assert len(targets) == len(GRADED) * (1 + DRAWS)
    mine = targets[list(GRADED).index("position_in_hashtag")]
    row = found.value[list(GRADED).index("position_in_hashtag")]
    assert np.array_equal(np.sort(row[np.isfinite(row)]), np.sort(mine.value))
    assert found.concepts().control.shape[0] == 0
