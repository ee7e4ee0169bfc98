"""The tour as a page, over networks made by hand."""

from html import unescape
from pathlib import Path

import built
import numpy as np
import pytest

from pipeline.core.workspace import Workspace
from pipeline.lab import store
from pipeline.lab.findings.finding import Finding, table
from pipeline.lab.kinds import OF_TASK
from pipeline.lab.store import Lab
from pipeline.lab.tour import page
from pipeline.lab.tour.stops import STOPS

HOSTILE = "<script>1</script>"
NETWORKS = {
    "counter": built.counting(at=3),
    "selective": built.counting(skip="X", units=20),
    "memoriser": built.remembering(),
    "copying": built.copier(),
}


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A lab with one network of each task, and every finding that the tour names."""
    made = Lab(Workspace(tmp_path / "lab"))
    for task, network in NETWORKS.items():
        kind = OF_TASK[task][0]
        store.save(made.networks(task, kind), [network], np.zeros((1, 1), np.float32), "mark")
    keys = [(stop.name, key) for stop in STOPS for key in (*stop.found, *stop.shown)]
    found = [
        Finding.of(key, task, f"Claim {key} {HOSTILE}", "a test", "noisy", [(12.5, True)])
        for task, key in keys
    ]
    table(found).to_parquet(made.findings)
    return made


def test_each_stop_has_its_figures_and_its_answer_behind_a_fold(lab: Lab, tmp_path: Path) -> None:
    """Claims and figures as text, links into the explorer at the unit that was found, folded answers."""
    made = page.write(lab, Workspace(tmp_path / "code"), Workspace(tmp_path / "demo"))
    html = made.read_text(encoding="utf-8")
    plain = unescape(html)
    assert html.count("<details>") == html.count("<summary>Answer</summary>") == len(STOPS)
    assert "<details open" not in html
    for stop in STOPS:
        assert stop.question in plain
        assert all(f"Claim {key} {HOSTILE}" in plain for key in (*stop.found, *stop.shown))
    assert "1 of 1 networks pass; median 12.5" in plain
    assert "../explorers/counter-noisy-0/report/explorer.html#/step/L1.c.3?text=aaaaaaaaXbbbbbbbb" in html
    assert "make demo has not run" in html
    assert "tweetscope code has not run" in html
    assert HOSTILE not in html
