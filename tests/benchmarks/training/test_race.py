"""What the race refuses before it begins: one line, and exit code 2."""

import subprocess
import sys
from pathlib import Path

import pytest

RACE = Path(__file__).resolve().parents[3] / "benchmarks" / "training" / "race.py"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--name", "nothing"], "run `make corpus NAME=nothing` first"),
        (["--minutes", "soon"], "invalid minutes value: 'soon'"),
        (["--minutes", "0"], "invalid minutes value: '0'"),
        (["--minutes", ""], "invalid minutes value: ''"),
        (["--torch", "no-such-python"], "no-such-python is not an interpreter with PyTorch and NumPy"),
        (["--torch", "false"], "false is not an interpreter with PyTorch and NumPy"),
    ],
)
def test_what_cannot_be_raced_is_one_line(tmp_path: Path, given: list[str], said: str) -> None:
    """A workspace without a corpus; no minutes; an interpreter that does not run, or has no PyTorch."""
    (tmp_path / "data" / "demo").mkdir(parents=True)
    for name in ("tweets.parquet", "vocabulary.json"):
        (tmp_path / "data" / "demo" / name).touch()
    done = subprocess.run([sys.executable, RACE, *given], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    assert said in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert not done.stdout
