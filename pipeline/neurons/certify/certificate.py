"""Certificates: for each concept the best addresses, chosen on train and valid, measured on test tweets.

A score is AUROC for spans and the size of Spearman's correlation for graded concepts; each stands beside
what chance, a control task, an untrained network and a rule over character n-grams reach by the same search.
"""

from typing import Any

import numpy as np

from pipeline.network.address import Address
from pipeline.neurons.certify.bench import Bench
from pipeline.neurons.certify.held_out import Set, Truth
from pipeline.neurons.certify.ngram_rule import chosen
from pipeline.neurons.certify.strata import MATCHED, matched_strata
from pipeline.neurons.scan.result import Detector, ScanResult
from pipeline.statistics.measures import (
    NOTHING,
    average_precision,
    best_threshold,
    f1_and_iou,
    matched_auroc,
    rank_correlation,
    rank_correlation_interval,
)
from pipeline.statistics.permute import p_value
from pipeline.statistics.resample import auroc, auroc_interval

Array = np.ndarray

Row = dict[str, Any]

SIGNIFICANT = 0.01


def quality(scores: Array, truth: Truth) -> float:
    """AUROC for spans, Spearman's correlation for graded values."""
    if truth.value.dtype == bool:
        return auroc(scores[truth.defined], truth.value)
    return rank_correlation(scores[truth.defined], truth.value)


def rule_quality(bench: Bench, concept: int, lag: int) -> float:
    """What the best rule over character n-grams reaches on test, its length chosen on valid."""
    train, valid, test = (part.truth(concept) for part in (bench.train, bench.valid, bench.test))
    before, earlier = bench.valid.layout.characters, len(bench.valid.rows)
    asked = np.concatenate(
        [
            bench.valid.layout.read(lag)[valid.defined],
            bench.test.layout.read(lag)[test.defined] + before + earlier,
        ]
    )
    seen = bench.train.layout.read(lag)[train.defined]
    found = bench.ngrams.scores(seen, train.value.astype(np.float64), asked, lag)
    count = len(valid.defined)

    def reached(scores: Array, truth: Truth) -> float:
        return quality(scores, Truth(np.arange(len(scores)), truth.value))

    best_length = chosen(found, [reached(scores[:count], valid) for scores in found])
    return reached(best_length[count:], test)


def certificate(bench: Bench, concept: int, rank: int, detector: Detector, beside: dict[str, float]) -> Row:
    """One row of `certificates.parquet`.

    Args:
        bench: what to measure with.
        concept: its number in the scan.
        rank: 0 for the best address of the concept.
        detector: the address with lag and sign.
        beside: the concept's control_auroc, untrained_auroc, and ngram_auroc at this lag.
    """
    scan, a = bench.scan, detector.address
    flat, span = a.flat(scan.shape), concept < scan.span_count
    truth = bench.test.truth(concept)
    scores = bench.values.score(a, detector.lag, detector.sign, bench.test.layout)
    measured = _span_measures if span else _graded_measures
    row: Row = {
        "concept": str(scan.concepts[concept]),
        "kind": "span" if span else "graded",
        "rank": rank,
        "address": str(a),
        "layer": a.layer,
        "signal": a.signal,
        "unit": a.unit,
        "lag": detector.lag,
        "sign": detector.sign,
        "select_auroc": abs(detector.score) + (0.5 if span else 0.0),
        **measured(bench, concept, detector, scores, truth),
        **beside,
        "p_value": float(p_value(abs(scan.observed[concept, detector.lag, flat]), scan.chance[concept])),
        **_counts(bench.test, truth),
        **_gates(scan, a),
    }
    row["selectivity"] = row["auroc"] - row["control_auroc"]
    row["lift_untrained"] = row["auroc"] - row["untrained_auroc"]
    row["lift_ngram"] = row["auroc"] - row["ngram_auroc"]
    least = 0.5 if span else 0.0
    row["certified"] = bool(
        row["p_value"] < SIGNIFICANT and row["auroc_low"] > max(least, np.nan_to_num(row["control_auroc"]))
    )
    return row


