"""The notebooks: lessons with their outputs, defining nothing, running on a whole workspace."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import Workspace
from pipeline.report import notebooks
from pipeline.tracking.tracker import NullTracker
from tests.report import workspace_factory

FOLDER = Path(__file__).parents[2] / "notebooks"

PATHS = sorted(FOLDER.glob("*.ipynb"))

DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)

LOOPING = (ast.For, ast.While, ast.If, ast.Try, ast.With)


class Kept(NullTracker):
    """Keeps what is logged."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def text(self, text: str, name: str) -> None:
        self.texts[name] = text


def cells(path: Path) -> list[dict[str, Any]]:
    return [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with every artefact."""
    return workspace_factory.make(tmp_path_factory.mktemp("notebooks") / "data" / "demo")


def test_there_are_six() -> None:
    """The corpus, training, detectors, causality, samples, the lab."""
    names = ["01_corpus", "02_training", "03_detectors", "04_causality", "05_samples", "06_lab"]
    assert [path.stem for path in PATHS] == names


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_lesson_of_five_to_ten_cells(path: Path) -> None:
    """It asks questions, has their answers behind a fold, and ends with tasks."""
    every = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert 5 <= len(every) <= 10
    text = "\n".join("".join(cell["source"]) for cell in every if cell["cell_type"] == "markdown")
    assert text.count("**Question ") >= 3
    assert text.count("<details>") == text.count("</details>") >= 3
    assert "**Tasks.**" in "".join(every[-1]["source"])


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_stored_with_outputs_and_nothing_of_a_machine(path: Path) -> None:
    """Each cell was run, in order, and shows something; pictures and tables, no times, no folders."""
    raw = path.read_text(encoding="utf-8")
    assert len(raw.encode()) < notebooks.MOST
    code = cells(path)
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    kinds = [set(output["data"]) for cell in code for output in cell["outputs"]]
    assert all(cell["outputs"] for cell in code)
    assert any("text/html" in kind for kind in kinds)
    assert path.stem == "06_lab" or any("image/png" in kind for kind in kinds)
    assert all(cell["metadata"] == {} for cell in code)
    metadata = json.loads(raw)["metadata"]
    assert metadata["language_info"] == {"name": "python"}
    assert set(metadata) == {"kernelspec", "language_info"}
    said = "".join(
        "".join(text)
        for cell in code
        for output in cell["outputs"]
        for kind, text in output["data"].items()
        if kind.startswith("text/")
    )
    assert not re.search(r"(^|[\s\"'(>])/(home|root|tmp|work|Users|opt|var|mnt)/", said)
    assert "Traceback" not in said


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_defines_nothing(path: Path) -> None:
    """Imports, names and calls only: no function, no class, no loop or branch of statements."""
    for cell in cells(path):
        found = [type(node) for node in ast.walk(ast.parse("".join(cell["source"])))]
        assert not [kind for kind in found if kind in DEFINING + LOOPING]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_reads_the_workspace_of_the_environment(path: Path) -> None:
    """The folder comes from the environment, and the built-in corpus stands in."""
    source = "".join("".join(cell["source"]) for cell in cells(path))
    assert 'os.environ.get("TWEETSCOPE_WORKSPACE", "../data/demo")' in source


def test_all_run_and_are_logged(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each runs on a whole workspace without an error; its page is self-contained and its tweets are text."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    kept = Kept()
    before = {path: path.read_bytes() for path in PATHS}
    pages = notebooks.render(FOLDER, workspace, QuietScreen(), kept)
    assert {f"notebooks/{name}": html for name, html in pages.items()} == kept.texts
    assert list(pages) == [f"{path.stem}.html" for path in PATHS]
    for html in pages.values():
        assert "<script" not in html
        assert not re.search(r'(src|href)="(?!#|data:)', html)
        assert "Traceback" not in html
    assert "&lt;script&gt;window.pwned = 1" in pages["05_samples.html"]
    assert "0.985" in pages["03_detectors.html"]
    assert not (workspace.folder.parent.parent / "mlruns").exists()
    assert {path: path.read_bytes() for path in PATHS} == before
