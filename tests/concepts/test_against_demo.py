"""The rules against the built-in corpus, whose truth is known exactly."""

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest

from pipeline.concepts import CONCEPTS, label, mask
from pipeline.core.settings import ConceptSettings
from pipeline.corpus.demo import SLOGANS, Tweet, make

COUNT = 8_000  # tweets: what a corpus says about case is the better the larger it is

Spans = dict[str, list[tuple[int, int]]]


def grouped(spans: Iterable[tuple[str, int, int]]) -> Spans:
    found: Spans = defaultdict(list)
    for concept, start, end in spans:
        found[concept].append((start, end))
    return found


def covered(spans: list[tuple[int, int]], length: int) -> np.ndarray:
    return mask(length, [start for start, _ in spans], [end for _, end in spans])


@pytest.fixture(scope="module")
def labelled() -> tuple[list[Tweet], dict[int, Spans]]:
    """The tweets with their gold spans, and the spans of the rules: tweet number → concept → spans."""
    tweets = list(make(COUNT, 3))
    frame = pd.DataFrame({"tweet_id": [str(n) for n in range(COUNT)], "text": [t.text for t in tweets]})
    labels = label(frame, ConceptSettings())
    assert {slogan.text for slogan in labels.slogans} == {slogan.lower() for slogan in SLOGANS}
    predicted: dict[int, Spans] = {n: defaultdict(list) for n in range(COUNT)}
    for row in labels.spans.itertuples():
        predicted[int(row.tweet_id)][row.concept].append((row.start, row.end))
    return tweets, predicted


@pytest.fixture(scope="module")
def scores(labelled: tuple[list[Tweet], dict[int, Spans]]) -> dict[str, float]:
    """Character-level F1 of each concept."""
    tweets, predicted = labelled
    hits, total = Counter(), Counter()
    for number, tweet in enumerate(tweets):
        gold = grouped((span.concept, span.start, span.end) for span in tweet.spans)
        for concept in gold.keys() | predicted[number].keys():
            true = covered(gold[concept], len(tweet.text))
            found = covered(predicted[number][concept], len(tweet.text))
            hits[concept] += int((true & found).sum())
            total[concept] += int(true.sum() + found.sum())
    return {concept: 2 * hits[concept] / max(1, total[concept]) for concept in CONCEPTS}


@pytest.mark.parametrize("concept", CONCEPTS)
def test_rule_agrees_with_the_truth(scores: dict[str, float], concept: str) -> None:
    """Character-level F1 of the concept's rule is at least .99."""
    assert scores[concept] >= 0.99


@pytest.mark.parametrize("concept", ["quotation", "quoted_speech", "quote_retweet", "quote_open"])
def test_each_quotation_keeps_its_boundary(
    labelled: tuple[list[Tweet], dict[int, Spans]], concept: str
) -> None:
    """Of gold spans 99.5 % stand among the rule's with the same start and end, and conversely."""
    tweets, predicted = labelled
    gold = {
        (n, s.start, s.end) for n, tweet in enumerate(tweets) for s in tweet.spans if s.concept == concept
    }
    found = {(n, *span) for n in range(COUNT) for span in predicted[n][concept]}
    assert len(gold & found) >= 0.995 * max(len(gold), len(found))
