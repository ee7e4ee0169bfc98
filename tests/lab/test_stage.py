"""The stage on networks built by hand and untrained ones: tables, certificates, page."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import built
import numpy as np
import pandas as pd
import pytest

from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import Workspace
from pipeline.lab import kinds, stage, store
from pipeline.lab.findings.finding import FAILS, HOLDS
from pipeline.lab.lesson import MISSING, Lesson
from pipeline.lab.networks import jobs
from pipeline.lab.networks.jobs import Job
from pipeline.lab.networks.learning import initial, network
from pipeline.lab.proofs import verify
from pipeline.lab.store import Lab
from pipeline.lab.variants import contests
from pipeline.network.weights import NetworkWeights
from pipeline.tracking.tracker import NullTracker

SEEDS = 2

KNOWN = {
    ("counter", "noisy"): built.noisy(built.counting(), size=0.2),
    ("counter", "hard"): built.counting("hard"),
    ("selective", "noisy"): built.noisy(built.counting(skip="X", units=20), size=0.2),
    ("selective", "hard"): built.counting("hard", skip="X", units=20),
    ("memoriser", "noisy"): built.noisy(built.remembering(), size=0.2),
    ("memoriser", "hard"): built.remembering("hard"),
    ("copying", "quiet"): built.copier(),
}


class Kept(NullTracker):
    """Keeps the numbers of a run and of those below it."""

    def __init__(self) -> None:
        self.numbers: dict[str, float] = {}
        self.children: dict[str, Kept] = {}

    def metrics(self, values: dict[str, float], step: int | None = None) -> None:
        assert all(re.fullmatch(r"[\w\-. :/]+", name) for name in values)  # what MLflow takes as a name
        self.numbers |= values

    @contextlib.contextmanager
    def child(self, name: str) -> Iterator[NullTracker]:
        self.children[name] = Kept()
        yield self.children[name]


def networks(job: Job) -> list[NetworkWeights]:
    """The hand-built network of a job, or untrained ones."""
    for (task, kind), one in KNOWN.items():
        if job.path.name == f"{task}-{kind}.safetensors":
            return [one] * len(job.seeds)
    return [network(job.shape, initial(job.shape, seed)) for seed in job.seeds]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, dict[str, Kept]]]:
    """A lab whose networks are all there."""
    lab, runs = Lab(Workspace(tmp_path_factory.mktemp("lab") / "lab")), {}
    with pytest.MonkeyPatch.context() as patch:
        for name, task in kinds.TASKS.items():
            patch.setitem(kinds.TASKS, name, replace(task, seeds=SEEDS))  # type: ignore[arg-type]
        patch.setattr(contests, "CHOOSING", (100,))
        for job in stage.training_jobs(lab):
            store.save(job.path, networks(job), np.zeros((1, 1), np.float32), job.mark)
        patch.setattr(jobs, "run", None)  # training would fail

        @contextlib.contextmanager
        def tracked(task: str) -> Iterator[NullTracker]:
            runs[task] = Kept()
            yield runs[task]

        stage.run(lab, tracked, QuietScreen(), Path("nowhere"))
        yield lab, runs


def test_findings_of_networks_that_are_known(ran: tuple[Lab, dict[str, Kept]]) -> None:
    """What was built is found; what was not trained does not count."""
    table = pd.read_parquet(ran[0].findings).set_index(["task", "finding"])
    for task, key in (
        ("counter", "counting set"),
        ("counter", "one unit"),
        ("memoriser", "one cell"),
        ("copying", "all words"),
    ):
        assert table.loc[(task, key), "verdict"] == HOLDS, key
    for task, key in (
        ("counter", "learned plain"),
        ("copying", "one cell used"),
        ("copying-long", "long words"),
    ):
        assert table.loc[(task, key), "verdict"] == FAILS, key
    assert table["claim"].str.len().min() > 10


def test_certificates_hold(ran: tuple[Lab, dict[str, Kept]], capsys: pytest.CaptureFixture[str]) -> None:
    """One file for each proved network, and the table says so."""
    proofs = pd.read_parquet(ran[0].proofs)
    assert proofs["proved"].all()
    assert proofs.groupby("task").size().to_dict() == {
        "counter": SEEDS,
        "selective": SEEDS,
        "memoriser": SEEDS,
    }
    import json

    for row in proofs.itertuples():
        verify.check(json.loads(ran[0].certificate(row.task, row.seed).read_text()))


def test_every_task_is_a_run_with_a_run_for_each_seed(ran: tuple[Lab, dict[str, Kept]]) -> None:
    """With the measure of each finding below, and how many passed above."""
    runs = ran[1]
    assert list(runs) == list(kinds.OF_TASK)
    assert runs["counter"].numbers["passed/counting_set"] == SEEDS
    assert runs["counter"].numbers["lab/proved"] == SEEDS
    assert [*runs["counter"].children] == [f"seed {k}" for k in range(SEEDS)]
    assert runs["counter"].children["seed 1"].numbers["measured/counting_set"] == 1


def test_the_page_stands_alone(ran: tuple[Lab, dict[str, Kept]]) -> None:
    """No script, nothing from elsewhere; every claim and every variant stands in it."""
    from html import unescape

    html = ran[0].report.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "").replace("http://www.w3.org", "")
    plain = unescape(html)
    assert all(claim in plain for claim in pd.read_parquet(ran[0].findings)["claim"])
    assert all(variant.name in plain for variant in contests.VARIANTS)
    assert "not beside this checkout" in plain


def test_the_lesson_reads_the_lab(ran: tuple[Lab, dict[str, Kept]], tmp_path: Path) -> None:
    """Steps added are b's printed; without a lab it says so."""
    lesson = Lesson(ran[0].folder.parent / "demo")
    assert lesson.added(9, range(-2, 3))["printed"].tolist() == [7, 8, 9, 10, 11]
    assert "input gate" in lesson.string(4)
    assert "<svg" in lesson.cell(12)
    assert len(lesson.findings()) == len(pd.read_parquet(ran[0].findings))
    assert lesson.proofs()["proved"].tolist() == [SEEDS] * 3
    assert len(lesson.variants()) == len(contests.VARIANTS)
    none = Lesson(tmp_path / "demo")
    assert none.string(4) == none.cell(4) == MISSING
    assert none.added(3, range(2)).empty
    assert none.findings().empty
