"""What the manual tells a reader to type exists: every command with its options, every make target."""

import re
import shlex
from pathlib import Path

import pytest

from pipeline.commands.app import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "data/README.md", "mlruns/README.md")),
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if not {"_build", "made"} & set(page.parts)),
]
CODE = re.compile(r"^```[a-z]*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|[\s;(])(?:\.venv/bin/)?tweetscope ([^#\n]+)", re.MULTILINE)
TARGET = re.compile(r"^\s*make ((?:[a-z]+ ?)+)(?=[A-Z \n#]|$)", re.MULTILINE)


def code(page: Path) -> list[str]:
    """The blocks and spans of code on a page."""
    text = page.read_text(encoding="utf-8")
    return [block or span for block, span in CODE.findall(text)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_and_options_exist(page: Path) -> None:
    """Each `tweetscope COMMAND --option` against the command line itself."""
    for part in code(page):
        for line in COMMAND.findall(part):
            name, *given = shlex.split(line)
            if name.isupper() or name.startswith("-"):
                continue  # a placeholder
            assert name in app.commands, line
            known = {
                flag for param in app.commands[name].params for flag in (*param.opts, *param.secondary_opts)
            }
            assert {one.split("=")[0] for one in given if one.startswith("--")} <= known, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_targets_exist(page: Path) -> None:
    """Each `make target` against the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE))
    for part in code(page):
        for line in TARGET.findall(part):
            assert set(line.split()) <= targets, line
