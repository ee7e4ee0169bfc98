"""The material of evidence: what does not fit together is refused, and controls look at no test label."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import NothingToFind
from pipeline.core.files import Damaged
from pipeline.core.workspace import Workspace
from pipeline.neurons.controls import DRAWS
from pipeline.neurons.evidence import check_fits, labels_of, material


def test_concepts_stand_in_the_order_of_the_catalogue(workspace: Workspace, spans: pd.DataFrame) -> None:
    """Those that occur, then one's own by name; rows are the numbers of a split's tweets."""
    mine = spans[spans["concept"] == "hashtag"]
    added = pd.concat([spans, mine.assign(concept="zebra"), mine.assign(concept="apple")])
    added.to_parquet(workspace.spans)
    given = material(workspace)
    assert given.concepts == ("hashtag", "all_caps", "apple", "zebra")
    assert given.tweets["split"].iloc[given.rows("valid", "test")].value_counts().to_dict() == {
        "test": 25,
        "valid": 15,
    }
    tweet, start, end = given.concept_spans("hashtag")
    texts = given.tweets["text"].tolist()
    assert {texts[t][a:b].strip("#") for t, a, b in zip(tweet, start, end, strict=True)} == {""}


def test_a_corpus_without_spans_has_nothing_to_find(workspace: Workspace, spans: pd.DataFrame) -> None:
    """One line, and no fault of the user."""
    spans.iloc[:0].to_parquet(workspace.spans)
    with pytest.raises(NothingToFind, match="has no span"):
        material(workspace)


@pytest.mark.parametrize(
    "wrong", [{"tweet_id": "nobody"}, {"start": 500, "end": 501}, {"end": 0}, {"start": -1}]
)
def test_spans_of_another_corpus_are_damage(tweets: pd.DataFrame, spans: pd.DataFrame, wrong: dict) -> None:
    """Of no tweet, outside of theirs, or empty."""
    check_fits(spans, tweets, Path("spans.parquet"))
    with pytest.raises(Damaged, match=r"spans\.parquet"):
        check_fits(pd.concat([spans, spans.head(1).assign(**wrong)]), tweets, Path("spans.parquet"))


def test_controls_do_not_depend_on_test_labels(workspace: Workspace, spans: pd.DataFrame) -> None:
    """Every concept has its draws; with other labels on test tweets the controls are the same."""
    given = material(workspace)
    labels = labels_of(given, 3)
    count = len(given.concepts)
    assert len(labels.names) == count * (1 + DRAWS)
    held_out = set(given.tweets.loc[given.tweets["split"] == "test", "tweet_id"])
    spans[~spans["tweet_id"].isin(held_out)].to_parquet(workspace.spans)
    other = labels_of(material(workspace), 3)
    for label in range(count, len(labels.names)):
        for one, same in zip(labels.spans(label), other.spans(label), strict=True):
            assert np.array_equal(one, same)
    assert len(labels.spans(0)[0]) > len(other.spans(0)[0])
