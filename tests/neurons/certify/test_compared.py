"""What a detector stands beside: scores by scikit-learn and scipy, margins by hand."""

import numpy as np
import pytest
from planted import CERTIFY
from scipy.stats import rankdata, spearmanr
from sklearn.metrics import roc_auc_score

from pipeline.neurons.certify.bench import prepare
from pipeline.neurons.certify.compared import (
    also,
    area,
    beside,
    comparisons,
    quality,
    rivals,
    scored,
    strongest,
)
from pipeline.neurons.certify.held_out import Truth
from pipeline.neurons.certify.rivals import RULES
from pipeline.neurons.evidence import Material
from pipeline.neurons.scan.result import ScanResult
from pipeline.statistics.clustered import difference


def test_quality_is_an_area_or_a_correlation() -> None:
    """Of spans and of values, over the characters that count."""
    random = np.random.default_rng(0)
    scores, defined = random.normal(size=50), np.arange(5, 45)
    spans, values = random.random(40) < 0.3, random.normal(size=40).astype(np.float32)
    assert quality(scores, Truth(defined, spans)) == pytest.approx(roc_auc_score(spans, scores[5:45]))
    expected = spearmanr(scores[5:45], values).statistic
    assert quality(scores, Truth(defined, values)) == pytest.approx(expected)


def test_the_strongest_rival_has_the_greatest_score(planted_scan: tuple[Material, ScanResult]) -> None:
    """Among the rules, spelling apart; its margin is the difference, and no lower bound is above it."""
    bench = prepare(*planted_scan, CERTIFY)
    truth, detector = bench.test.truth(0), bench.choices[0].detectors[0]
    scores = bench.values.score(detector.address, detector.lag, detector.sign, bench.test.layout)
    own = scored(scores[truth.defined], truth, bench.test)
    assert own.value == pytest.approx(roc_auc_score(truth.value, scores))
    found = rivals(bench, 0, detector.lag)
    row = strongest(own, found)
    areas = {name: found[name][0].value for name in RULES}
    assert row["rival"] == max(areas, key=lambda name: areas[name])
    assert row["rival_margin"] == pytest.approx(own.value - max(areas.values()))
    assert row["rival_low"] <= row["rival_margin"] <= row["rival_high"]
    assert strongest(own, {name: [] for name in RULES})["rival"] == ""
    others = comparisons(bench, 0)
    told = beside(own, others)
    for name, each in others.items():
        assert told[f"{name}_auroc"] == max(one.value for one in each)
        assert told[f"{name}_low"] == min(difference(own, one)[1] for one in each)


def test_the_area_of_ranks_is_that_of_scores() -> None:
    """With ties; one class alone has none."""
    random = np.random.default_rng(1)
    scores, mask = random.integers(0, 9, 60), random.random(60) < 0.4
    assert area(rankdata(scores), mask) == pytest.approx(roc_auc_score(mask, scores))
    assert np.isnan(area(rankdata(scores), np.ones(60, dtype=bool)))


def test_what_else_an_address_follows(planted_scan: tuple[Material, ScanResult]) -> None:
    """A score that is the place in the tweet is correlated with it, by scipy; another concept is missing."""
    bench = prepare(*planted_scan, CERTIFY)
    layout = bench.test.layout
    place = np.arange(layout.characters) - layout.starts[layout.tweet]
    row = also(bench, 0, rankdata(place))
    assert row["with_position"] == pytest.approx(1)
    lengths = np.diff(layout.starts)[layout.tweet]
    assert row["with_length"] == pytest.approx(spearmanr(place, lengths).statistic)
    assert row["other"] == ""
    assert np.isnan(row["other_auroc"])
