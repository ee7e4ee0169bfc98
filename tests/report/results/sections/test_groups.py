"""The smallest set of each concept has a row, and the curve has a column for each size."""

from pipeline.neurons.causes.records import Group, Removal
from pipeline.report.results.sections.groups import curve, removals, sets


def _group(concept: str, k: int, share: float, smallest: bool = False) -> Group:
    return Group(
        **{"concept": concept, "k": k, "smallest": smallest, "needed": 2.0 if smallest else None},
        **{"gain": 2.5, "gain_low": 2.0, "gain_high": 3.0, "share": share, "share_low": 0.7},
        **{"share_high": 0.95, "towards": 0.9, "towards_low": 0.8, "towards_high": 0.97},
        **{"random_mean": 0.5, "random_high": 1.0, "equal_share": 0.3, "equal_p": 0.02},
    )


FOUND = [
    *(_group("url", 1, 0.3), _group("url", 2, 0.85, smallest=True), _group("url", 4, 1.0)),
    *(_group("slogan", 1, 0.9, smallest=True), _group("slogan", 2, 1.0)),
]


def test_the_smallest_sets_are_shown() -> None:
    """Two concepts, two rows, each with its size; without sets the section is left out."""
    rows = [line for line in sets(FOUND) if line.startswith(("| URL", "| slogan"))][:2]
    assert rows[0].startswith("| URL | 2 | 0.850 [0.700, 0.950] | 0.90 [0.80, 0.97] | 2.50 [2.00, 3.00] |")
    assert rows[1].startswith("| slogan | 1 | 0.900")
    assert rows[0].endswith("| 0.50, 1.00 | 2 | 30 %, 0.020 |")
    assert sets([]) == []


def test_the_curve_has_every_size() -> None:
    """A size that one concept does not have is left open."""
    lines = [line for line in curve(FOUND) if line.startswith("| ")]
    assert [cell.strip() for cell in lines[0].strip("|").split("|")] == ["concept", "1", "2", "4"]
    assert "| URL | 0.30 | 0.85 | 1.00 |" in lines
    assert "| slogan | 0.90 | 1.00 | – |" in lines


def test_a_removal_has_its_costs_beside_random_ones() -> None:
    """By hand; without removals the section is left out."""
    values = {"before": 0.9, "left": 0.6, "cost_inside": 0.4, "cost_outside": 0.05}
    ends = {f"{name}_low": value - 0.01 for name, value in values.items()}
    ends |= {f"{name}_high": value + 0.01 for name, value in values.items()}
    random = {"random_inside": 0.01, "random_inside_high": 0.02}
    random |= {"random_outside": 0.0, "random_outside_high": 0.003}
    one = Removal(**{"concept": "url", "rank": 3, **values, **ends, **random})
    row = next(line for line in removals([one]) if line.startswith("| URL"))
    assert (
        "| 3 | 0.900 [0.890, 0.910] | 0.600 [0.590, 0.610] | 0.400 [0.390, 0.410] | +0.010, +0.020 |" in row
    )
    assert removals([]) == []
