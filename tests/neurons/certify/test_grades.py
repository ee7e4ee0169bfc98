"""Grades, by hand: which one a certificate has, and what keeps it from the next."""

from types import SimpleNamespace
from typing import Any

import pytest
from certificate_rows import certificate_row

from pipeline.neurons.certify.grades import GRADES, grade, graded

NAN = float("nan")


@pytest.mark.parametrize(
    ("change", "reached", "unmet"),
    [
        ({}, 3, ""),
        ({"ngram_low": 0.0}, 2, "ngram"),
        ({"character_low": -0.1, "position_low": 0.0}, 1, "position, character"),
        ({"character_auroc": NAN, "character_low": NAN}, 3, ""),
        ({"auroc_low": 0.63}, 1, "effect too small"),
        ({"average_precision": 0.11}, 1, "precision too low"),
        ({"sibling": "url", "contrast_low": 0.5}, 1, "url"),
        ({"p_holm": 0.05}, 0, "chance"),
        ({"p_holm": NAN}, 0, "no valid null"),
        ({"auroc_low": NAN}, 0, "too few tweets"),
        ({"control_low": 0.0, "untrained_low": NAN}, 0, "control task, untrained network"),
        ({"kind": "graded", "auroc_low": 0.29, "average_precision": NAN}, 1, "effect too small"),
        ({"kind": "graded", "auroc_low": 0.3, "average_precision": NAN}, 3, ""),
    ],
)
def test_each_limit_keeps_from_one_grade(change: dict[str, Any], reached: int, unmet: str) -> None:
    """A row that has every grade, with one thing changed; a grade has all those before it."""
    found = graded(certificate_row(**change))
    assert [found[name] for name in GRADES] == [True] * reached + [False] * (3 - reached)
    assert found["certified"] == found["tells"]
    assert found["unmet"] == unmet
    assert grade(SimpleNamespace(**found)) == ["not certified", *GRADES][reached]
