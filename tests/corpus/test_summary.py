"""The summary's tables, against hand counts."""

from collections import Counter

import pandas as pd

from pipeline.corpus.summary import draw, summarise
from pipeline.text.vocabulary import build

TEXTS = [
    "#Tag and #tag by @Ann",
    "see https://t.co/abcdefghij",
    "RT @ann: #other",
    "x\ny",
    "x\ny",
    "look https://t.c…",
]


def frame() -> pd.DataFrame:
    dates = pd.Series(["2020-01-05", "2020-01-09", "2020-04-01", None, None, None], dtype=object)
    return pd.DataFrame(
        {
            "text": TEXTS,
            "created_at": pd.to_datetime(dates, utc=True),
            "is_retweet": [False, False, True, False, False, False],
            "is_manual_retweet": False,
            "is_truncated": [False] * 5 + [True],
            "cluster_id": [1, 2, 3, 4, 4, 5],
            "split": ["train"] * 4 + ["valid", "test"],
        }
    )


def tables() -> dict[str, pd.DataFrame]:
    known, _ = build(TEXTS[:4], 2)
    return summarise(frame(), known, Counter("".join(TEXTS)))


def test_shares() -> None:
    """Flags, copies and entities as shares of tweets; a cut URL counts as such."""
    shares = tables()["kinds"].set_index("kind")["share"]
    expected = {
        "retweet": 1,
        "cut": 1,
        "exact copy of another": 1,
        "near-copy of another": 1,
        "without a date": 3,
    }
    expected |= {"hashtag": 2, "mention": 2, "url": 1, "url cut by an ellipsis": 1}
    assert {kind: round(shares[kind] * 6) for kind in expected} == expected


def test_most_frequent() -> None:
    """Hashtags and mentions are counted without case."""
    assert tables()["hashtags"].to_dict("list") == {"name": ["#tag", "#other"], "count": [2, 1]}
    assert tables()["mentions"].to_dict("list") == {"name": ["@ann"], "count": [2]}


def test_months_without_gaps() -> None:
    """Months without a tweet are there, with none."""
    expected = {"month": ["2020-01", "2020-02", "2020-03", "2020-04"], "tweets": [2, 0, 0, 1]}
    assert tables()["months"].to_dict("list") == expected


def test_characters() -> None:
    """Each character with its share and whether the network knows it; shares add up."""
    table = tables()["characters"].set_index("code_point")
    assert table.loc["U+000A", "character"] == "\\n"
    assert table.loc["U+000A", "count"] == 2
    assert abs(table["share"].sum() - 1) < 1e-12
    assert not table.loc["U+2026", "known"]
    assert table.loc["U+0061", "known"]


def test_lengths_and_splits() -> None:
    """All tweets are in the lengths, all characters in the splits."""
    found = tables()
    assert found["lengths"]["tweets"].sum() == 6
    assert found["quantiles"]["characters"].iloc[-1] == max(map(len, TEXTS))
    assert found["splits"]["characters"].sum() == sum(map(len, TEXTS))
    assert found["splits"].set_index("split").loc["train", "tweets"] == 4


def test_the_figure_draws_without_dates() -> None:
    """A corpus without dates or hashtags still gives its four panels."""
    known, _ = build(["a"], 1)
    bare = frame().assign(text="a$b_{", created_at=pd.to_datetime([None] * 6, utc=True))
    figure = draw(summarise(bare, known, Counter("a")))
    figure.canvas.draw()
    assert len(figure.axes) == 4
