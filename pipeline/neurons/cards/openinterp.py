"""Cards in the formats of the OpenInterp registry, version 0.1: a probe card and a causal report for each.

The formats are `schemas/probe_card.json` and `schemas/causal_report.json` of the repository
OpenInterpretability/registry on GitHub. A detector is a probe without training: one address, whose threshold
alone is fitted. What the protocol asks for and was not done is said to be not applied.
"""

from typing import Any

from pipeline.neurons.cards.card import Card, Cards
from pipeline.neurons.cards.parts import Direction
from pipeline.neurons.causes.records import Cause, Group, Removal

VERSION = "0.1"
LICENSE = "mit"
PLATEAU = 0.01  # AUROC that the last doubling of a probe's addresses may add
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
            if card.direction is not None:
                found[f"{slug}-direction.probe_card.json"] = direction_card(
                    cards, card, card.direction, created
                )
            if chosen := next((one for one in card.sets if one.smallest), None):
                found[f"{slug}-set.causal_report.json"] = set_report(cards, card, chosen, created)
            if card.removal is not None:
                found[f"{slug}-removal.causal_report.json"] = removal_report(
                    cards, card, card.removal, created
                )
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
            "capacity_sweep": _capacity(card),
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


def direction_card(cards: Cards, card: Card, direction: Direction, created: str) -> dict[str, Any]:
    """The probe card of the difference of means: the detector's, with another probe in it."""
    whole, score = probe_card(cards, card, created), direction.auroc or 0.0
    slug, target = f"{_slug(cards, card)}-direction", whole["model_target"]
    untrained = direction.untrained if direction.untrained is not None else 0.5
    told = {
        name: value for name, value in whole["performance"].items() if name in ("n_eval", "eval_distribution")
    }
    return {
        **whole,
        "probe_id": slug,
        "name": f"the difference of means of {card.claim.concept} over all addresses",
        "model_target": {name: value for name, value in target.items() if name != "d_in"}
        | {"layer": 0, "position": f"all layers, {target['position']}"},
        "training": {
            **whole["training"],
            "regularization": "none: the difference of the class means on train",
        },
        "performance": {"auroc": score, **_interval(direction.low, direction.high), **told},
        "baselines": {
            "random_feature": {
                "passed": (direction.untrained_ahead_low or 0) > 0,
                "auroc": untrained,
                "gap": score - untrained,
            },
            "capacity_sweep": _capacity(card),
            "shuffled_source": {"passed": direction.tells},
        },
        "known_failure_modes": [],
    }


def _capacity(card: Card) -> dict[str, Any]:
    """AUROC of probes by the number of addresses; passed when the last doubling adds next to nothing."""
    scores = {one.k: one.auroc for one in card.probes if one.k and one.auroc is not None}
    known = scores or {1: card.measured.score or 0.0}
    last = [score for _, score in sorted(known.items())][-2:]
    return {
        "passed": len(last) > 1 and last[1] - last[0] < PLATEAU,
        "values_tested": sorted(known),
        "auroc_at_k": {str(k): score for k, score in sorted(known.items())},
    }


def causal_report(cards: Cards, card: Card, created: str) -> dict[str, Any]:
    """The causal report of a detector: interchange and resample ablation."""
    done = card.cause is not None and card.cause.gain is not None
    diagnostics = _not_applied()
    evidence = {} if card.cause is None else card.cause.model_dump(exclude_none=True)
    rival = {name: one.score for name, one in card.beside.items() if one.score is not None}
    diagnostics["template_lock"] = _applied(
        _passed(card.grades.beats_rivals),
        rival,
        "beside position, single characters and surprise on the same tweets",
    )
    diagnostics["marginal_fit"] = _applied(
        _passed(card.grades.tells),
        card.chance.model_dump(exclude_none=True),
        "labels of other tweets, labels shifted within tweets, control tasks",
    )
    diagnostics["epiphenomenal_prior"] = _applied(
        _result(card.cause) if done else "na",
        evidence,
        "interchange beside units moved as far; memory replaced, inside against outside",
    )
    verdict = _verdict(card, done)
    said = f"{card.claim.address}, {card.claim.concept}: {verdict.replace('_', ' ')}"
    return _report(cards, _slug(cards, card), "intervention", diagnostics, verdict, said, created)


def set_report(cards: Cards, card: Card, chosen: Group, created: str) -> dict[str, Any]:
    """The causal report of the smallest set of units whose interchange carries the concept."""
    diagnostics = _not_applied()
    causal = (chosen.gain_low or 0) > (chosen.random_high or 0)
    diagnostics["capacity_sweep"] = _applied(
        _passed(chosen.share_low is not None and chosen.share_low > 0),
        {str(one.k): one.share for one in card.sets if one.share is not None},
        "share of what the whole memory carries, by the number of units; chosen on valid",
    )
    diagnostics["epiphenomenal_prior"] = _applied(
        _passed(causal),
        chosen.model_dump(exclude_none=True),
        "interchange of the set beside random sets as large; tests of equivalence and minimality",
    )
    verdict = "causal" if causal else "inconclusive"
    said = f"{chosen.k} units carry {card.claim.concept}: {verdict}"
    return _report(cards, f"{_slug(cards, card)}-set", "circuit", diagnostics, verdict, said, created)


def removal_report(cards: Cards, card: Card, removal: Removal, created: str) -> dict[str, Any]:
    """The causal report of a concept's directions, projected out of the output."""
    diagnostics = _not_applied()
    causal = (removal.cost_inside_low or 0) > (removal.random_inside_high or 0)
    diagnostics["epiphenomenal_prior"] = _applied(
        _passed(causal),
        removal.model_dump(exclude_none=True),
        "bits that characters cost more without the directions, beside as many random directions",
    )
    verdict = "causal" if causal else "correlative_only"
    said = f"{removal.rank} directions of {card.claim.concept} removed: {verdict.replace('_', ' ')}"
    return _report(cards, f"{_slug(cards, card)}-removal", "probe", diagnostics, verdict, said, created)


SIX = (
    *("saturation_direction", "env_coupling", "template_lock", "marginal_fit", "capacity_sweep"),
    "epiphenomenal_prior",
)


def _applied(result: str, evidence: dict[str, Any], note: str) -> dict[str, Any]:
    """A diagnostic with its result, which is "na" where it could not be taken."""
    return {"applied": result != "na", "result": result, "evidence": evidence, "note": note}


def _not_applied() -> dict[str, dict[str, Any]]:
    """The six diagnostics of the protocol, as long as none was done."""
    return {name: {"applied": False, "result": "na"} for name in SIX}


def _passed(one: bool) -> str:
    return "pass" if one else "fail"


def _report(
    cards: Cards,
    slug: str,
    kind: str,
    diagnostics: dict[str, dict[str, Any]],
    verdict: str,
    said: str,
    created: str,
) -> dict[str, Any]:
    return {
        "schema_version": VERSION,
        "report_id": f"{slug}-causes",
        "subject": {
            "type": kind,
            "identifier": slug,
            "model_id": f"{cards.source.workspace}@{cards.source.weights_sha256}",
        },
        "date": created,
        "diagnostics": diagnostics,
        "verdict": verdict,
        "headline": said,
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
