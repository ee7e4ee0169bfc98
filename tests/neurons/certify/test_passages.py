"""Passages against a plain search over the test tweets."""

import json
from typing import Any

import pandas as pd
import pytest

from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.certify.passages import collect
from pipeline.text.vocabulary import Vocabulary

COUNT = 5


@pytest.fixture(scope="module")
def found(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame, spans: pd.DataFrame
) -> dict[str, Any]:
    """Passages of a concept (sign −1, lag 1) and of a graded one."""
    best = pd.DataFrame(
        {
            "concept": ["all_caps", "position_in_hashtag"],
            "rank": [0, 0],
            "address": ["L2.c.1", "L1.h.0"],
            "lag": [1, 0],
            "sign": [-1, 1],
            "kind": ["span", "graded"],
        }
    )
    return collect(network, vocabulary, tweets, spans, best, COUNT)


@pytest.fixture(scope="module")
def plain(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame
) -> list[tuple[float, bool, str, int]]:
    """Score, inside, tweet and position of every test character, one tweet traced at a time."""
    rows = []
    for tweet in tweets[tweets["split"] == "test"].itertuples():
        values = -trace(network, [vocabulary.encode(tweet.text)])[1]["c"][0, :-1, 1]
        rows += [
            (float(v), letter in "XYZ", tweet.tweet_id, k)
            for k, (v, letter) in enumerate(zip(values, tweet.text, strict=True))
        ]
    return rows


def of_kind(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [passage for passage in found["all_caps"]["passages"] if passage["kind"] == kind]


@pytest.mark.parametrize(
    ("kind", "keep", "sign"),
    [("top", (True, False), 1), ("false_positive", (False,), 1), ("miss", (True,), -1)],
)
def test_passages_are_the_extremes(
    found: dict, plain: list, tweets: pd.DataFrame, kind: str, keep: tuple, sign: int
) -> None:
    """The best character of each test tweet, over the tweets: highest, highest outside, lowest inside."""
    texts = {tweet["tweet_id"]: tweet["text"] for tweet in tweets.to_dict("records")}
    extremes: dict[str, tuple[float, str]] = {}
    for score, inside, tweet, at in plain:
        if inside in keep and sign * score > extremes.get(tweet, (-9e9, ""))[0]:
            extremes[tweet] = sign * score, texts[tweet][:at]
    unlike: dict[str, tuple[str, float]] = {}
    for tweet, (score, before) in sorted(extremes.items(), key=lambda pair: -pair[1][0]):
        unlike.setdefault(before, (tweet, score))
    expected = list(unlike.values())[:COUNT]
    passages = of_kind(found, kind)
    assert [passage["tweet_id"] for passage in passages] == [tweet for tweet, _ in expected]
    assert [-sign * passage["value"] for passage in passages] == pytest.approx(
        [v for _, v in expected], abs=1e-4
    )


def test_passages_carry_their_tweet(found: dict, tweets: pd.DataFrame) -> None:
    """A value a character, the value at the position, and the spans as they were given."""
    texts = tweets.set_index("tweet_id")["text"]
    for passage in found["all_caps"]["passages"]:
        text = texts[passage["tweet_id"]]
        assert passage["text"] == text
        assert len(passage["values"]) == len(text)
        assert passage["value"] == passage["values"][passage["position"]]
        marked = {at for start, end in passage["mask"] for at in range(start, end)}
        assert marked == {at for at, letter in enumerate(text) if letter in "XYZ"}


def test_examples_have_the_most_spans(found: dict, tweets: pd.DataFrame, spans: pd.DataFrame) -> None:
    """The three tweets shown whole are test tweets with the most spans."""
    test = set(tweets.loc[tweets["split"] == "test", "tweet_id"])
    rows = spans[(spans["concept"] == "all_caps") & spans["tweet_id"].isin(test)]
    most = rows["tweet_id"].value_counts()
    shown = [passage["tweet_id"] for passage in of_kind(found, "example")]
    assert [most[tweet] for tweet in shown] == most.iloc[:3].tolist()


def test_graded_concepts_have_no_mistakes(found: dict) -> None:
    """A position within a hashtag shows hashtags, and calls nothing a miss; all of it is JSON."""
    graded = found["position_in_hashtag"]
    assert {passage["kind"] for passage in graded["passages"]} == {"top", "example"}
    for passage in graded["passages"]:
        assert all(passage["text"][start] == "#" for start, _ in passage["mask"])
    assert json.loads(json.dumps(found)) == found


def test_tweets_that_begin_alike_are_shown_once(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """Of 20 copies and one other tweet the highest passages are one of each."""
    tweets = pd.DataFrame(
        {"tweet_id": [f"t{n}" for n in range(21)], "text": ["abXYd"] * 20 + ["fedX"], "split": "test"}
    )
    best = pd.DataFrame(
        {"concept": ["url"], "rank": [0], "address": ["L1.h.1"], "lag": [0], "sign": [1], "kind": ["span"]}
    )
    spans = pd.DataFrame({"tweet_id": ["t0"], "concept": ["url"], "start": [0], "end": [1]})
    shown = collect(network, vocabulary, tweets, spans, best, 5)["url"]["passages"]
    assert sorted({p["text"] for p in shown if p["kind"] == "top"}) == ["abXYd", "fedX"]
    assert sum(p["kind"] == "top" for p in shown) == 2
