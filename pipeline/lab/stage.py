"""The lab from beginning to end: train, find, prove, compare, write the page. It needs no corpus."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.core.screen import QuietScreen
from pipeline.core.tables import write_table
from pipeline.lab import columns, opening, published, store
from pipeline.lab.findings import of_copying, of_counter, of_gates, of_memoriser, of_selective
from pipeline.lab.findings.finding import Finding
from pipeline.lab.findings.finding import table as findings_table
from pipeline.lab.kinds import KINDS, OF_TASK, TASKS
from pipeline.lab.networks import jobs
from pipeline.lab.networks.jobs import Job
from pipeline.lab.proofs import all as proofs
from pipeline.lab.store import Lab
from pipeline.lab.variants import contests, literature
from pipeline.network.weights import NetworkWeights
from pipeline.tracking.tracker import NullTracker

Trained = Mapping[str, Sequence[NetworkWeights]]
Tracked = Callable[[str], AbstractContextManager[NullTracker]]  # a task's name → its run

FINDINGS: Mapping[str, Callable[[Trained], list[Finding]]] = {
    "counter": of_counter.findings,
    "selective": of_selective.findings,
    "memoriser": of_memoriser.findings,
    "copying": of_copying.findings,
    "copying-long": of_copying.long_findings,
}


def training_jobs(lab: Lab, more: bool = False) -> Iterator[Job]:
    """The networks of every task and kind, and those of the variants (`more`: all of them)."""
    for name, kinds in OF_TASK.items():
        task = TASKS[name]
        for kind in kinds:
            yield Job(
                f"{name}, {KINDS[kind].words}",
                lab.networks(name, kind),
                KINDS[kind].shape(task),
                KINDS[kind].recipe(task),
                task.characters,
                task.training,
                tuple(range(task.seeds)),
            )
    yield from contests.jobs(lab, more)


def run(
    lab: Lab,
    tracked: Tracked,
    screen: QuietScreen,
    gallery: Path = published.FOLDER,
    more: bool = False,
) -> dict[str, Any]:
    """Everything; networks that are there already are kept.

    Args:
        tracked: opens the MLflow run of a task.
        more: compare cells on the other tasks too.
        gallery: the folder of the 2017 explorer's networks; left out where it is not there.
    """
    from pipeline.lab.page import write as write_page

    work = list(training_jobs(lab, more))
    with screen.progress("training", len(work), "jobs") as advance:
        jobs.run_all(work, advance)
    trained = {task: _kinds(lab, task) for task in OF_TASK}
    found = findings_table(list(_found(trained)))
    write_table(found, lab.findings, columns.FINDINGS)
    hard = {task: kinds["hard"] for task, kinds in trained.items() if "hard" in kinds}
    with screen.progress("proving", sum(map(len, hard.values())), "networks") as advance:
        proved = proofs.table(lab, [TASKS[task] for task in hard], hard, advance)
    write_table(proved, lab.proofs, columns.PROOFS)
    compared = contests.table(lab)
    write_table(compared, lab.variants, columns.VARIANTS)
    write_table(literature.table(compared), lab.literature, columns.LITERATURE)
    published.export(lab.gallery, {task: trained[task][OF_TASK[task][0]] for task in OF_TASK})
    beside = [published.table(gallery, "article"), published.table(lab.gallery, "ours")]
    shown = pd.concat([one for one in beside if len(one)], ignore_index=True)
    write_table(shown, lab.published, columns.PUBLISHED)
    write_page(lab)
    for task in OF_TASK:
        opening.page(lab, opening.shown(task), QuietScreen())
    for task in OF_TASK:
        with tracked(task) as tracker:
            _log(tracker, task, found, proved, trained[task])
    _say(screen, found, proved, compared)
    screen.say(f"{lab.report}")
    return {"findings": len(found), "proved": int(proved["proved"].sum())}


def _found(trained: Mapping[str, Trained]) -> Iterator[Finding]:
    for task, of in FINDINGS.items():
        yield from of(trained[task])
        first = OF_TASK[task][0]
        yield of_gates.finding(TASKS[task], trained[task][first], KINDS[first].words)


def _kinds(lab: Lab, task: str) -> dict[str, list[NetworkWeights]]:
    return {kind: store.load(lab.networks(task, kind)) for kind in OF_TASK[task]}


def _log(
    tracker: NullTracker, task: str, found: pd.DataFrame, proved: pd.DataFrame, trained: Trained
) -> None:
    """The findings of a task as a table, and below the run one for each seed, with its measures."""
    own, certificates = found[found["task"] == task], proved[proved["task"] == task]
    tracker.params({"layers": TASKS[task].layers, "units": TASKS[task].units, "steps": TASKS[task].steps})
    tracker.metrics({f"passed/{_slug(row.finding)}": float(row.passed) for row in own.itertuples()})
    tracker.table(own.drop(columns="values"), "findings")
    if len(certificates):
        tracker.metrics({"lab/proved": float(certificates["proved"].sum())})
        tracker.table(certificates, "proofs")
    for seed in range(TASKS[task].seeds):
        with tracker.child(f"seed {seed}") as child:
            child.metrics(
                {f"measured/{_slug(row.finding)}": float(row.values_[seed]) for row in _by_seed(own, seed)}
            )


def _slug(finding: str) -> str:
    return finding.replace(" ", "_")


def _by_seed(own: pd.DataFrame, seed: int) -> list[Any]:
    renamed = own.rename(columns={"values": "values_"})
    return [row for row in renamed.itertuples() if seed < len(row.values_)]


def _say(screen: QuietScreen, found: pd.DataFrame, proved: pd.DataFrame, compared: pd.DataFrame) -> None:
    rows = [(r.task, r.claim, f"{r.passed} of {r.of}", r.verdict) for r in found.itertuples()]
    screen.show("Findings", ("task", "claim", "networks", "verdict"), rows)
    by_task = proved.groupby("task", sort=False)["proved"].agg(["sum", "count"])
    screen.show(
        "Proofs, for all lengths",
        ("task", "proved", "networks"),
        [(t, *row) for t, row in by_task.iterrows()],
    )
    shown = compared.drop(columns=["values", "goals", "reached"])
    screen.show("Other cells", list(shown.columns), shown.itertuples(index=False))
