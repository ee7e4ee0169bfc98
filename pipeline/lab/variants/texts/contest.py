"""Cells on text: about as many parameters, the same minutes of one core, each at the best of three rates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.workspace import read_json, write_json
from pipeline.lab import store
from pipeline.lab.networks.jobs import one_thread
from pipeline.lab.networks.shapes import Shape
from pipeline.lab.store import Lab
from pipeline.lab.variants.contests import DEEPER, VARIANTS, Variant
from pipeline.lab.variants.texts.measures import measured, read
from pipeline.lab.variants.texts.texts import TEXTS

PARAMETERS = 60_000
RATES = (0.005, 0.02, 0.06)
TRIED = 0.1  # of the time that a network has, for each rate
CHOOSING = 100  # the seed of the networks that choose the rate
# A text is dearer than the other tasks: of the cells with a gate held open only the one that matters most.
COMPARED = tuple(one for one in (*VARIANTS, *DEEPER) if one.open_gates in ("", "f"))


@dataclass(frozen=True)
class TextJob:
    """The networks of one cell on one text.

    Attributes:
        seconds: of one core, for each network.
        seeds: of the networks that are reported.
        folder: of the files.
    """

    text: str
    variant: Variant
    seconds: float
    seeds: tuple[int, ...]
    folder: Path

    @property
    def name(self) -> str:
        return f"{self.text}: {self.variant.name}"

    @property
    def path(self) -> Path:
        """What was measured; the networks lie beside it."""
        cell = self.variant.name.replace(",", "").replace(" ", "-")
        return self.folder / f"{self.text}-{cell}.json"

    @property
    def mark(self) -> str:
        """A digest of all that the result depends on, but for the speed of the machine."""
        return store.digest(self.text, self.variant, self.seconds, self.seeds, PARAMETERS, RATES, TRIED)

    @property
    def done(self) -> bool:
        """Whether it was measured with just these settings."""
        try:
            return self.path.exists() and read_json(self.path)["mark"] == self.mark
        except (UserError, KeyError, TypeError):
            return False

    @property
    def size(self) -> float:
        """Roughly how long it takes: deeper networks compile for longer."""
        return self.seconds * len(self.seeds) + self.variant.layers


def jobs(lab: Lab, minutes: float, seeds: int, texts: Sequence[str] = tuple(TEXTS)) -> Iterator[TextJob]:
    """One job a text and cell."""
    for text in texts:
        for variant in COMPARED:
            yield TextJob(text, variant, 60 * minutes, tuple(range(seeds)), lab.texts_folder)


def run(job: TextJob) -> str:
    """Choose the rate, train the networks, measure them, write what was found; the name of the job."""
    one_thread()
    from pipeline.lab.variants.texts.learning import Learner

    text = TEXTS[job.text]()
    size = text.vocabulary.size
    units = job.variant.units(size, PARAMETERS)
    shape = Shape(size, job.variant.layers, units, job.variant.cell, open_gates=job.variant.open_gates)
    learner = Learner(shape, text.train)
    tried = [read(learner.learn(CHOOSING, rate, TRIED * job.seconds)[0], text.valid).bits for rate in RATES]
    rate = RATES[int(np.argmin(tried))]
    made = [learner.learn(seed, rate, job.seconds) for seed in job.seeds]
    losses = np.zeros((0, len(made)), np.float32)
    store.save(job.path.with_suffix(".safetensors"), [weights for weights, _ in made], losses, job.mark)
    found = [measured(weights, text) for weights, _ in made]
    about = {
        "text": job.text,
        "variant": job.variant.name,
        "units": units,
        "parameters": job.variant.parameters(size, units),
        "rate": rate,
        "minutes": job.seconds / 60,
        "steps": [steps for _, steps in made],
        "measures": {name: [one[name] for one in found] for name in found[0]},
    }
    write_json(job.path, {"mark": job.mark, **about})
    return job.name


def table(jobs: Sequence[TextJob]) -> pd.DataFrame:
    """One row a text, cell and measure, of the jobs that are done."""
    rows = []
    for job in jobs:
        if job.done:
            found = read_json(job.path)
            own = {
                name: found[name] for name in ("text", "variant", "units", "parameters", "rate", "minutes")
            }
            for name, values in found["measures"].items():
                told = {"measure": name, "median": float(np.median(values)), "values": values}
                rows.append({**own, "steps": int(np.median(found["steps"])), "of": len(values), **told})
    return pd.DataFrame(rows)
