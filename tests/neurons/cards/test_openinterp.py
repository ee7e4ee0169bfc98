"""Exports to the OpenInterp registry hold what its schemas (version 0.1) ask for, written down by hand."""

from typing import Any

from jsonschema import Draft202012Validator

from pipeline.neurons.cards.card import Cards
from pipeline.neurons.cards.openinterp import exported

WHEN = "2026-11-27T12:00:00+00:00"
TEXT, NUMBER, FLAG, WHOLE = {"type": "string"}, {"type": "number"}, {"type": "boolean"}, {"type": "integer"}
SHARE = {"type": "number", "minimum": 0, "maximum": 1}


def needs(**fields: Any) -> dict[str, Any]:
    """An object that must have these."""
    return {"type": "object", "required": list(fields), "properties": fields}


COUNT = {"type": "integer", "minimum": 1}
PROBE_CARD = needs(
    schema_version={"const": "0.1"},
    probe_id=TEXT,
    name=TEXT,
    model_target=needs(model_id=TEXT, layer={"type": "integer", "minimum": 0}, position=TEXT),
    task=needs(target_concept=TEXT, task_type={"enum": ["binary_classification", "regression"]}),
    training=needs(n_train=COUNT, n_test=COUNT),
    performance=needs(auroc=SHARE, n_eval=WHOLE),
    baselines=needs(
        random_feature=needs(passed=FLAG, auroc=NUMBER),
        capacity_sweep=needs(passed=FLAG, values_tested={"type": "array", "items": WHOLE}),
        shuffled_source={"type": "object", "properties": {"passed": FLAG}},
    ),
    license={"enum": ["apache-2.0", "mit", "cc-by-4.0", "cc0"]},
)
DIAGNOSTIC = needs(applied=FLAG, result={"enum": ["pass", "fail", "na"]})
SIX = ("saturation_direction", "env_coupling", "template_lock", "marginal_fit", "capacity_sweep")
REPORT = needs(
    schema_version={"const": "0.1"},
    report_id=TEXT,
    subject=needs(type={"enum": ["probe", "intervention", "circuit"]}, identifier=TEXT),
    date=TEXT,
    diagnostics=needs(**dict.fromkeys((*SIX, "epiphenomenal_prior"), DIAGNOSTIC)),
    verdict={"enum": ["causal", "correlative_only", "epiphenomenal_confirmed", "inconclusive"]},
)
REPORT["properties"]["headline"] = {"type": "string", "maxLength": 300}


def test_each_best_span_detector_has_a_card_and_a_report(made: Cards) -> None:
    """Valid by an independent validator; other ranks and graded concepts are left out."""
    files = exported(made, WHEN)
    names = [name.removeprefix("mine-").replace("-l2-c-1-lag0", "") for name in files]
    own = ["hashtag.probe_card.json", "hashtag.causal_report.json", "hashtag-direction.probe_card.json"]
    own += ["hashtag-set.causal_report.json", "hashtag-removal.causal_report.json"]
    assert names == [*own, "url.probe_card.json", "url.causal_report.json"]
    for name, document in files.items():
        check = Draft202012Validator(PROBE_CARD if name.endswith("probe_card.json") else REPORT)
        assert not list(check.iter_errors(document)), name


def test_verdicts_follow_the_grades(made: Cards) -> None:
    """Matters: causal; not tried: inconclusive; nothing that was not done is said to be done."""
    files = exported(made, WHEN)
    causal = files["mine-hashtag-l2-c-1-lag0.causal_report.json"]
    assert causal["verdict"] == "causal"
    assert causal["diagnostics"]["epiphenomenal_prior"]["result"] == "pass"
    assert causal["diagnostics"]["epiphenomenal_prior"]["evidence"]["gain"] == 0.4
    assert not causal["diagnostics"]["env_coupling"]["applied"]
    untried = files["mine-url-l2-c-1-lag0.causal_report.json"]
    assert untried["verdict"] == "inconclusive"
    assert untried["diagnostics"]["marginal_fit"]["result"] == "fail"


def test_the_probe_card_has_the_cards_numbers(made: Cards) -> None:
    """Score, interval, F1, the untrained network's score."""
    card = exported(made, WHEN)["mine-hashtag-l2-c-1-lag0.probe_card.json"]
    assert card["performance"]["auroc"] == 0.95
    assert card["performance"]["auroc_ci_95"] == [0.93, 0.965]
    assert card["baselines"]["random_feature"]["auroc"] == 0.58
    assert card["training"] == {**card["training"], "n_train": 60, "n_test": 33}


def test_groups_and_directions_have_documents_of_their_own(made: Cards) -> None:
    """AUROC by the number of addresses; the smallest set; verdicts that are recomputed here."""
    first, files = made.cards[0], exported(made, WHEN)
    sweep = files["mine-hashtag-l2-c-1-lag0.probe_card.json"]["baselines"]["capacity_sweep"]
    one, two, _ = (probe.auroc for probe in first.probes)
    assert sweep == {
        "passed": two - one < 0.01,
        "values_tested": [1, 2],
        "auroc_at_k": {"1": one, "2": two},
    }
    direction = files["mine-hashtag-l2-c-1-lag0-direction.probe_card.json"]
    assert direction["performance"]["auroc"] == first.direction.auroc
    chosen = files["mine-hashtag-l2-c-1-lag0-set.causal_report.json"]
    assert chosen["subject"]["type"] == "circuit"
    assert chosen["diagnostics"]["epiphenomenal_prior"]["evidence"]["k"] == 2
    assert (chosen["verdict"] == "causal") == (first.sets[1].gain_low > first.sets[1].random_high)
    removed = files["mine-hashtag-l2-c-1-lag0-removal.causal_report.json"]
    beyond = first.removal.cost_inside_low > first.removal.random_inside_high
    assert (removed["verdict"] == "causal") == beyond
