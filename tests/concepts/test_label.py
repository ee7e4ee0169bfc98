"""The table of spans."""

import numpy as np
import pandas as pd
import pytest

from pipeline.concepts import CONCEPTS, GRADED, label, mask, masks
from pipeline.concepts.label import COLUMNS
from pipeline.core.settings import ConceptSettings

TWEETS = pd.DataFrame(
    {
        "tweet_id": ["b", "a", "c"],
        "text": [
            '"@ann: I will be in London 👍" WOW!! #Yes https://t.co/ab',
            "",
            "RT @ann: he said “no” 5 times",
        ],
    }
)


@pytest.fixture(scope="module")
def spans() -> pd.DataFrame:
    return label(TWEETS, ConceptSettings(slogans=("#yes",))).spans


def test_the_table_is_whole_and_in_order(spans: pd.DataFrame) -> None:
    """Columns and types are those of the contract, tweets in their own order, offsets inside the text."""
    assert list(spans.columns) == list(COLUMNS)
    assert str(spans["start"].dtype) == str(spans["end"].dtype) == "int32"
    assert list(dict.fromkeys(spans["tweet_id"])) == ["b", "c"]
    lengths = spans["tweet_id"].map(dict(zip(TWEETS["tweet_id"], TWEETS["text"].str.len(), strict=True)))
    assert ((spans["start"] >= 0) & (spans["start"] < spans["end"]) & (spans["end"] <= lengths)).all()
    assert not spans.duplicated().any()
    assert set(spans["concept"]) <= set(CONCEPTS)


def test_every_concept_is_found_where_it_stands(spans: pd.DataFrame) -> None:
    """In two tweets that hold them all, each concept but aux_be_between has its text, by hand."""
    texts = dict(zip(TWEETS["tweet_id"], TWEETS["text"], strict=True))
    found = {row.concept: texts[row.tweet_id][row.start : row.end] for row in spans.itertuples()}
    assert set(CONCEPTS) - set(found) == {"aux_be_between"}
    assert (found["proper_noun"], found["capitalised_non_name"], found["slogan"]) == ("London", "WOW", "#Yes")
    assert (found["quote_retweet"], found["quoted_speech"]) == ("@ann: I will be in London 👍", "no")


def test_masks_equal_brute_force(spans: pd.DataFrame) -> None:
    """A mask is true exactly at the characters that some span of the concept covers."""
    mine = spans[spans["tweet_id"] == "b"]
    length = len(TWEETS["text"][0])
    made = masks(mine, length)
    for concept, rows in mine.groupby("concept"):
        brute = [
            any(a <= k < b for a, b in zip(rows["start"], rows["end"], strict=True)) for k in range(length)
        ]
        np.testing.assert_array_equal(made[str(concept)], brute)
    assert mask(3, [], []).tolist() == [False] * 3


def test_the_catalogue_is_documented() -> None:
    """Each concept has a sentence, an example that shows what is covered, a source, and a name of its own."""
    every = [*CONCEPTS.values(), *GRADED.values()]
    assert len({concept.name for concept in every}) == len(every) == 33
    assert all(concept.sentence.endswith(".") and concept.example and concept.source for concept in every)
    assert all("[" in concept.example and "]" in concept.example for concept in CONCEPTS.values())


def test_labels_are_the_same_twice(spans: pd.DataFrame) -> None:
    """Labelling again gives the same table."""
    pd.testing.assert_frame_equal(spans, label(TWEETS, ConceptSettings(slogans=("#yes",))).spans)
