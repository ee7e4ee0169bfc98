"""A workspace with every artefact, and the report made from it once for all tests of the room."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ReportSettings
from pipeline.core.workspace import Workspace
from pipeline.report import artefacts, stage
from pipeline.report.artefacts import Artefacts
from pipeline.tracking.tracker import NullTracker
from tests.report import workspace_factory


class Recorder(NullTracker):
    """Keeps what a stage logs."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.figures: dict[str, Figure] = {}

    def text(self, text: str, name: str) -> None:
        self.texts[name] = text

    def figure(self, figure: Figure, name: str) -> None:
        self.figures[name] = figure


class Warned(QuietScreen):
    """Keeps the warnings."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def warn(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture(scope="session")
def make() -> Callable[[Path], Workspace]:
    """Makes a whole workspace below a folder."""
    return workspace_factory.make


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Recorder, dict[str, Any]]:
    """A workspace, what the report stage logged of it, and its counts."""
    workspace = workspace_factory.make(tmp_path_factory.mktemp("report") / "demo")
    recorder = Recorder()
    return workspace, recorder, stage.run(ReportSettings(), workspace, recorder, QuietScreen())


@pytest.fixture(scope="session")
def html(reported: tuple[Workspace, Recorder, dict[str, Any]]) -> str:
    """The report."""
    return reported[0].report.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def found(reported: tuple[Workspace, Recorder, dict[str, Any]]) -> Artefacts:
    """The artefacts of the workspace."""
    return artefacts.read(reported[0])


@pytest.fixture
def warned() -> Warned:
    """A screen that keeps warnings."""
    return Warned()


@pytest.fixture
def recorder() -> Recorder:
    """A tracker that keeps texts and figures."""
    return Recorder()
