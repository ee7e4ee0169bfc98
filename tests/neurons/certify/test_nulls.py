"""Chance: what no shift changes has no valid null."""

import numpy as np
import pandas as pd
from planted import SCAN, certified

from pipeline.core.screen import QuietScreen
from pipeline.neurons.evidence import Material
from pipeline.neurons.scan.result import ScanResult
from pipeline.neurons.scan.stage import full_scan


def test_a_whole_tweet_concept_has_no_valid_null(planted_scan: tuple[Material, ScanResult]) -> None:
    """A concept that covers whole tweets is the same under every shift: the certificate says so."""
    given, _ = planted_scan
    spans = pd.DataFrame(
        [(str(n), "loud", 0, len(given.tweets["text"][n]), "own") for n in range(0, 150, 2)],
        columns=["tweet_id", "concept", "start", "end", "source"],
    )
    whole = Material(given.weights, given.vocabulary, given.tweets, spans)
    row = certified(whole, full_scan(whole, SCAN, QuietScreen())).iloc[0]
    assert np.isnan(row["p_value"])
    assert not row["tells"]
    assert row["unmet"].startswith("no valid null")
