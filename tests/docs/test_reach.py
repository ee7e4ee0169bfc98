"""The summary of what the tests reach, and its table."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

REPORT = {
    "files": {
        "pipeline/core/a.py": {
            "summary": {"num_statements": 10, "covered_lines": 9, "num_branches": 4, "covered_branches": 4}
        },
        "pipeline/core/b/c.py": {
            "summary": {"num_statements": 30, "covered_lines": 27, "num_branches": 0, "covered_branches": 0}
        },
        "/x/pipeline/lab/d.py": {
            "summary": {"num_statements": 20, "covered_lines": 20, "num_branches": 2, "covered_branches": 1}
        },
        "pipeline/text/__init__.py": {
            "summary": {"num_statements": 0, "covered_lines": 0, "num_branches": 0, "covered_branches": 0}
        },
    }
}


def test_rooms_add_up_and_stand_in_the_table(script: Callable[[str], ModuleType], tmp_path: Path) -> None:
    """By hand: two files of one room, one of another; a room without lines is left out."""
    found = script("reach.py").rooms(REPORT)
    assert {name: (room["lines"], room["lines_reached"]) for name, room in found.items()} == {
        "core": (40, 36),
        "lab": (20, 20),
    }
    path = tmp_path / "coverage.json"
    assert "Not measured yet" in script("_ext/reached.py").table(path)
    path.write_text(json.dumps({"date": "2026-01-02", "commit": "abc", "rooms": found}))
    rows = script("_ext/reached.py").table(path).splitlines()
    assert "| `core` | 40 | 90.0 % | 4 | 100.0 % |" in rows
    assert "| all | 60 | 93.3 % | 6 | 83.3 % |" in rows
