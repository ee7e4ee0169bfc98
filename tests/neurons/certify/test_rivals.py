"""Rival explanations: concepts of letter and place beat none."""

import re
from collections.abc import Callable

import pandas as pd
from planted import SCAN, certified

from pipeline.core.screen import QuietScreen
from pipeline.neurons.certify.grades import ALPHA, against_rivals
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