def _span_measures(bench: Bench, concept: int, detector: Detector, scores: Array, truth: Truth) -> Row:
    tuning = bench.tuning.truth(concept)
    known = bench.tuning_values.score(detector.address, detector.lag, detector.sign, bench.tuning.layout)
    threshold = best_threshold(known, tuning.value)
    low, high = auroc_interval(scores, truth.value, bench.test.layout.tweet, bench.draws)
    f1, iou = f1_and_iou(scores, truth.value, threshold)
    matched = _matched(bench, concept, scores, truth)
    return {
        "auroc": auroc(scores, truth.value),
        "auroc_low": low,
        "auroc_high": high,
        "average_precision": average_precision(scores, truth.value),
        "f1": f1,
        "iou": iou,
        "threshold": threshold,
        **dict(zip(("matched_auroc", "matched_low", "matched_high"), matched, strict=True)),
    }


def _matched(bench: Bench, concept: int, scores: Array, truth: Truth) -> tuple[float, float, float]:
    """Names against capitalised words that are not names, within the same case pattern."""
    names = list(bench.scan.concepts)
    if names[concept] != MATCHED[0] or MATCHED[1] not in names:
        return (NOTHING,) * 3
    others = bench.test.truth(names.index(MATCHED[1])).value
    strata = matched_strata(truth.value, others, bench.strata)
    return matched_auroc(scores, truth.value, strata, bench.test.layout.tweet, bench.draws)


def _graded_measures(bench: Bench, concept: int, detector: Detector, scores: Array, truth: Truth) -> Row:
    tweet, kept = bench.test.layout.tweet[truth.defined], scores[truth.defined]
    low, high = rank_correlation_interval(kept, truth.value, tweet, bench.draws)
    blank = ("average_precision", "f1", "iou", "threshold", "matched_auroc", "matched_low", "matched_high")
    found = {"auroc": rank_correlation(kept, truth.value), "auroc_low": low, "auroc_high": high}
    return {**found, **dict.fromkeys(blank, NOTHING)}


def _counts(test: Set, truth: Truth) -> Row:
    held = truth.defined[truth.value] if truth.value.dtype == bool else truth.defined
    size = test.layout.characters
    return {
        "tweets": len(np.unique(test.layout.tweet[held])),
        "positives": len(held),
        "characters": size,
        "prevalence": len(held) / max(1, size),
    }


def _gates(scan: ScanResult, address: Address) -> Row:
    """The share of time that each gate of the unit is shut (below .1) and open (above .9); NaN where the cell
    has no such gate. A GRU's z and r have columns of their own."""
    signals, _ = scan.shape[address.layer - 1]
    row = {}
    for gate in "ifozr" if "z" in signals else "ifo":
        found = NOTHING, NOTHING
        if gate in signals:
            flat = Address(address.layer, gate, address.unit).flat(scan.shape)
            found = float(scan.low_share[flat]), float(scan.high_share[flat])
        row[f"{gate}_low"], row[f"{gate}_high"] = found
    return row


def comparisons(bench: Bench, concept: int) -> dict[str, float]:
    """What the control task and the untrained network reach on test by the same search."""
    control, truth = bench.test.truth(concept, control=True), bench.test.truth(concept)
    found = {"control_auroc": NOTHING, "untrained_auroc": NOTHING}
    for one in bench.choices[concept].control:
        scores = bench.values.score(one.address, one.lag, one.sign, bench.test.layout)
        found["control_auroc"] = quality(scores, control)
    for one in bench.choices[concept].untrained:
        scores = bench.fresh_values.score(one.address, one.lag, one.sign, bench.test.layout)
        found["untrained_auroc"] = quality(scores, truth)
    return found


def concept_rows(bench: Bench, concept: int) -> list[Row]:
    """All certificates of one concept, best first; none when it does not occur in the test tweets."""
    if not bench.test.truth(concept).value.any():
        return []
    beside, detectors = comparisons(bench, concept), bench.choices[concept].detectors
    rules = {lag: rule_quality(bench, concept, lag) for lag in {d.lag for d in detectors}}
    return [
        certificate(bench, concept, rank, d, {**beside, "ngram_auroc": rules[d.lag]})
        for rank, d in enumerate(detectors)
    ]
