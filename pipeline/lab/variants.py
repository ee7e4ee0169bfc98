"""Other cells on the counter: as many parameters, the same strings and minutes, each at its best rate."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.lab import store
from pipeline.lab.findings.of_counter import FAR, reach
from pipeline.lab.jobs import Job
from pipeline.lab.shapes import Recipe, Shape
from pipeline.lab.store import Lab
from pipeline.lab.tasks.counter import CHEN, TASK
from pipeline.network.cells import CELLS

PARAMETERS = 660
RATES = (0.02, 0.05, 0.1)
NOISE = 0.1  # .3 is too much for a cell without gates
CHOOSING = tuple(range(100, 105))  # seeds that the rate is chosen on


@dataclass(frozen=True)
class Variant:
    """A cell, or an LSTM with a gate held open."""

    name: str
    cell: str = "lstm"
    open_gates: str = ""

    def units(self, vocabulary: int) -> int:
        """The number of units with which it is nearest to the parameters of the others."""
        return min(range(2, 40), key=lambda n: abs(self.parameters(vocabulary, n) - PARAMETERS))

    def parameters(self, vocabulary: int, units: int) -> int:
        """All learned numbers; those of a gate held open are not learned."""
        cell = CELLS[self.cell]
        biases = 2 if cell.apart else 1
        one = units * (vocabulary + units + biases)
        peepholes = 3 * units if self.cell == "peephole" else 0
        return (len(cell.blocks) - len(self.open_gates)) * one + peepholes + (units + 1) * vocabulary


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


def jobs(lab: Lab, seeds: tuple[int, ...]) -> Iterator[Job]:
    """One job for each variant: all rates side by side, and beside each the seeds that choose among them."""
    vocabulary = TASK.vocabulary.size
    for variant in VARIANTS:
        shape = Shape(vocabulary, 1, variant.units(vocabulary), variant.cell, open_gates=variant.open_gates)
        each = (*seeds, *CHOOSING)
        recipe = Recipe(TASK.steps, rate=tuple(np.repeat(RATES, len(each)).tolist()), noise=NOISE)
        name, every = f"variant: {variant.name}", each * len(RATES)
        yield Job(name, path(lab, variant), shape, recipe, TASK.characters, TASK.training, every)


def path(lab: Lab, variant: Variant) -> Path:
    """The networks of one variant, rate by rate."""
    return lab.networks("variants", variant.name.replace(" ", "-"))


def table(lab: Lab) -> pd.DataFrame:
    """One row a variant: its parameters, its rate, and how far each network of the reported seeds counts."""
    return pd.DataFrame([_row(lab, variant) for variant in VARIANTS])


def _row(lab: Lab, variant: Variant) -> dict[str, object]:
    networks = store.load(path(lab, variant))
    each = len(networks) // len(RATES)
    reaches = {
        rate: [reach(weights, FAR) for weights in networks[k * each : (k + 1) * each]]
        for k, rate in enumerate(RATES)
    }
    rate = max(RATES, key=lambda r: float(np.mean(np.minimum(reaches[r][-len(CHOOSING) :], 50))))
    told = reaches[rate][: -len(CHOOSING)]
    units = variant.units(TASK.vocabulary.size)
    return {
        "variant": variant.name,
        "units": units,
        "parameters": variant.parameters(TASK.vocabulary.size, units),
        "rate": rate,
        "to_10": sum(n >= 10 for n in told),
        f"to_{CHEN}": sum(n >= CHEN for n in told),
        "to_50": sum(n >= 50 for n in told),
        "of": len(told),
        "least": min(told),
        "median": float(np.median(told)),
        "most": max(told),
        "values": told,
    }
