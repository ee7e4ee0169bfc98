"""Which effects count, and in which order certificates stand."""

import pytest

from pipeline.report.results.evidence import Certificate, Effect
from pipeline.report.results.facts import Facts
from pipeline.report.results.sections.findings import beyond, by_score, detectors, effects, rates


def _effect(low: float | None, high: float | None, **changed: object) -> Effect:
    values = {"concept": "hashtag", "address": "L1.c.1", "kind": "ablate_c", "where": "inside", "dose": 0.0}
    values |= {"value": 0.2, "low": low, "high": high, "random_low": -0.1, "random_high": 0.1, "tweets": 9}
    return Effect(**{**values, **changed})


@pytest.mark.parametrize(
    ("effect", "counts"),
    [
        (_effect(0.11, 0.3), True),
        (_effect(0.1, 0.3), False),
        (_effect(-0.3, -0.11, value=-0.2), True),
        (_effect(None, None), False),
        (_effect(0.0004, 0.0006, value=0.0005, random_low=0.0, random_high=0.0001), False),
    ],
)
def test_an_effect_counts_outside_the_random_units(effect: Effect, counts: bool) -> None:
    """Strictly outside, on either side, and not when it is negligible."""
    assert beyond(effect) is counts


def test_certified_first_then_by_score(known: Facts) -> None:
    """The order of the table, against a plain sort."""
    order = by_score(known.certificates)
    firm = [one for one in order if one.certified]
    assert order[: len(firm)] == firm
    assert [one.score for one in firm] == sorted((one.score for one in firm), reverse=True)


def test_every_certificate_and_probe_has_a_row(known: Facts) -> None:
    """Nothing tried is left out, certified or not."""
    page = "\n".join(detectors(known))
    assert sum(line.count("`, ") for line in page.splitlines() if line.startswith("|")) == len(
        known.certificates
    )
    for grade in ("not certified", "tells", "beats rivals", "beyond spelling"):
        expected = sum(highest(one) == grade for one in known.certificates)
        assert sum(f"| {grade} |" in line for line in page.splitlines()) == expected
    told = sum(one.tells for one in known.certificates)
    assert f"- **{told} of {len(known.certificates)}** tells" in page
    assert "all addresses" in page


def highest(one: Certificate) -> str:
    """The last of the grades that holds."""
    held = {"tells": one.tells, "beats rivals": one.beats_rivals, "beyond spelling": one.beyond_spelling}
    return next((name for name in reversed(held) if held[name]), "not certified")


def test_rates_stand_from_free_to_high() -> None:
    """Free, the lowest dose, the mean, the highest: whatever order they come in."""
    doses = {2.0: 0.7, -1.5: 0.1, None: 0.4, 0.0: 0.3, 1.0: 0.5}
    found = [_effect(0.0, 1.0, kind="clamp", dose=dose, value=value) for dose, value in doses.items()]
    shown = [cell.split(" [")[0] for cell in rates(found)]
    assert shown == ["0.40", "−1.5: 0.10", "0.30", "+2.0: 0.70"]


def test_no_interventions_no_table(known: Facts) -> None:
    """One sentence."""
    assert "No interventions" in "\n".join(effects(known.model_copy(update={"effects": []})))
