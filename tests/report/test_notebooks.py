"""Notebooks as pages: what cannot be run is one line."""

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import Workspace
from pipeline.report import notebooks
from pipeline.tracking.tracker import NullTracker


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A folder that no cell gets to read."""
    return Workspace(tmp_path / "mine")


def test_a_folder_without_notebooks_is_refused(tmp_path: Path, workspace: Workspace) -> None:
    """One line says what to give instead."""
    with pytest.raises(UserError, match="does not hold a notebook"):
        notebooks.render(tmp_path, workspace, QuietScreen(), NullTracker())


def test_a_failing_cell_is_named(tmp_path: Path, workspace: Workspace) -> None:
    """The error of a cell reaches the user as one line with the notebook's path."""
    import nbformat

    broken = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(broken, tmp_path / "broken.ipynb")
    with pytest.raises(UserError, match=r"broken\.ipynb failed on .*ZeroDivisionError: division by zero"):
        notebooks.render(tmp_path, workspace, QuietScreen(), NullTracker())
