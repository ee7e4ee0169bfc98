"""Certificates: for each concept the best addresses, chosen on train and valid, measured on test tweets.

A score is AUROC for spans and the size of Spearman's correlation for graded concepts; each stands beside
what chance, control tasks, untrained networks and rival explanations reach on the same test tweets.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from pipeline.core.parallel import mapped
from pipeline.network.address import Address
from pipeline.neurons.certify import nulls
from pipeline.neurons.certify.bench import Bench
from pipeline.neurons.certify.compared import (
    Compared,
    against_sibling,
    also,
    beside,
    comparisons,
    rivals,
    scored,
    strongest,
)
from pipeline.neurons.certify.grades import graded
from pipeline.neurons.certify.held_out import Set, Truth
from pipeline.neurons.certify.strata import MATCHED, matched_strata
from pipeline.neurons.scan.result import Detector, ScanResult
from pipeline.statistics.measures import (
    NOTHING,
    average_precision,
    best_threshold,
    f1_and_iou,
    matched_auroc,
)

Array = np.ndarray
Row = dict[str, Any]
Told = tuple[Row, nulls.Claim]


def certificate(
    bench: Bench, concept: int, rank: int, detector: Detector, compared: Compared, found: Compared
) -> Told:
    """One row of `certificates.parquet`, except for what depends on all claims; and its tables for chance.

    Args:
        bench: what to measure with.
        concept: its number in the scan.
        rank: 0 for the best address of the concept.
        detector: the address with lag and sign.
        compared, found: from `comparisons`, and from `rivals` at this lag.
    """
    scan, a = bench.scan, detector.address
    span, truth = concept < scan.span_count, bench.test.truth(concept)
    scores = bench.values.score(a, detector.lag, detector.sign, bench.test.layout)
    ranks, own = rankdata(scores), scored(scores[truth.defined], truth, bench.test)
    low, high = own.interval()
    control = [one.value for one in compared["control"] if np.isfinite(one.value)]
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
        "auroc": own.value,
        "auroc_low": low,
        "auroc_high": high,
        **(_span_measures(bench, concept, detector, scores, truth) if span else _no_span_measures()),
        **beside(own, {**compared, **found}),
        "control_mean": float(np.mean(control)) if control else NOTHING,
        "control_std": float(np.std(control, ddof=1)) if len(control) > 1 else NOTHING,
        **strongest(own, found),
        **against_sibling(bench, concept, scores),
        **also(bench, concept, ranks),
        **_counts(bench.test, truth),
        **_gates(scan, a),
    }
    for name, other in (("selectivity", "control"), ("lift_untrained", "untrained"), ("lift_ngram", "ngram")):
        row[name] = row["auroc"] - row[f"{other}_auroc"]
    kept = ranks if span else rankdata(scores[truth.defined])
    return row, nulls.Claim.of(bench.test, bench.partners, kept, truth)


def _span_measures(bench: Bench, concept: int, detector: Detector, scores: Array, truth: Truth) -> Row:
    tuning = bench.tuning.truth(concept)
    known = bench.tuning_values.score(detector.address, detector.lag, detector.sign, bench.tuning.layout)
    threshold = best_threshold(known, tuning.value)
    f1, iou = f1_and_iou(scores, truth.value, threshold)
    matched = _matched(bench, concept, scores, truth)
    return {
        "average_precision": average_precision(scores, truth.value),
        "f1": f1,
        "iou": iou,
        "threshold": threshold,
        **dict(zip(("matched_auroc", "matched_low", "matched_high"), matched, strict=True)),
    }


def _no_span_measures() -> Row:
    blank = ("average_precision", "f1", "iou", "threshold", "matched_auroc", "matched_low", "matched_high")
    return dict.fromkeys(blank, NOTHING)


def _matched(bench: Bench, concept: int, scores: Array, truth: Truth) -> tuple[float, float, float]:
    """Names against capitalised words that are not names, within the same case pattern."""
    names = bench.names
    if names[concept] != MATCHED[0] or MATCHED[1] not in names:
        return (NOTHING,) * 3
    strata = matched_strata(truth.value, bench.masks[names.index(MATCHED[1])], bench.strata)
    return matched_auroc(scores, truth.value, strata, bench.test.layout.tweet, bench.draws)


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
    does not have that gate. A GRU's z and r have columns of their own."""
    signals, _ = scan.shape[address.layer - 1]
    row = {}
    for gate in "ifozr" if "z" in signals else "ifo":
        found = NOTHING, NOTHING
        if gate in signals:
            flat = Address(address.layer, gate, address.unit).flat(scan.shape)
            found = float(scan.low_share[flat]), float(scan.high_share[flat])
        row[f"{gate}_low"], row[f"{gate}_high"] = found
    return row


def claims_of(bench: Bench, concept: int) -> list[Told]:
    """All claims of one concept, best first; none when it does not occur in the test tweets."""
    if not bench.test.truth(concept).value.any():
        return []
    compared, detectors = comparisons(bench, concept), bench.choices[concept].detectors
    found = {lag: rivals(bench, concept, lag) for lag in {d.lag for d in detectors}}
    return [certificate(bench, concept, rank, d, compared, found[d.lag]) for rank, d in enumerate(detectors)]


def certificates(
    bench: Bench,
    permutations: int,
    seed: int,
    advance: Callable[[int], None] = lambda done: None,
    concepts: Iterable[int] | None = None,
) -> pd.DataFrame:
    """The table of all certificates, their grades included; empty where no concept occurs on test.

    Args:
        bench: what to measure with.
        permutations: of each null.
        seed: of the permutations.
        advance: told 1 after each concept.
        concepts: their numbers; all without.
    """

    def told(concept: int) -> list[Told]:
        found = claims_of(bench, concept)
        advance(1)
        return found

    wanted = range(len(bench.scan.concepts)) if concepts is None else concepts
    rows = [claim for claims in mapped(told, wanted) for claim in claims]
    chance = nulls.columns([claim for _, claim in rows], bench.partners, permutations, seed)
    whole = [
        {**row, **{name: float(column[n]) for name, column in chance.items()}}
        for n, (row, _) in enumerate(rows)
    ]
    return pd.DataFrame([{**row, **graded(row)} for row in whole])
