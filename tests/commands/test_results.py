"""The command that writes the results pages: it checks, and it fails with one line."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.commands.results import results
from pipeline.core.errors import UserError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what the pages are made from, as the present folder."""
    for part in ("docs/results", "benchmarks/results"):
        shutil.copytree(ROOT / part, tmp_path / part)
    for part in ("README.md", "docs/conf.py"):
        shutil.copy(ROOT / part, tmp_path / part)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_check_names_a_page_that_was_edited(checkout: Path) -> None:
    """Untouched it agrees; with one digit changed it fails and names the page and the remedy."""
    runner = CliRunner()
    assert runner.invoke(results, ["--check"]).exit_code == 0
    page = next((checkout / "docs" / "results").glob("*/index.md"))
    page.write_text(
        page.read_text(encoding="utf-8").replace("bits per character on test", "bits"), encoding="utf-8"
    )
    found = runner.invoke(results, ["--check"])
    assert isinstance(found.exception, UserError)
    assert str(page.relative_to(checkout)) in str(found.exception)
    assert "tweetscope results --pages" in str(found.exception)
    assert runner.invoke(results, ["--pages"]).exit_code == 0
    assert runner.invoke(results, ["--check"]).exit_code == 0


def test_a_workspace_without_a_corpus_is_one_line(checkout: Path) -> None:
    """Nothing is written, and the line names the command to run first."""
    found = CliRunner().invoke(results, ["--name", "nothing"])
    assert isinstance(found.exception, UserError)
    assert "make corpus NAME=nothing" in str(found.exception)
