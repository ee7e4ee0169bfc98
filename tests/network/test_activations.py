"""Layouts and activations against one tweet at a time."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.network.activations import Concatenation, activations, covered, placed, positions, stacked
from pipeline.network.address import Address
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import Vocabulary


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=12))
def test_covered_is_the_union_of_spans(pairs: list[tuple[int, int]]) -> None:
    """A character is covered when any span holds it, overlapping and touching ones too."""
    spans = [(min(pair), max(pair)) for pair in pairs]
    start, end = (np.array([span[k] for span in spans], dtype=np.int64) for k in range(2))
    plain = [any(a <= at < b for a, b in spans) for at in range(20)]
    assert covered(start, end, 20).tolist() == plain


def test_scores_are_read_at_their_lag(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame
) -> None:
    """Character k has the signal after reading it with lag 0, and just before with lag 1."""
    layout = Concatenation.of(tweets, vocabulary)
    address = Address(2, "c", 3)
    values = activations(network, layout.ids, [Address(1, "i", 0), address])[1]
    for lag in (0, 1):
        scores = values[layout.read(lag)]
        for number in (0, 17, 89):
            alone = trace(network, [layout.ids[number]])[1]["c"][0, :, 3]
            expected = alone[1:] if lag == 0 else alone[:-1]
            own = scores[layout.starts[number] : layout.starts[number + 1]]
            np.testing.assert_allclose(own, expected, atol=1e-6)


def test_mask_marks_the_characters_of_spans(
    vocabulary: Vocabulary, tweets: pd.DataFrame, spans: pd.DataFrame
) -> None:
    """The mask of a concept made of letters is where these letters are; other tweets' spans are ignored."""
    part = tweets.iloc[30:60]
    mask = Concatenation.of(part, vocabulary).mask(spans, "all_caps")
    assert mask.tolist() == [letter in "XYZ" for text in part["text"] for letter in text]


def test_spans_are_cut_to_their_tweet(vocabulary: Vocabulary, tweets: pd.DataFrame) -> None:
    """A span that reaches beyond its tweet marks nothing of the next one."""
    wild = pd.DataFrame({"tweet_id": ["t0"], "concept": ["url"], "start": [2], "end": [900]})
    layout = Concatenation.of(tweets, vocabulary)
    assert layout.mask(wild, "url").nonzero()[0].tolist() == list(range(2, layout.starts[1]))


def test_stacked_keeps_flat_order(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame
) -> None:
    """Column n of the stacked signals is the address with flat number n, and places put rows in order."""
    ids = Concatenation.of(tweets, vocabulary).ids
    values = np.empty((positions(ids)[-1], 60), dtype=np.float32)
    for batch, places in placed(ids, 7):
        for part, some in stacked(network, batch):
            values[places[part]] = some
    begins = positions(ids)
    for row in (0, 44):
        traced = trace(network, [ids[row]])
        for flat in range(60):
            address = Address.from_flat(flat, network.shape)
            expected = traced[address.layer - 1][address.signal][0, :, address.unit]
            np.testing.assert_allclose(values[begins[row] : begins[row + 1], flat], expected, atol=1e-6)
