"""A section that lacks an artefact still stands."""

from dataclasses import replace
from typing import Any

import pytest

from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.bits import bits as bits_section
from pipeline.report.sections.causality import causality
from pipeline.report.sections.detectors import (
    detectors,
)
from pipeline.report.sections.neurons import probes, saturation
from pipeline.report.sections.samples import samples
from pipeline.report.sections.training import training


@pytest.mark.parametrize(
    ("section", "artefact", "target"),
    [
        (training, "card", "train"),
        (training, "history", "train"),
        (bits_section, "bits", "analyze"),
        (lambda found: detectors(found, 1), "certificates", "analyze"),
        (lambda found: detectors(found, 1), "passages", "analyze"),
        (causality, "interventions", "analyze"),
        (probes, "probes", "analyze"),
        (saturation, "scan", "analyze"),
        (lambda found: samples(found, 1), "samples", "samples"),
        (lambda found: samples(found, 1), "quality", "samples"),
    ],
)
def test_a_missing_artefact_names_its_target(
    found: Artefacts, section: Any, artefact: str, target: str
) -> None:
    """A section that lacks an artefact still stands, and says which make target makes it."""
    lacking = replace(found, **{artefact: None})
    assert list(section(lacking).missing.values()) == [target]
    assert section(found).missing == {}
