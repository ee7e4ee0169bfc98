"""The tracker that keeps nothing: what stages may call, whoever listens."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.tracking.links import Links

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class NullTracker:
    """Takes everything and keeps nothing: `--no-track`, tests and notebooks."""

    run_id: str | None = None
    links = Links()

    def note(self, markdown: str) -> None:
        """Describe the run; its first paragraph also stands on the page of the workspace."""

    def params(self, values: dict[str, Any]) -> None:
        """Log settings."""

    def metrics(self, values: dict[str, float], step: int | None = None) -> None:
        """Log numbers, as a point of a curve when `step` is given."""

    def curve(self, rows: list[dict[str, Any]]) -> None:
        """Log rows that have a `step`, each once, however often it is called and in whatever process."""

    def tags(self, values: dict[str, str]) -> None:
        """Tag the run."""

    def table(self, frame: "pd.DataFrame", name: str) -> None:
        """Log a table that the UI shows, as `name`.json."""

    def figure(self, figure: "Figure", name: str) -> None:
        """Log a figure as `name`.png."""

    def text(self, text: str, name: str) -> None:
        """Log a text or an HTML page under its full name."""

    def file(self, path: Path, folder: str = "") -> None:
        """Log a file under `folder`."""

    def dataset(self, frame: "pd.DataFrame", name: str, source: Path, digest: str) -> None:
        """Log the corpus as an MLflow dataset, its full SHA-256 in a tag."""

    def model(self, arguments: dict[str, Any], name: str, metrics: dict[str, float], card: str = "") -> None:
        """Log and register a network with its metrics; the best of its name becomes the champion.

        Args:
            arguments: of `mlflow.pyfunc.save_model`.
            name: of the registered model.
            metrics: on the dataset of the run; `valid/best_bits_per_character` is the score.
            card: the model card.
        """

    def checkpoints(self, kept: list[dict[str, Any]]) -> None:
        """Log the checkpoints of a training, each with `name`, `step`, `file`, `sha256` and `bits`."""

    @contextmanager
    def child(self, name: str) -> "Iterator[NullTracker]":
        """A run below this one: a trial of a sweep."""
        yield self
