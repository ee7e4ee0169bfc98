"""A platform's entities moved into the cleaned text, and our rules beside them."""

import pandas as pd
import pytest

from pipeline.corpus.gold_spans import agreement, gold_spans, move


@pytest.mark.parametrize(
    ("raw", "text", "place", "moved"),
    [
        ("so #a", "so #a", (3, 5), (3, 5)),
        ("a &amp; #b #b", "a & #b #b", (11, 13), (7, 9)),
        ("#a  and #a", "#a and #a", (8, 10), (7, 9)),
        ("see R&amp;D", "see R&D", (4, 11), (4, 7)),
        ("#a #a gone", "#a gone", (3, 5), None),
        ("#a   x", "#a x", (2, 4), None),
    ],
)
def test_the_nth_of_its_like_is_the_nth(
    raw: str, text: str, place: tuple[int, int], moved: tuple[int, int] | None
) -> None:
    """By hand; where cleaning has changed how often it stands there nobody can tell."""
    assert move(raw, text, *place) == moved


def test_rules_beside_the_platform() -> None:
    """Two hashtags of which we find one more; spans of rows that were dropped do not count, lost ones do."""
    frame = pd.DataFrame({"source_row": [0, 2], "tweet_id": ["a", "c"], "raw_text": ["#x &amp; #y", "#z"]})
    frame["text"] = ["#x & #y", "#z"]
    spans, lost = gold_spans(frame, [(0, "hashtag", 0, 2), (1, "hashtag", 0, 2), (0, "url", 2, 3)])
    assert spans[["tweet_id", "start", "end", "source"]].to_numpy().tolist() == [["a", 0, 2, "platform"]]
    assert lost == 1
    (row,) = agreement(frame, spans).to_dict("records")
    assert (row["concept"], row["platform"], row["ours"], row["both"]) == ("hashtag", 1, 2, 1)
    assert (row["precision"], row["recall"]) == (0.5, 1.0)
    assert gold_spans(frame, [])[0].empty
