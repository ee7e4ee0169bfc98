"""The README is short, its links lead somewhere, and its pictures are small."""

import re
from pathlib import Path

import pytest

LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
LONGEST = {"lines": 120, "rows": 10}


def test_the_readme_is_one_screen_and_a_half(root: Path) -> None:
    """At most 120 lines, and no table of more than ten rows."""
    lines = (root / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST["lines"]
    tables = re.findall(r"(?:^\|.*\n?)+", "\n".join(lines), re.MULTILINE)
    assert all(len(table.splitlines()) - 2 <= LONGEST["rows"] for table in tables)


@pytest.mark.parametrize("file", ["README.md", "CONTRIBUTING.md", "data/README.md", "mlruns/README.md"])
def test_links_lead_to_files(root: Path, file: str) -> None:
    """Every relative link of the pages outside the manual (Sphinx checks those inside)."""
    page = root / file
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not target.startswith("https:"):
            assert (page.parent / target).exists(), target


def test_pictures_are_small(root: Path) -> None:
    """That of the README below 300 kB, the others below 400 kB; each is used by some page."""
    pages = [root / "README.md", *(root / "docs").rglob("*.md")]
    text = "".join(page.read_text(encoding="utf-8") for page in pages if "_build" not in page.parts)
    pictures = list((root / "docs" / "pictures").glob("*.png"))
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < (300_000 if picture.name == "neurons.png" else 400_000)
        assert f"pictures/{picture.name}" in text, picture.name
