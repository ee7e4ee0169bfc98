"""What the notebook of the lab shows, read from the artefacts; a line instead where the lab has not run."""

from pathlib import Path

import pandas as pd
from markupsafe import Markup

from pipeline.core.workspace import Workspace, read_table
from pipeline.figures import lab as figures
from pipeline.figures.style import svg
from pipeline.lab import store
from pipeline.lab.findings import counting, of_counter
from pipeline.lab.networks.running import Hold, printed
from pipeline.lab.pictures import draw
from pipeline.lab.store import Lab
from pipeline.lab.tasks import counter
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights

MISSING = Markup("<p><code>make lab</code> has not run: it takes some minutes and needs no corpus.</p>")


class Lesson:
    """The lab beside a workspace."""

    def __init__(self, beside: Path) -> None:
        self.lab = Lab(Workspace(beside.parent / "lab"))
        self.there = self.lab.findings.exists()

    def counter(self, seed: int = 0) -> NetworkWeights:
        """A trained counter."""
        return store.load(self.lab.networks("counter", "noisy"))[seed]

    def unit(self, seed: int = 0) -> int:
        """The first unit of its counting set."""
        found = counting.find(self.counter(seed), of_counter.EXPERIMENT, of_counter.VOCABULARY)
        return found.units[0]

    def string(self, n: int, seed: int = 0) -> Markup:
        """aⁿXbⁿ over all six signals of the counting unit."""
        if not self.there:
            return MISSING
        picture = draw(self.counter(seed), counter.string(n), self.unit(seed), of_counter.VOCABULARY)
        lines = [Markup("<p>{}: {}</p>").format(name, text) for name, text, _ in picture.lines]
        return Markup("").join(lines)

    def cell(self, n: int, seed: int = 0) -> Markup:
        """The counting cell over aⁿXbⁿ, drawn."""
        if not self.there:
            return MISSING
        text, unit = counter.string(n).text, self.unit(seed)
        cells = trace(self.counter(seed), [of_counter.VOCABULARY.encode(text)])[0]["c"][0, 1:, unit]
        return svg(
            figures.cells({f"L1.c.{unit}": cells.tolist()}, text), "cell", "The counting cell over a string"
        )

    def added(self, n: int, steps: range, seed: int = 0) -> pd.DataFrame:
        """How many b's follow n a's when so many steps are added to the counting cell at X."""
        if not self.there:
            return pd.DataFrame({"steps": [], "printed": []})
        weights, experiment = self.counter(seed), of_counter.EXPERIMENT
        found = counting.find(weights, experiment, of_counter.VOCABULARY)
        prompts, at = counting.marked(experiment, [n] * len(steps))
        cells = counting.cells_at_mark(weights, experiment, [n], of_counter.VOCABULARY)[0, list(found.units)]
        moved = cells + pd.Series(steps).to_numpy()[:, None] * pd.Series(found.slopes).to_numpy()
        told = printed(weights, prompts, of_counter.VOCABULARY, [Hold("c", found.units, at, moved)])
        return pd.DataFrame({"steps": list(steps), "printed": [len(text) for text in told]})

    def findings(self) -> pd.DataFrame:
        """Every statement, the networks that pass, and the verdict."""
        if not self.there:
            return pd.DataFrame({"claim": [], "verdict": []})
        columns = ["task", "claim", "test", "networks", "passed", "of", "median", "verdict", "note"]
        return read_table(self.lab.findings, columns=columns)

    def proofs(self) -> pd.DataFrame:
        """For how many networks of each task the proof goes through."""
        if not self.there:
            return pd.DataFrame({"task": [], "proved": []})
        table = read_table(self.lab.proofs)
        return table.groupby("task", sort=False).agg(
            proved=("proved", "sum"), networks=("proved", "size"), parameters=("parameters", "max")
        )

    def variants(self) -> pd.DataFrame:
        """Other cells."""
        if not self.there:
            return pd.DataFrame({"variant": []})
        return read_table(self.lab.variants).drop(columns=["values", "goals"], errors="ignore")
