"""The tour as a page, over networks made by hand."""

from html import unescape
from pathlib import Path

import built
import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.lab import store
from pipeline.lab.code.stage import structure
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
    for command in ("tweetscope code", "make demo", "tweetscope lab --tour"):
        assert f"<code>{command}</code>" in html  # what to do for the two networks that are not trained
    assert HOSTILE not in html


def test_a_network_that_reads_text_opens_at_its_first_unit(lab: Lab, tmp_path: Path) -> None:
    """Once its units are measured, statements come instead of what to do; the link where it has a page."""
    code = Workspace(tmp_path / "code")
    columns = ["label", "unit", "held_out", "lift", "aim", "reached"]
    structure(code, "units").parent.mkdir(parents=True)
    pd.DataFrame([("depth", "L2.c.3", 0.95, 20.0, 0.9, True)], columns=columns).to_parquet(
        structure(code, "units")
    )
    before = page.page(lab, code, Workspace(tmp_path / "demo"))
    code.explorer.parent.mkdir(parents=True)
    code.explorer.touch()
    after = page.page(lab, code, Workspace(tmp_path / "demo"))
    for html in (before, after):
        assert "<code>tweetscope code</code>" not in html
        assert "L2.c.3 follows: depth." in html
    link = '<a href="../../code/report/explorer.html#/read/L2.c.3">'
    assert (link in before, link in after) == (False, True)


def test_without_a_lab_the_tour_says_what_to_run(tmp_path: Path) -> None:
    """One line, and nothing is written."""
    empty = Lab(Workspace(tmp_path / "lab"))
    with pytest.raises(UserError, match="run `make lab` first"):
        page.write(empty, Workspace(tmp_path / "code"), Workspace(tmp_path / "demo"))
    assert not empty.tour.exists()
