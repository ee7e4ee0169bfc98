"""Links inside the MLflow UI, its view of the runs, and a workspace's description made from its stages'."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

LIMIT = 7_900  # characters: MLflow cuts a tag at 8,000
VIEW = "tweetscope"  # the view of the runs that `make ui` opens
# Columns of that view, by kind; MLflow alone shows no figure at all.
COLUMNS = {
    "attributes": ("Models", "Dataset"),
    "metrics": (
        "test/bits_per_character",
        "detectors/concepts",
        "detectors/tells",
        "detectors/beats_rivals",
        "detectors/beyond_spelling",
        "detectors/matters",
    ),
    "params": ("train.cell", "train.layers", "train.units"),
    "tags": ("tweetscope.model",),  # MLflow's own column of models is empty but at the training's run
}


def runs(experiment: str) -> str:
    """The page with the table of all runs, with bits and detectors.

    Without `workflowType` the UI may open on its pages for chat agents.

    >>> runs("1")
    '#/experiments/1/runs?workflowType=machine_learning&viewStateShareKey=tweetscope'
    """
    return f"#/experiments/{experiment}/runs?workflowType=machine_learning&viewStateShareKey={VIEW}"


def view(made: int) -> dict[str, str]:
    """The tag of an experiment that holds the view, under a name in the UI's menu of saved views.

    Args:
        made: milliseconds since 1970.
    """
    columns = [f"{kind}.`{name}`" for kind, names in COLUMNS.items() for name in names]
    state = json.dumps({"selectedColumns": columns})
    value = {"name": "Bits and detectors", "createdAt": made, "updatedAt": made, "state": state}
    return {f"mlflow.sharedViewState.{VIEW}": json.dumps(value)}


@dataclass(frozen=True)
class Links:
    """Addresses within the UI of one run; relative, so that they hold on any host and port."""

    experiment: str = ""
    run: str = ""

    def page(self, artifact: str) -> str:
        """The page that shows an artefact.

        >>> Links("1", "ab").page("report.html")
        '#/experiments/1/runs/ab/artifacts/report.html'
        """
        return f"#/experiments/{self.experiment}/runs/{self.run}/artifacts/{quote(artifact)}"

    def curves(self) -> str:
        """The page with the charts of the run's metrics."""
        return f"#/experiments/{self.experiment}/runs/{self.run}/model-metrics"

    def picture(self, artifact: str) -> str:
        """The bytes of a picture, to stand in the text."""
        return f"get-artifact?path={quote(artifact, safe='')}&run_uuid={self.run}"


def whole(notes: Mapping[str, str], order: Sequence[str] = ()) -> str:
    """The description of a workspace: the first line of each stage's note, then the rest of each.

    The page shows the first lines and hides the rest, so what people look for stands first: the stages in
    `order`. What does not fit into MLflow's limit is left out, a stage's rest at a time.

    >>> print(whole({"train": "**1.9 bits**\\n\\npicture", "report": "[report](#r)"}, ["report"]))
    - [report](#r)
    - **1.9 bits**
    <BLANKLINE>
    picture
    """
    stages = [stage for stage in order if stage in notes] + sorted(set(notes) - set(order))
    parts = [notes[stage].partition("\n\n") for stage in stages]
    text = "\n".join(f"- {head}" for head, _, _ in parts)
    for _, _, rest in parts:
        if rest and len(text) + len(rest) + 2 <= LIMIT:
            text += f"\n\n{rest}"
    return text
