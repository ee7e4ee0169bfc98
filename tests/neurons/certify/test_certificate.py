"""Certificates where the truth is known: a planted neuron is found, shuffled labels certify nothing."""

import numpy as np
import pandas as pd
import pytest
from planted import CERTIFY, PLANTED, SCAN, certified

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import TrainSettings
from pipeline.neurons.certify.bench import prepare
from pipeline.neurons.certify.certificate import certificates
from pipeline.neurons.certify.grades import ALPHA
from pipeline.neurons.controls import untrained
from pipeline.neurons.evidence import Material
from pipeline.neurons.scan.result import ScanResult
from pipeline.neurons.scan.stage import full_scan


def test_the_planted_neuron_comes_first_with_its_certificate(
    planted_scan: tuple[Material, ScanResult],
) -> None:
    """The unit set by hand is the best address, perfect on test, far above chance, control and n-grams."""
    given, scan = planted_scan
    row = certified(given, scan).iloc[0]
    assert (row["concept"], row["layer"], row["unit"], row["lag"]) == ("hashtag", 1, PLANTED, 0)
    assert row["signal"] in "ch"
    assert row["certified"]
    assert row["auroc"] == row["average_precision"] == row["f1"] == row["iou"] == 1.0
    assert row["p_shift"] == row["p_swap"] == row["p_value"] == 1 / 2000
    assert row["p_value"] < row["p_holm"] < ALPHA
    assert row["selectivity"] > 0.2
    assert row["control_low"] > 0
    assert row["lift_ngram"] >= 0
    assert (row["o_high"], row["o_low"]) == (1.0, 0.0)


def thrown(tweets: pd.DataFrame, tries: int) -> pd.DataFrame:
    """Concepts of spans thrown at random places."""
    random = np.random.default_rng(2)
    lengths = tweets["text"].str.len().to_numpy()
    rows = []
    for number in range(tries):
        for tweet in random.integers(0, len(lengths), 90):
            start = int(random.random() * lengths[tweet])
            end = min(start + random.integers(1, 6), lengths[tweet])
            rows.append((str(tweet), f"try_{number:03}", start, end, "shuffled"))
    return pd.DataFrame(rows, columns=["tweet_id", "concept", "start", "end", "source"])


@pytest.mark.parametrize("trained", [True, False])
def test_spans_at_random_places_certify_nothing(
    planted_scan: tuple[Material, ScanResult], trained: bool
) -> None:
    """Of 200 concepts at random places at most α would tell even if each were the only claim of its run."""
    given, _ = planted_scan
    weights = given.weights if trained else untrained(given.weights, TrainSettings(), 5)
    shuffled = Material(weights, given.vocabulary, given.tweets, thrown(given.tweets, 200))
    one = CERTIFY.model_copy(update={"per_concept": 1})
    bench = prepare(shuffled, full_scan(shuffled, SCAN, QuietScreen()), one)
    best = certificates(bench, 499, one.seed, concepts=range(200))
    assert len(best) == 200
    alone = best["p_value"] <= ALPHA
    held = (best["auroc_low"] > 0.5) & (best["control_low"] > 0) & (best["untrained_low"] > 0)
    assert (alone & held).sum() <= ALPHA * 200
    assert alone.sum() <= (ALPHA + 3 * np.sqrt(ALPHA * (1 - ALPHA) / 200)) * 200
    assert not best["tells"].any()


def test_poisoned_test_labels_change_no_choice(planted_scan: tuple[Material, ScanResult]) -> None:
    """With other labels on test, the whole scan, and every address, sign, lag and threshold stay the same."""
    given, scan = planted_scan
    held_out = given.tweets.loc[given.tweets["split"] == "test", "tweet_id"]
    poison = [(name, "hashtag", 0, 2, "poison") for name in held_out]
    spans = given.spans[~given.spans["tweet_id"].isin(held_out)]
    changed = pd.concat([spans, pd.DataFrame(poison, columns=spans.columns)], ignore_index=True)
    other = Material(given.weights, given.vocabulary, given.tweets, changed)
    again = full_scan(other, SCAN, QuietScreen())
    for name, value in vars(scan).items():
        kept = getattr(again, name)
        assert np.array_equal(kept, value, equal_nan=np.asarray(value).dtype.kind == "f"), name
    chosen = ["concept", "rank", "address", "lag", "sign", "threshold", "select_auroc"]
    first, second = certified(given, scan), certified(other, again)
    pd.testing.assert_frame_equal(first[chosen], second[chosen])
    assert not np.allclose(first["auroc"], second["auroc"])
