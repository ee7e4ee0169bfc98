"""A registered model carries what its script needs, and no more."""

import json
import os
import subprocess
import sys
from pathlib import Path

from pipeline.samples.serving.code import PACKAGE, SCRIPT, package, reached

LOADED = f"""
import json, sys
import {SCRIPT}
print(json.dumps([m.__file__ for n, m in sys.modules.items() if n.startswith("pipeline") and m.__file__]))
"""


def test_the_script_runs_from_the_copy_alone(tmp_path: Path) -> None:
    """In a process that finds this package nowhere else, every module that is loaded is one of the copy."""
    place = package()
    code = {**os.environ, "PYTHONPATH": str(place.parent)}
    told = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=tmp_path, env=code, capture_output=True, text=True, check=True
    )
    loaded = {Path(file) for file in json.loads(told.stdout.splitlines()[-1])}
    assert place / "network" / "weights.py" in loaded
    assert loaded <= {place / file.relative_to(PACKAGE) for file in reached().values()}


def test_what_the_script_does_not_reach_stays_here() -> None:
    """No training, no explorer; each package on the way is there, and nothing but Python."""
    names = set(reached())
    assert {"pipeline", "pipeline.samples", SCRIPT, "pipeline.network.weights"} <= names
    assert not [name for name in names if name.startswith(("pipeline.training", "pipeline.explorer"))]
    files = [path for path in package().rglob("*") if path.is_file()]
    assert len(files) == len(names)
    assert {path.suffix for path in files} == {".py"}
    assert len(files) < sum(1 for _ in PACKAGE.rglob("*.py")) / 4
