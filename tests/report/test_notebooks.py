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


def test_filling_keeps_outputs_and_nothing_of_the_machine(tmp_path: Path, workspace: Workspace) -> None:
    """Outputs in the file, the same bytes twice; one that names the folder of the workspace is refused."""
    import nbformat

    path, code = tmp_path / "one.ipynb", nbformat.v4.new_code_cell
    cells = [code("print('said')\n6 * 7", id="a"), nbformat.v4.new_markdown_cell("# Title\n\ntext", id="b")]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    notebooks.fill(tmp_path, workspace, QuietScreen())
    made = path.read_bytes()
    read = nbformat.read(path, as_version=4)
    nbformat.validate(read)
    assert read.cells[0].outputs[0].data == {"text/plain": "42"}
    assert [cell.source for cell in read.cells] == [cell.source for cell in cells]
    assert b"iopub" not in made
    notebooks.fill(tmp_path, workspace, QuietScreen())
    assert path.read_bytes() == made
    cells[0].source = "import os\nos.environ['TWEETSCOPE_WORKSPACE']"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    before = path.read_bytes()
    with pytest.raises(UserError, match=r"one\.ipynb names .*mine, a folder of this machine"):
        notebooks.fill(tmp_path, workspace, QuietScreen())
    assert path.read_bytes() == before
