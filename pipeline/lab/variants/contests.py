"""Other cells on the lab's tasks: as many parameters, the same strings and steps, each at its best rate.

`make lab` compares cells on the counter; `tweetscope lab --variants` adds layers, the memoriser, the copy
machine, and taggers of names that read one way or both.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.lab import store
from pipeline.lab.findings import of_copying, of_counter, of_memoriser
from pipeline.lab.kinds import TASKS
from pipeline.lab.networks.jobs import Job
from pipeline.lab.networks.shapes import Recipe, Shape
from pipeline.lab.store import Lab
from pipeline.lab.tasks import copying, counter, memoriser, names
from pipeline.lab.tasks.task import Task
from pipeline.lab.variants import tagging
from pipeline.network.cells import CELLS
from pipeline.network.weights import NetworkWeights

PARAMETERS = 660
RATES = (0.02, 0.05, 0.1)
NOISE = 0.1  # .3 is too much for a cell without gates
CHOOSING = tuple(range(100, 105))  # seeds that the rate is chosen on


@dataclass(frozen=True)
class Variant:
    """A cell and a depth, an LSTM with a gate held open, or a bidirectional LSTM: one for each direction."""

    name: str
    cell: str = "lstm"
    open_gates: str = ""
    layers: int = 1
    both: bool = False

    def units(self, vocabulary: int, wanted: int = PARAMETERS) -> int:
        """The number of units (of one direction) with which it is nearest to the parameters of the others."""
        return min(range(2, 400), key=lambda n: abs(self.parameters(vocabulary, n) - wanted))

    def parameters(self, vocabulary: int, units: int) -> int:
        """All learned numbers; those of a gate held open are not learned."""
        cell = CELLS[self.cell]
        biases = 2 if cell.apart else 1
        inputs = vocabulary + (self.layers - 1) * units
        weights = units * (inputs + self.layers * (units + biases))
        peepholes = 3 * units * self.layers if self.cell == "peephole" else 0
        one = (len(cell.blocks) - len(self.open_gates)) * weights + peepholes + (units + 1) * vocabulary
        return (1 + self.both) * one


VARIANTS = (
    Variant("RNN", "rnn"),
    Variant("GRU", "gru"),
    Variant("LSTM"),
    Variant("peephole LSTM", "peephole"),
    Variant("coupled gates", "coupled"),
    Variant("no input gate", open_gates="i"),
    Variant("no forget gate", open_gates="f"),
    Variant("no output gate", open_gates="o"),
)
DEEPER = (Variant("LSTM, 2 layers", layers=2), Variant("LSTM, 3 layers", layers=3))
TAGGERS = (Variant("LSTM"), Variant("bidirectional LSTM", both=True))


@dataclass(frozen=True)
class Contest:
    """What variants are compared on.

    Attributes:
        task: the strings.
        measure: how far a network is right.
        words: what the measure is.
        goals: numbers of it; the table says how many networks reach each.
        steps: of training.
        seeds: how many networks are reported; 0 is as many as the task has.
        choosing: how many of CHOOSING choose the rate.
        usual, extra: which variants, with `make lab` and beyond it.
        wanted: parameters of a network, as nearly as units allow.
        tags: the networks say something of each character, and may read both ways; `measure` gets a tagger.
    """

    task: Task
    measure: Callable[[Any], int]
    words: str
    goals: tuple[int, ...]
    steps: int
    seeds: int
    choosing: int
    usual: tuple[Variant, ...] = ()
    extra: tuple[Variant, ...] = ()
    wanted: int = PARAMETERS
    tags: bool = False

    @property
    def variants(self) -> tuple[Variant, ...]:
        return (*self.usual, *self.extra)

    def each(self) -> tuple[int, ...]:
        """The seeds of one rate: those that are reported, then those that choose."""
        return (*range(self.reported), *CHOOSING[: self.choosing])

    @property
    def reported(self) -> int:
        """How many of them are reported."""
        return self.seeds or TASKS[self.task.name].seeds


def _words_right(weights: NetworkWeights) -> int:
    return round(of_copying.share(weights) * len(of_copying.WORDS))


CONTESTS: Mapping[str, Contest] = {
    contest.task.name: contest
    for contest in (
        Contest(
            counter.TASK,
            lambda weights: of_counter.reach(weights, of_counter.FAR),
            "the greatest n up to which all strings are right",
            (counter.LONGEST, counter.CHEN, 50),
            counter.TASK.steps,
            0,
            len(CHOOSING),
            VARIANTS,
            DEEPER,
        ),
        Contest(
            memoriser.TASK,
            lambda weights: of_memoriser.reach(weights, of_memoriser.FAR),
            "the greatest number of x's up to which both letters are right",
            (memoriser.LONGEST, of_memoriser.ASKED, 100),
            1000,
            5,
            2,
            extra=(*VARIANTS, *DEEPER),
        ),
        Contest(
            copying.TASK,
            _words_right,
            "words of three letters that are right, of 27",
            (9, 18, len(of_copying.WORDS)),
            1000,
            5,
            2,
            extra=(*VARIANTS, *DEEPER),
        ),
        Contest(
            names.TASK,
            tagging.percent,
            "held-out sentences that start with a word of two readings and are tagged right, of 100",
            (60, 90, 100),
            names.TASK.steps,
            names.TASK.seeds,
            2,
            extra=TAGGERS,
            wanted=3000,
            tags=True,
        ),
    )
}


def jobs(lab: Lab, more: bool = False) -> Iterator[Job]:
    """One job for each variant: all rates side by side, and beside each the seeds that choose among them."""
    for contest in CONTESTS.values():
        for variant in contest.variants if more else contest.usual:
            yield _job(lab, contest, variant)


def _job(lab: Lab, contest: Contest, variant: Variant) -> Job:
    task, vocabulary, each = contest.task, contest.task.vocabulary.size, contest.each()
    units = variant.units(vocabulary, contest.wanted)
    shape = Shape(vocabulary, variant.layers, units, variant.cell, open_gates=variant.open_gates)
    recipe = Recipe(contest.steps, rate=tuple(np.repeat(RATES, len(each)).tolist()), noise=NOISE)
    name = f"variant of the {task.name}: {variant.name}"
    tagger = ("both" if variant.both else "ahead") if contest.tags else ""
    seeds, place = each * len(RATES), path(lab, task, variant)
    return Job(name, place, shape, recipe, task.characters, task.training, seeds, tagger)


def path(lab: Lab, task: Task, variant: Variant) -> Path:
    """The networks of one variant, rate by rate."""
    of = "variants" if task is counter.TASK else f"variants-{task.name}"
    return lab.networks(of, variant.name.replace(",", "").replace(" ", "-"))


def table(lab: Lab) -> pd.DataFrame:
    """One row a task and variant that was trained: its parameters, its rate, how far each network goes."""
    return pd.DataFrame(
        [
            _row(lab, contest, variant)
            for contest in CONTESTS.values()
            for variant in contest.variants
            if _job(lab, contest, variant).done
        ]
    )


def _row(lab: Lab, contest: Contest, variant: Variant) -> dict[str, object]:
    networks: Sequence[Any] = store.load(path(lab, contest.task, variant))
    if contest.tags:
        networks = tagging.taggers(networks, variant.both)
    each = len(contest.each())
    measures = {
        rate: [contest.measure(weights) for weights in networks[k * each : (k + 1) * each]]
        for k, rate in enumerate(RATES)
    }
    rate = best_rate(measures, contest)
    told = measures[rate][: contest.reported]
    vocabulary = contest.task.vocabulary.size
    units = variant.units(vocabulary, contest.wanted)
    return {
        "task": contest.task.name,
        "variant": variant.name,
        "units": units,
        "parameters": variant.parameters(vocabulary, units),
        "rate": rate,
        "goals": list(contest.goals),
        "reached": [sum(n >= goal for n in told) for goal in contest.goals],
        "of": len(told),
        "least": min(told),
        "median": float(np.median(told)),
        "most": max(told),
        "values": told,
    }


def best_rate(measures: Mapping[float, Sequence[int]], contest: Contest) -> float:
    """The rate at which the seeds that choose go furthest, on the mean; beyond the last goal all is one."""
    return max(
        measures,
        key=lambda rate: float(np.mean(np.minimum(measures[rate][contest.reported :], contest.goals[-1]))),
    )
