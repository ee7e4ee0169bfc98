"""The figure of bits."""

import numpy as np
import pandas as pd
import pytest

from pipeline.evaluation.compare import compare
from pipeline.figures.bits import figure
from pipeline.network.activations import Concatenation
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


def test_the_figure_draws_each_row_of_both_models(layout: Concatenation) -> None:
    """As many bars and points as parts and positions, at their values."""
    lstm, rival = np.random.default_rng(5).gamma(2, 1, (2, sum(len(text) + 1 for text in TEXTS)))
    table = compare({"lstm": lstm, "ppm": rival}, layout, SPANS)
    left, right = figure(table).axes
    part = table[table["by"] == "part"]
    assert [bar.get_width() for bar in left.patches] == [*part["lstm"][::-1], *part["ppm"][::-1]]
    assert [len(line.get_xdata()) for line in right.lines] == [(table["by"] == "position").sum()] * 2
