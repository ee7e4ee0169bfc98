"""Cells on text from beginning to end: train, measure, compare, and add the table to the lab's page."""

from dataclasses import dataclass

from pipeline.core.screen import QuietScreen
from pipeline.core.tables import write_table
from pipeline.lab import columns
from pipeline.lab.networks import jobs
from pipeline.lab.store import Lab
from pipeline.lab.variants.texts import contest
from pipeline.tracking.tracker import NullTracker

ALL = ("tweets", "code")


@dataclass(frozen=True)
class Budget:
    """What is compared, and at what cost.

    Attributes:
        minutes: of one core, for each network.
        seeds: networks of each cell.
        texts: of ALL.
    """

    minutes: float = 1.0
    seeds: int = 1
    texts: tuple[str, ...] = ALL


def run(lab: Lab, budget: Budget, tracker: NullTracker, screen: QuietScreen) -> None:
    """Train what is not trained, write the table; networks of the same budget that are there are kept."""
    from pipeline.lab import page

    work = list(contest.jobs(lab, budget.minutes, budget.seeds, budget.texts))
    with screen.progress("training", len(work), "cells") as advance:
        jobs.run_all(work, advance, contest.run)
    compared = contest.table(work)
    write_table(compared, lab.texts, columns.TEXTS)
    tracker.params({"minutes": budget.minutes, "seeds": budget.seeds})
    tracker.table(compared.drop(columns="values"), "texts")
    screen.show("Cells on text", list(compared.columns), compared.itertuples(index=False))
    if lab.report.exists():
        page.write(lab)
