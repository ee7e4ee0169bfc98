"""Names of metrics: one style, nothing twice."""

import re

import pytest

from pipeline.runner.measures import measures
from pipeline.runner.registry import BY_NAME

COUNTS = {
    "corpus": {"kept": 5, "format": "CSV", "splits": {"train": 3}},
    "train": {"test_bits_per_char": 1.5, "valid_bits_per_char": 1.4, "step": 20, "steps": 30, "epochs": 1.0},
    "bits": {"symbols": 9, "lstm_bits_per_char": 1.5, "ppm_bits_per_char": 2.0, "saved": {}},
    "certify": {"concepts": 3, "tells": 2, "certified": 2},
    "intervene": {"matters": 1, "position": 270},
    "samples": {"bits_per_char": 1.2, "best_temperature": 0.7},
}


@pytest.mark.parametrize("stage", BY_NAME)
def test_each_name_is_a_group_and_a_measure(stage: str) -> None:
    """`split/metric`, or the stage; only numbers; no two counts under one name."""
    found = measures(stage, COUNTS.get(stage, {"bytes": 3}))
    assert all(re.fullmatch(r"[a-z]+/[a-z_]+", name) for name in found)


def test_what_a_curve_or_another_metric_says_is_left_out() -> None:
    """By hand."""
    assert measures("train", COUNTS["train"]) == {
        "test/bits_per_character": 1.5,
        "valid/best_bits_per_character": 1.4,
        "valid/best_step": 20.0,
        "train/steps": 30.0,
    }
    assert measures("bits", COUNTS["bits"]) == {
        "bits/symbols": 9.0,
        "test/bits_per_character": 1.5,
        "test/bits_per_character_ppm": 2.0,
    }
    assert measures("certify", COUNTS["certify"]) == {"detectors/concepts": 3.0, "detectors/tells": 2.0}
    assert measures("intervene", COUNTS["intervene"]) == {"detectors/matters": 1.0}
    assert measures("samples", COUNTS["samples"]) == {"samples/bits_per_character": 1.2}
