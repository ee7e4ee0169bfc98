"""What a detector stands beside, on the same test tweets: control tasks, untrained networks, rivals."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from pipeline.neurons.certify.bench import Bench
from pipeline.neurons.certify.held_out import Set, Truth
from pipeline.neurons.certify.rivals import RULES, best, contrast
from pipeline.statistics.clustered import NOTHING, Scored, auroc_by_tweet, correlation_by_tweet, difference
from pipeline.statistics.measures import correlation, rank_correlation
from pipeline.statistics.resample import auroc

Array = np.ndarray
Row = dict[str, Any]
Compared = dict[str, list[Scored]]  # comparison or rival → what it reaches on test


def quality(scores: Array, truth: Truth) -> float:
    """AUROC for spans, Spearman's correlation for graded values."""
    if truth.value.dtype == bool:
        return auroc(scores[truth.defined], truth.value)
    return rank_correlation(scores[truth.defined], truth.value)


def scored(scores: Array, truth: Truth, test: Set) -> Scored:
    """The same with the influence of each test tweet; `scores` are those of the defined characters."""
    measure: Callable[..., Scored] = auroc_by_tweet if truth.value.dtype == bool else correlation_by_tweet
    return measure(scores, truth.value, test.layout.tweet[truth.defined], len(test.rows))


def comparisons(bench: Bench, concept: int) -> Compared:
    """What each control task and each untrained network reaches on test by the same search."""
    test, truth, choice = bench.test, bench.test.truth(concept), bench.choices[concept]
    found: Compared = {"control": [], "untrained": []}
    for draw, one in choice.control:
        labels = test.truth(concept, control=draw + 1)
        scores = bench.values.score(one.address, one.lag, one.sign, test.layout)
        found["control"].append(scored(scores[labels.defined], labels, test))
    for number, one in choice.untrained:
        scores = bench.fresh_values[number].score(one.address, one.lag, one.sign, test.layout)
        found["untrained"].append(scored(scores[truth.defined], truth, test))
    return found


def rivals(bench: Bench, concept: int, lag: int) -> Compared:
    """What each rival explanation reaches on test."""
    parts = bench.train, bench.valid, bench.test
    valid, truth = bench.valid.truth(concept), bench.test.truth(concept)
    return {
        name: [scored(best(candidates, valid, quality), truth, bench.test)]
        for name, candidates in bench.rivals.candidates(parts, concept, lag)
    }


def beside(own: Scored, compared: Mapping[str, list[Scored]]) -> Row:
    """Of each comparison the greatest score, and the least lower bound of how far it is beaten."""
    row: Row = {}
    for name, others in compared.items():
        known = [one for one in others if np.isfinite(one.value)]
        row[f"{name}_auroc"] = max((one.value for one in known), default=NOTHING)
        row[f"{name}_low"] = min((difference(own, one)[1] for one in known), default=NOTHING)
    return row


def strongest(own: Scored, found: Compared) -> Row:
    """The strongest rival but spelling, and by how much the detector wins (or loses, below 0)."""
    known = [(one.value, name, one) for name in RULES for one in found[name] if np.isfinite(one.value)]
    if not known:
        return {"rival": "", "rival_margin": NOTHING, "rival_low": NOTHING, "rival_high": NOTHING}
    _, name, one = max(known, key=lambda item: item[0])
    margin, low, high = difference(own, one)
    return {"rival": name, "rival_margin": margin, "rival_low": low, "rival_high": high}


def against_sibling(bench: Bench, concept: int, scores: Array) -> Row:
    """The concept against its sibling, among the characters of both."""
    name, counted, own = "", np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
    if concept < bench.scan.span_count:
        name, counted, own = contrast(bench.names, concept, bench.masks)
    part = auroc_by_tweet(scores[counted], own, bench.test.layout.tweet[counted], len(bench.test.rows))
    low, high = part.interval()
    found = name if np.isfinite(part.value) else ""  # one of the two may not occur on test
    return {"sibling": found, "contrast_auroc": part.value, "contrast_low": low, "contrast_high": high}


def also(bench: Bench, concept: int, ranks: Array) -> Row:
    """What else the address does with the same sign: the other concept that it tells best, and more.

    Args:
        bench: what to measure with.
        concept: its own.
        ranks: float64 [test characters], of its values.
    """
    areas = {
        name: area(ranks, mask)
        for number, (name, mask) in enumerate(zip(bench.names, bench.masks, strict=True))
        if number != concept
    }
    known = {name: found for name, found in areas.items() if np.isfinite(found)}
    other = max(known, key=lambda name: known[name], default="")
    return {
        "other": other,
        "other_auroc": known.get(other, NOTHING),
        "with_position": correlation(ranks, bench.places),
        "with_length": correlation(ranks, bench.lengths),
        "with_capitals": area(ranks, bench.capital),
    }


def area(ranks: Array, mask: Array) -> float:
    """The AUROC of scores whose ranks are known; NaN with one class only."""
    held = int(mask.sum())
    if not 0 < held < len(mask):
        return NOTHING
    return float((ranks[mask].sum() / held - (held + 1) / 2) / (len(mask) - held))
