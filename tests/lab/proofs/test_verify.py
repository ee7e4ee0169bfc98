"""The checker of proofs: it runs alone, and refuses what was altered."""

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.lab.proofs import verify
from pipeline.lab.proofs.boxes import STATE, WEIGHT


def row(proof: dict[str, Any], character: str) -> list[int]:
    """What a character adds to the pre-activations."""
    return list(proof["network"]["table"][proof["ids"][character]])


def test_the_checker_runs_alone(tmp_path: Path, certificates: dict[str, dict[str, Any]]) -> None:
    """As a script, without this package: it says what holds, and fails where a proof does not."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(certificates["counter"]))
    wrong = copy.deepcopy(certificates["counter"])
    wrong["network"]["bias"][1] += 20 * WEIGHT  # EOS is always printed
    bad.write_text(json.dumps(wrong))
    ran = [
        subprocess.run(
            [sys.executable, "-I", verify.__file__, str(path)], capture_output=True, text=True, check=False
        )
        for path in (good, bad)
    ]
    assert (ran[0].returncode, ran[0].stdout) == (0, f"{good} holds\n")
    assert ran[1].returncode == 1
    assert "not proved" in ran[1].stderr


def test_the_checker_is_short_and_shares_nothing() -> None:
    """Under 100 lines, and it imports nothing of this project."""
    source = Path(verify.__file__).read_text()
    assert len(source.splitlines()) < 100
    assert "pipeline" not in source.split('"""', 2)[2]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("counter", lambda p: p["boxes"]["up"][1][0].__setitem__(0, 1)),  # h of unit 0 is 0, not from 1 on
        ("counter", lambda p: p["boxes"]["down"][0][1].__setitem__(3, -STATE)),  # the count is off by one
        ("counter", lambda p: p.update(settle=p["first"])),  # numbers are left out
        ("counter", lambda p: p["sign"].__setitem__(3, -1)),
        ("counter", lambda p: p["network"]["recurrent"][3].__setitem__(10 + 3, -60 * WEIGHT)),  # it forgets
        ("selective", lambda p: p["network"]["table"].__setitem__(p["ids"]["X"], row(p, "a"))),  # X counts
        ("memoriser", lambda p: p["boxes"].update({"A 0": p["boxes"]["B 0"]})),
        ("memoriser", lambda p: p["network"]["table"][p["ids"]["x"]].__setitem__(20 + 5, 0)),  # x forgets
    ],
)
def test_what_is_altered_is_refused(name: str, change: Any, certificates: dict[str, dict[str, Any]]) -> None:
    """Boxes, signs, ranges and weights: nothing may be another."""
    altered = copy.deepcopy(certificates[name])
    change(altered)
    with pytest.raises(SystemExit, match="not proved"):
        verify.check(altered)
