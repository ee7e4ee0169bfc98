"""Cards in the formats of the OpenInterp registry, version 0.1: a probe card and a causal report for each.

The formats are `schemas/probe_card.json` and `schemas/causal_report.json` of the repository
OpenInterpretability/registry on GitHub. A detector is a probe without training: one address, whose threshold
alone is fitted. What the protocol asks for and was not done is said to be not applied.
"""

from typing import Any

from pipeline.neurons.cards.card import Card, Cards, Cause

VERSION = "0.1"
LICENSE = "mit"
ASSUMPTIONS = [
    "each tweet is one sequence from the zero state, BOS first",
    "characters of one tweet are not independent: intervals and permutations are over tweets",
    "labels are made by rules; the manual scores them on labels by people",
    "random_feature is the best address of networks that were not trained, found by the same search",
    "shuffled_source is a permutation test over tweets, and control tasks with random labels of words",
]


def exported(cards: Cards, created: str) -> dict[str, dict[str, Any]]:
    """File name → document, for every span concept's best address.

    Args:
        cards: of a workspace.
        created: date and time, ISO 8601.
    """
    found: dict[str, dict[str, Any]] = {}
    for card in cards.cards:
        if card.claim.rank == 0 and card.claim.kind == "span":
            slug = _slug(cards, card)
            found[f"{slug}.probe_card.json"] = probe_card(cards, card, created)
            found[f"{slug}.causal_report.json"] = causal_report(cards, card, created)
    return found


def probe_card(cards: Cards, card: Card, created: str) -> dict[str, Any]:
    """The probe card of a detector."""
    claim, measured = card.claim, card.measured
    control, untrained = card.beside["control"], card.beside["untrained"]
    share = measured.prevalence or 0.0
    return {
        "schema_version": VERSION,
        "probe_id": _slug(cards, card),
        "name": f"{claim.address} detects {claim.concept} (lag {claim.lag}, sign {claim.sign})",
        "model_target": {
            "model_id": f"{cards.source.workspace}@{cards.source.weights_sha256}",
            "architecture": f"character-level {cards.source.cell}, {cards.source.layers} layers",
            "layer": claim.layer,
            "position": "after the character" if claim.lag == 0 else "before the character",
            "d_in": 1,
        },
        "task": {
            "target_concept": claim.concept,
            "task_type": "binary_classification",
            "label_source": "automated: rules",
        },
        "training": {
            "n_train": _positive(cards.source.settings.get("certify", {}).get("threshold_tweets")),
            "n_test": _positive(measured.tweets),
            "class_balance": {"inside": share, "outside": 1 - share},
            "splits": "by near-duplicate cluster; chosen on train and valid, scored on test",
            "regularization": "none: one address, one threshold",
        },
        "performance": {
            "auroc": measured.score or 0.0,
            **_interval(measured.low, measured.high),
            **({} if measured.f1 is None else {"f1": measured.f1}),
            "n_eval": measured.characters,
            "eval_distribution": "in-distribution",
        },
        "baselines": {
            "random_feature": {
                "passed": bool((untrained.ahead_low or 0) > 0),
                "auroc": untrained.score or 0.5,
                "gap": (measured.score or 0.0) - (untrained.score or 0.5),
            },
            "capacity_sweep": {
                "passed": False,
                "values_tested": [1],
                "auroc_at_k": {"1": measured.score or 0.0},
            },
            "shuffled_source": {
                "passed": card.grades.tells and bool((control.ahead_low or 0) > 0),
            },
        },
        "assumptions": ASSUMPTIONS,
        "known_failure_modes": [{"mode": "other", "description": f"not beyond: {card.grades.unmet}"}]
        if card.grades.unmet
        else [],
        "license": LICENSE,
        "created_at": created,
    }


def causal_report(cards: Cards, card: Card, created: str) -> dict[str, Any]:
    """The causal report of a detector: interchange and resample ablation."""
    done = card.cause is not None and card.cause.gain is not None
    nothing = {"applied": False, "result": "na"}
    evidence = {} if card.cause is None else card.cause.model_dump(exclude_none=True)
    rival = {name: one.score for name, one in card.beside.items() if one.score is not None}
    return {
        "schema_version": VERSION,
        "report_id": f"{_slug(cards, card)}-causes",
        "subject": {
            "type": "intervention",
            "identifier": _slug(cards, card),
            "model_id": f"{cards.source.workspace}@{cards.source.weights_sha256}",
        },
        "date": created,
        "diagnostics": {
            "saturation_direction": nothing,
            "env_coupling": nothing,
            "template_lock": {
                "applied": True,
                "result": "pass" if card.grades.beats_rivals else "fail",
                "evidence": rival,
                "note": "beside position, single characters and surprise on the same tweets",
            },
            "marginal_fit": {
                "applied": True,
                "result": "pass" if card.grades.tells else "fail",
                "evidence": card.chance.model_dump(exclude_none=True),
                "note": "labels of other tweets, labels shifted within tweets, control tasks",
            },
            "capacity_sweep": nothing,
            "epiphenomenal_prior": {
                "applied": done,
                "result": _result(card.cause) if done else "na",
                "evidence": evidence,
                "note": "interchange beside units moved as far; memory replaced, inside against outside",
            },
        },
        "verdict": _verdict(card, done),
        "headline": f"{card.claim.address}, {card.claim.concept}: {_verdict(card, done).replace('_', ' ')}",
    }


def _verdict(card: Card, done: bool) -> str:
    if not done:
        return "inconclusive"
    if card.grades.matters:
        return "causal"
    return "correlative_only" if card.grades.tells else "inconclusive"


def _result(cause: Cause | None) -> str:
    return "pass" if cause is not None and not cause.unmet else "fail"


def _slug(cards: Cards, card: Card) -> str:
    claim = card.claim
    name = f"{cards.source.workspace}-{claim.concept}-{claim.address}-lag{claim.lag}"
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in name).lower()


def _interval(low: float | None, high: float | None) -> dict[str, Any]:
    return {} if low is None or high is None else {"auroc_ci_95": [low, high]}


def _positive(value: Any) -> int:
    return max(1, int(value or 1))
