"""Rows of probes: selectivity of the largest group with a control, and which directions tell."""

import pytest

from pipeline.report.results.evidence import Probe
from pipeline.report.results.sections.probes import directions, selective, shown

GROUP = {"score": 0.9, "low": 0.8, "high": 0.95, "control": 0.6, "selectivity": 0.3}
GROUP |= {"selectivity_low": 0.2, "selectivity_high": 0.4, "compression": 4.25}
WHOLE = {"direction": 0.93, "direction_low": 0.9, "direction_high": 0.95, "direction_gain": 0.03}
WHOLE |= {"gain_low": 0.01, "gain_high": 0.05, "direction_p": 0.01, "direction_control": 0.6}
WHOLE |= {"direction_control_low": 0.3, "direction_untrained": 0.7, "direction_untrained_low": 0.2}


def _probe(concept: str, k: int, **values: float | None) -> Probe:
    return Probe(**{"concept": concept, "k": k, "score": 0.9, "low": 0.8, "high": 0.95, **values})


def test_the_largest_group_with_a_control_is_shown() -> None:
    """Of 1, 8 and 64 addresses the last with a control; a concept without one has no row."""
    found = [_probe("url", 1, **GROUP), _probe("url", 8, **GROUP), _probe("url", 64), _probe("slogan", 8)]
    rows = [line for line in selective(found) if line.startswith("| ")][1:]
    assert [row.split(" | ")[:2] for row in rows if "URL" in row] == [["| URL", "8"]]
    assert "0.300 [0.200, 0.400] | 4.2" in rows[-1]
    assert not any("slogan" in row for row in rows)
    assert selective([_probe("slogan", 8)]) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, True),
        ({"direction_p": 0.2}, False),
        ({"direction_control_low": -0.01}, False),
        ({"direction_untrained_low": None}, False),
    ],
)
def test_a_direction_tells_beyond_all_three(changed: dict, expected: bool) -> None:
    """Chance, the control task, untrained networks; what is not known is not shown."""
    assert shown(_probe("url", 0, **{**WHOLE, **changed})) is expected


def test_directions_are_counted() -> None:
    """One of two tells; a probe of some addresses, and one of an earlier version, have no row."""
    found = [_probe("url", 0, **WHOLE), _probe("slogan", 0, **{**WHOLE, "direction_p": 0.2})]
    page = "\n".join(directions([*found, _probe("url", 8, **GROUP), _probe("emoji", 0)]))
    assert "**1 of 2** tell" in page
    assert "| URL | 0.930 [0.900, 0.950] | 0.030 [0.010, 0.050] | 0.010 | 0.600, +0.300 |" in page
    assert "emoji" not in page
