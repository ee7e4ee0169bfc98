"""Interventions in the report: of certified detectors, with intervals and controls."""

from dataclasses import replace

from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.causality import causality, certified


def test_interventions_on_certified_detectors_only(found: Artefacts) -> None:
    """Rows of what is not certified are left out; the strongest detector comes first."""
    assert found.interventions is not None
    kept = certified(found.interventions, found.certificates)
    assert "all_caps" not in set(kept["concept"])
    assert list(dict.fromkeys(kept["concept"]))[:2] == ["hashtag", "mention"]
    assert len(kept) == (found.interventions["concept"] != "all_caps").sum()
    assert set(kept[kept["where"] == "best"]["address"]) == {"L2.o.5"}
    assert certified(found.interventions, None) is found.interventions


def test_ablation_is_told_with_its_interval_and_its_control(found: Artefacts) -> None:
    """The row of a detector holds the changes of the artefact, their intervals, and those of random units."""
    section = causality(found)
    first = section.values["lasting"].rows[0]
    assert first[:3] == ("hashtag", "L1.c.0", "+0.3100 [0.2600, 0.3600]")
    assert first[4:] == ("−0.0120 [−0.0620, 0.0380]", "0.0200 [−0.0100, 0.0600]")
    assert "30 test tweets" in section.values["lasting"].caption
    assert set(section.figures) == {"ablation", "dose", "position", "birth"}


def test_without_snapshots_the_birth_is_missing(found: Artefacts) -> None:
    """Birth curves that were not measured are named as missing; the rest is told."""
    assert found.interventions is not None
    rows = found.interventions[found.interventions["kind"] != "birth"]
    section = causality(replace(found, interventions=rows))
    assert list(section.missing.values()) == ["analyze"]
    assert set(section.figures) == {"ablation", "dose", "position"}
