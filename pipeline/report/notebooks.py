"""The notebooks: executed on a workspace, and shown as HTML pages."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import Workspace
from pipeline.report import page
from pipeline.tracking.tracker import NullTracker

VARIABLE = "TWEETSCOPE_WORKSPACE"  # the notebooks read which workspace they tell of from here
SECONDS = 300  # a cell's limit; a whole notebook of the built-in corpus takes less than 120
KERNELS = 2  # notebooks at a time: each waits for its own process


def render(folder: Path, workspace: Workspace, screen: QuietScreen, tracker: NullTracker) -> dict[str, str]:
    """Execute every notebook of a folder on a workspace and log an HTML page of each.

    The files stay as they are, without outputs.

    Args:
        folder: of .ipynb files; they are run in the order of their names.

    Returns:
        name of the page → its HTML.

    Raises:
        UserError: the notebook does not exist, the notebook libraries are missing, or a cell fails.
    """
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise UserError(f"{folder} does not hold a notebook: give the folder notebooks/ of the checkout")
    pages = {}
    with screen.progress("notebooks", len(paths)) as advance, ThreadPoolExecutor(KERNELS) as pool:
        for path, run in zip(paths, pool.map(lambda path: execute(path, workspace), paths), strict=True):
            name = f"{path.stem}.html"
            pages[name] = page.notebook(path.stem, _body(run))
            tracker.text(pages[name], f"notebooks/{name}")
            advance(note=path.stem)
    return pages


def execute(path: Path, workspace: Workspace) -> Any:
    """The notebook with the outputs of its cells, run in its own folder.

    Raises:
        UserError: the notebook libraries are missing, or a cell fails: which error, and where.
    """
    try:
        import nbformat
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError, CellTimeoutError
    except ImportError as error:
        raise UserError(f"notebooks need {error.name}: run `make setup`, which installs it") from error
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        startup_timeout=SECONDS,
    )
    environment = {**os.environ, VARIABLE: str(workspace.folder.resolve())}
    try:
        return client.execute(env=environment)
    except CellExecutionError as error:
        raise UserError(f"{path} failed on {workspace.folder}: {error.ename}: {error.evalue}") from error
    except CellTimeoutError as error:
        raise UserError(f"{path}: a cell ran longer than {SECONDS} s on {workspace.folder}") from error
    except RuntimeError as error:  # a kernel that does not start, or dies
        raise UserError(f"{path} cannot be run: {error}; `make setup` installs its kernel") from error


def _body(notebook: Any) -> str:
    """The cells and outputs as an HTML fragment without a script or a request to any host."""
    from nbconvert import HTMLExporter

    body, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    return str(body)
