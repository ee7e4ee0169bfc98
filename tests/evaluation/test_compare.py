"""Where the bits go, against sums by hand, a plain loop, and another model's figures."""

import math

import numpy as np
import pandas as pd
import pytest

from pipeline.evaluation.compare import EDGES, PARTS, bin_names, bins, compare, parts, ratio_interval
from pipeline.network.activations import Concatenation
from pipeline.statistics.resample import draws, ratio
from pipeline.text.vocabulary import build

TEXTS = ["Ann: “hi #yo”", "", "@bob see http://t.co/x"]

SPANS = pd.DataFrame(
    [
        ("a", "proper_noun", 0, 3),
        ("a", "quotation", 6, 12),
        ("a", "hashtag", 9, 12),
        ("a", "all_caps", 0, 12),  # no part of the division
        ("c", "mention", 0, 4),
        ("c", "proper_noun", 1, 4),
        ("c", "url", 9, 22),
        ("elsewhere", "url", 0, 5),  # of a tweet that is not scored
    ],
    columns=["tweet_id", "concept", "start", "end"],
)


@pytest.fixture
def layout() -> Concatenation:
    """Three tweets, one of them empty."""
    tweets = pd.DataFrame({"tweet_id": ["a", "b", "c"], "text": TEXTS})
    return Concatenation.of(tweets, build(TEXTS, 1)[0])


def test_parts_by_hand(layout: Concatenation) -> None:
    """The first part that applies wins; each tweet, the empty one too, has its end."""
    short = {p[0]: p for p in PARTS} | {"n": "proper_noun"}
    by_hand = [short[n] for n in "nnnrrrqqqhhhre" + "e" + "mmmmrrrrr" + "u" * 13 + "e"]
    assert len(by_hand) == sum(len(text) + 1 for text in TEXTS)
    assert [PARTS[n] for n in parts(layout, SPANS)] == by_hand


def test_bins_by_a_plain_loop(layout: Concatenation) -> None:
    """Each symbol's place counts from 0 in its own tweet; the end stands after the last character."""
    places = [place for text in TEXTS for place in range(len(text) + 1)]
    expected = [max(k for k, edge in enumerate(EDGES) if edge <= place) for place in places]
    assert bins(layout).tolist() == expected
    assert bin_names()[:6] == ["0", "1", "2–4", "5–9", "10–19", "20–39"]
    assert bin_names()[-1] == "280+"
    assert len(bin_names()) == len(EDGES)


def test_every_symbol_counts_once_and_the_rows_add_up(layout: Concatenation) -> None:
    """In each division the symbols, the shares and the bits of the rows are those of all."""
    rng = np.random.default_rng(0)
    lstm, rival = rng.gamma(2, 1, (2, sum(len(text) + 1 for text in TEXTS)))
    table = compare({"lstm": lstm, "ngram": rival + 1, "ppm": rival}, layout, SPANS)
    for by in ("part", "position"):
        rows = table[table["by"] == by]
        assert rows["symbols"].sum() == len(lstm)
        assert rows[["share", "lstm_share"]].sum().tolist() == pytest.approx([1, 1])
        assert (rows["symbols"] * rows["lstm"]).sum() == pytest.approx(lstm.sum())
        assert (rows["symbols"] * rows["ppm"]).sum() == pytest.approx(rival.sum())
    url = table.set_index("name").loc["url"]
    assert (url["symbols"], url["tweets"]) == (13, 1)
    assert url["lstm"] == pytest.approx(lstm[-14:-1].mean())
    assert url["saved"] == pytest.approx(rival[-14:-1].mean() - lstm[-14:-1].mean())
    assert math.isnan(url["saved_low"])  # one tweet has no interval
    assert table.set_index("name").loc["end", "symbols"] == 3


def test_the_interval_equals_a_bootstrap_over_tweets() -> None:
    """Two ways to the same 95 %: linearised and resampled, on tweets of unequal length."""
    rng = np.random.default_rng(1)
    counts = rng.integers(1, 200, 800)
    sums = counts * rng.normal(0.3, 0.5, 800) + rng.normal(0, 3, 800)
    value, low, high = ratio_interval(sums, counts)
    expected = ratio(sums, counts, draws(800, 4000, 0))
    assert value == pytest.approx(expected[0])
    assert (low, high) == pytest.approx(expected[1:], abs=0.05 * (high - low))
