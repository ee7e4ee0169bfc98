"""MLflow, and a twin that does nothing. The only module that imports mlflow."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure


class NullTracker:
    """Takes everything and keeps nothing: `--no-track`, tests and notebooks."""

    run_id: str | None = None

    def params(self, values: dict[str, Any]) -> None:
        """Log settings; nested keys are joined by dots."""

    def metrics(self, values: dict[str, float], step: int | None = None) -> None:
        """Log numbers, as a curve when `step` is given."""

    def tags(self, values: dict[str, str]) -> None:
        """Tag the run."""

    def table(self, frame: pd.DataFrame, name: str) -> None:
        """Log a table that the UI shows, as `name`.json."""

    def figure(self, figure: Figure, name: str) -> None:
        """Log a figure as `name`.png."""

    def text(self, text: str, name: str) -> None:
        """Log a text or an HTML page under its full name."""

    def file(self, path: Path, folder: str = "") -> None:
        """Log a file under `folder`."""

    def dataset(self, frame: pd.DataFrame, name: str, source: Path, digest: str) -> None:
        """Log the corpus as an MLflow dataset."""


class Tracker(NullTracker):
    """Everything goes to MLflow."""


@contextmanager
def stage_run(name: str) -> Iterator[NullTracker]:
    yield NullTracker()
