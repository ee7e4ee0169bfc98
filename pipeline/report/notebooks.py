"""The notebooks: executed on a workspace, shown as HTML pages, and kept with their outputs."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import Workspace, atomic
from pipeline.report import page
from pipeline.tracking.tracker import NullTracker

VARIABLE = "TWEETSCOPE_WORKSPACE"  # the notebooks read which workspace they tell of from here
SECONDS = 300  # a cell's limit; a whole notebook of the built-in corpus takes less than 120
MOST = 300_000  # bytes of a file with its outputs: what git holds
KERNELS = 2  # notebooks at a time: each waits for its own process


def render(folder: Path, workspace: Workspace, screen: QuietScreen, tracker: NullTracker) -> dict[str, str]:
    """Execute every notebook of a folder on a workspace and log an HTML page of each.

    The files stay as they are.

    Args:
        folder: of .ipynb files; they are run in the order of their names.

    Returns:
        name of the page → its HTML.

    Raises:
        UserError: the notebook does not exist, the notebook libraries are missing, or a cell fails.
    """
    paths, pages = found(folder), {}
    with screen.progress("notebooks", len(paths)) as advance, ThreadPoolExecutor(KERNELS) as pool:
        for path, run in zip(paths, pool.map(lambda path: execute(path, workspace), paths), strict=True):
            name = f"{path.stem}.html"
            pages[name] = page.notebook(path.stem, _body(run))
            tracker.text(pages[name], f"notebooks/{name}")
            advance(note=path.stem)
    return pages


def fill(folder: Path, workspace: Workspace, screen: QuietScreen) -> list[Path]:
    """Execute every notebook of a folder on a workspace and write its outputs into its file.

    Nothing of the machine or the time goes into a file: two fillings on one workspace give the same bytes.

    Raises:
        UserError: as `render`; or an output names a folder of this machine, or a file would grow too large. A
            file is then left as it was.
    """
    written = []
    with screen.progress("notebooks", len(paths := found(folder))) as advance:
        for path in paths:
            text = stored(execute(path, workspace))
            if (named := next((place for place in _places(workspace) if place in text), None)) is not None:
                raise UserError(
                    f"an output of {path} names {named}, a folder of this machine: leave that out"
                )
            if len(text.encode()) > MOST:
                raise UserError(f"{path} would be larger than {MOST:,} bytes: show less there")
            with atomic(path) as temporary:
                temporary.write_text(text, encoding="utf-8", newline="\n")
            written.append(path)
            advance(note=path.stem)
    return written


def _places(workspace: Workspace) -> tuple[str, ...]:
    """Folders that no output may name."""
    folders = (workspace.folder.resolve(), Path.home(), Path.cwd())
    return tuple(str(folder) for folder in folders if folder.name)


def stored(notebook: Any) -> str:
    """A notebook as it lies in git: sources and outputs, without times and without what the kernel was."""
    cells = [_bare(dict(cell)) for cell in notebook["cells"]]
    kept = {name: dict(notebook["metadata"][name]) for name in ("kernelspec", "language_info")}
    kept["language_info"] = {"name": kept["language_info"]["name"]}
    whole = {"cells": cells, "metadata": kept, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _bare(cell: dict[str, Any]) -> dict[str, Any]:
    bare = {**cell, "metadata": {}, "source": cell["source"].splitlines(keepends=True)}
    if cell["cell_type"] == "code":
        bare["outputs"] = [_output(dict(one)) for one in cell["outputs"] if one["output_type"] != "stream"]
    return bare


def _output(output: dict[str, Any]) -> dict[str, Any]:
    """An output with its texts in lines, as Jupyter stores them."""
    data = {
        kind: value.splitlines(keepends=True) if kind.startswith("text/") else value
        for kind, value in output["data"].items()
    }
    return {**output, "data": data, "metadata": {}}


def found(folder: Path) -> list[Path]:
    """The notebooks of a folder, in the order of their names.

    Raises:
        UserError: it has none.
    """
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise UserError(f"{folder} does not hold a notebook: give the folder notebooks/ of the checkout")
    return paths


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
        record_timing=False,
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
