"""Rival explanations: concepts of letter and place beat none."""

import re
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from planted import CERTIFY, SCAN, certified

from pipeline.core.screen import QuietScreen
from pipeline.neurons.certify.bench import Bench, prepare
from pipeline.neurons.certify.compared import quality
from pipeline.neurons.certify.grades import ALPHA, against_rivals
from pipeline.neurons.certify.rivals import best
from pipeline.neurons.evidence import Material
from pipeline.neurons.scan.result import ScanResult
from pipeline.neurons.scan.stage import full_scan


def test_made_up_concepts_of_letter_and_place_beat_no_rival(
    planted_scan: tuple[Material, ScanResult], find_runs: Callable[..., pd.DataFrame]
) -> None:
    """Letters, and the starts of tweets and of words, are beyond chance; but rules say as much of each."""
    given, _ = planted_scan
    named = list(zip(given.tweets["tweet_id"], given.tweets["text"], strict=True))
    rows = [(name, "start_of_tweet", 0, min(3, len(text)), "made up") for name, text in named]
    rows += [
        (name, "start_of_word", match.start(), match.start() + 1, "made up")
        for name, text in named
        for match in re.finditer(r"\S+", text)
    ]
    made = pd.DataFrame(rows, columns=["tweet_id", "concept", "start", "end", "source"])
    letters = [find_runs(given.tweets, f"letter_{letter}", letter) for letter in ("a", "bc", " ")]
    spans = pd.concat([made, *letters], ignore_index=True)
    fake = Material(given.weights, given.vocabulary, given.tweets, spans)
    table = certified(fake, full_scan(fake, SCAN, QuietScreen()))
    table = table[table["kind"] == "span"]
    assert table["concept"].nunique() == 5
    assert (table["p_holm"] < ALPHA).any()
    assert not table["beats_rivals"].any()
    assert all(list(against_rivals(row)) for row in table.to_dict("records"))


def test_poisoned_test_labels_choose_the_same_rules(planted_scan: tuple[Material, ScanResult]) -> None:
    """With other labels on test, each rival's scores of test characters, whose length was chosen on valid,
    stay the same; what they reach does not."""
    given, scan = planted_scan
    held_out = given.tweets.loc[given.tweets["split"] == "test", "tweet_id"]
    poison = [(name, "hashtag", 0, 2, "poison") for name in held_out]
    kept = given.spans[~given.spans["tweet_id"].isin(held_out)]
    changed = pd.concat([kept, pd.DataFrame(poison, columns=given.spans.columns)], ignore_index=True)
    benches = [
        prepare(Material(given.weights, given.vocabulary, given.tweets, spans), scan, CERTIFY)
        for spans in (given.spans, changed)
    ]
    for lag in (0, 1):
        first, other = (dict(chosen_scores(bench, lag)) for bench in benches)
        assert list(first) == ["position", "character", "ngram", "surprisal"]
        for name, scores in first.items():
            assert np.array_equal(scores, other[name]), name
    reached = [quality(dict(chosen_scores(bench, 0))["ngram"], bench.test.truth(0)) for bench in benches]
    assert reached[0] != reached[1]


def chosen_scores(bench: Bench, lag: int) -> Iterator[tuple[str, np.ndarray]]:
    """The scores of test characters by each rival of the first concept."""
    parts = bench.train, bench.valid, bench.test
    for name, candidates in bench.rivals.candidates(parts, 0, lag):
        yield name, best(candidates, bench.valid.truth(0), quality)
