"""Which lines of each room the tests reach: a summary of what `make coverage` measured, for the manual.

Run as `python docs/reach.py coverage.json [commit]`; writes `docs/results/data/tests/coverage.json`.
"""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
KEPT = {
    "lines": "num_statements",
    "lines_reached": "covered_lines",
    "branches": "num_branches",
    "branches_reached": "covered_branches",
}


def rooms(report: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Room → lines and branches, and how many of them were reached.

    Args:
        report: what coverage writes as JSON.
    """
    found: dict[str, dict[str, int]] = {}
    for path, told in sorted(report["files"].items()):
        inner = Path(path).parts[Path(path).parts.index("pipeline") + 1 :]
        room = found.setdefault(inner[0] if len(inner) > 1 else "pipeline", dict.fromkeys(KEPT, 0))
        for name, theirs in KEPT.items():
            room[name] += told["summary"][theirs]
    return {name: room for name, room in found.items() if room["lines"]}


def commit() -> str:
    """The commit that is checked out."""
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True, check=True
    )
    return told.stdout.strip()


def main(path: Path, measured: str) -> None:
    """Write the summary of what was measured at a commit."""
    report = json.loads(path.read_text(encoding="utf-8"))
    value = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "commit": measured, "rooms": rooms(report)}
    out = HERE / "results" / "data" / "tests" / "coverage.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else commit())
