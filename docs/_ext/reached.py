"""The table of what the tests reach, from the figures that `make coverage` has written."""

import json
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "results" / "data" / "tests" / "coverage.json"
COUNTED = ("lines", "branches")


def table(path: Path = DATA) -> str:
    """A row for each room and one for all: lines and branches, and the share of each that the tests reach."""
    if not path.exists():
        return "Not measured yet: `make coverage` writes the figures.\n"
    told = json.loads(path.read_text(encoding="utf-8"))
    rooms = told["rooms"]
    names = [f"{counted}{which}" for counted in COUNTED for which in ("", "_reached")]
    whole = {name: sum(room[name] for room in rooms.values()) for name in names}
    lines = ["| room | lines | reached | branches | reached |", "|---|---|---|---|---|"]
    lines += [_row(f"`{name}`", room) for name, room in rooms.items()]
    lines.append(_row("all", whole))
    return "\n".join(
        [*lines, "", f"Measured on {told['date']} at commit `{told['commit']}` by `make coverage`.", ""]
    )


def _row(name: str, room: dict[str, int]) -> str:
    cells = [name]
    for counted in COUNTED:
        size, reached = room[counted], room[f"{counted}_reached"]
        cells += [f"{size:,}", f"{100 * reached / size:.1f} %" if size else "–"]
    return f"| {' | '.join(cells)} |"
