"""The detector that a page begins with."""

from typing import Any

import pandas as pd
import pytest
from certificate_rows import certificate_row

from pipeline.neurons.first import first


def rows(*given: dict[str, Any]) -> pd.DataFrame:
    """Certificates that differ from a usual one as given, certified unless they say otherwise."""
    usual = {"certified": True, "matters": False, "beats_rivals": False, "beyond_spelling": False}
    return pd.DataFrame(
        [
            {**certificate_row(concept=f"c{k}", address=f"L1.c.{k}"), **usual, **one}
            for k, one in enumerate(given)
        ]
    )


def ablated(*costs: tuple[str, float]) -> pd.DataFrame:
    """Lasting ablation inside concepts, low ends as given; units at random cost up to 0.1."""
    columns = {"kind": "ablate_c", "where": "inside", "random_high": 0.1}
    return pd.DataFrame([{**columns, "concept": concept, "low": low} for concept, low in costs])


@pytest.mark.parametrize(
    ("given", "costs", "expected"),
    [
        ([{"lift_untrained": 0.1}, {"lift_untrained": 0.3}], [], "c1"),
        ([{"lift_untrained": 0.1}, {"lift_untrained": 0.3}], [("c0", 0.2), ("c1", 0.05)], "c0"),
        ([{"lift_untrained": 0.1}, {"lift_untrained": 0.3, "certified": False}], [], "c0"),
        ([{"lift_untrained": 0.1}, {"lift_untrained": 0.3, "kind": "graded"}], [], "c0"),
        ([{"lift_untrained": 0.1, "matters": True}, {"lift_untrained": 0.3}], [], "c0"),
        (
            [{"lift_untrained": -0.1, "matters": True}, {"lift_untrained": 0.01}],
            [("c0", 1.0), ("c1", 1.0)],
            "c1",
        ),
    ],
)
def test_the_most_convincing_comes_first(
    given: list[dict[str, Any]], costs: list[tuple[str, float]], expected: str
) -> None:
    """Ahead of untrained networks and costly to lose; then grades; then the lead. Certified spans alone."""
    found = first(rows(*given), ablated(*costs) if costs else None)
    assert found == {"address": f"L1.c.{expected[1:]}", "concept": expected}


def test_without_certified_detectors_there_is_none() -> None:
    """No certificates, or none that holds."""
    assert first(None, None) is None
    assert first(rows({"certified": False}), None) is None
