"""The stops name findings that the lab has, and hold no figure of their own."""

import json
import re
from pathlib import Path

from pipeline.lab.kinds import OF_TASK
from pipeline.lab.tour.stops import STOPS

FACTS = Path(__file__).parents[3] / "docs" / "results" / "data" / "lab" / "facts.json"


def test_every_finding_that_is_named_was_measured() -> None:
    """By task and key, among the committed findings of the lab; tasks come in the lab's order."""
    rows = json.loads(FACTS.read_text(encoding="utf-8"))["findings"]
    known = {(row["task"], row["finding"]) for row in rows}
    tasks = [stop.name for stop in STOPS if stop.name in OF_TASK]
    assert tasks == [name for name in OF_TASK if name in tasks]
    assert {(s.name, key) for s in STOPS for key in (*s.found, *s.shown)} <= known


def test_no_figure_is_typed() -> None:
    """Questions, exercises and answers have no digit: figures come from the artefacts."""
    for stop in STOPS:
        assert not re.search(r"\d", stop.question + stop.look + stop.exercise + stop.answer), stop.name
