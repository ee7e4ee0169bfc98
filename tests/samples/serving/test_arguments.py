"""What MLflow is given to serve the network: every library that the model's code imports, at its version."""

import ast
import json
import subprocess
import sys
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest

import pipeline
from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.samples.serving.arguments import LIBRARIES, log_arguments
from pipeline.samples.serving.code import package

ROOT = Path(pipeline.__file__).parent
LOADED = """
import json, sys
import pipeline.samples.serving.serve_model
print(json.dumps([m.__file__ for n, m in sys.modules.items() if n.startswith("pipeline") and m.__file__]))
"""


def top_level(path: Path) -> set[str]:
    """The packages that a module imports when it is imported."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_every_library_of_the_code_is_required() -> None:
    """Read from the source of each module that the model's script loads, in a process of its own."""
    told = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    modules = [Path(file) for file in json.loads(told.stdout.splitlines()[-1])]
    assert ROOT / "network" / "weights.py" in modules
    imported = set().union(*map(top_level, modules)) - sys.stdlib_module_names - {"pipeline"}
    known = packages_distributions()
    required = {name.lower() for name in LIBRARIES}
    assert {one for one in imported if required.isdisjoint(name.lower() for name in known[one])} == set()


def test_an_untrained_workspace_is_refused_and_a_trained_one_is_whole(tmp_path: Path) -> None:
    """The line names the target that trains; then every file is named, and versions are those installed."""
    workspace = Workspace(tmp_path / "mine")
    with pytest.raises(UserError, match="make train"):
        log_arguments(workspace)
    for path in (workspace.model, workspace.weights, workspace.vocabulary, workspace.tweets):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    found = log_arguments(workspace)
    assert found["artifacts"]["weights"] == str(workspace.weights)
    assert found["code_paths"] == [str(package())]
    assert f"numpy=={version('numpy')}" in found["pip_requirements"]
