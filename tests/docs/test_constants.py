"""The manual's page of constants says what the source says."""

import re
from importlib import import_module
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "constants.md"
ROW = re.compile(r"^\| `([\w.]+)\.([A-Z_]+)` \| (.+?) \| .+ \|$", re.MULTILINE)


def test_every_constant_has_the_value_that_the_manual_gives() -> None:
    """Each row of the page names a constant of a module, and its value as Python writes it."""
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert len(rows) == PAGE.read_text(encoding="utf-8").count("| `")
    for module, name, value in rows:
        assert repr(getattr(import_module(f"pipeline.{module}"), name)) == value, f"{module}.{name}"
