"""Results pages are made, not typed: a page that was edited by hand is found out."""

import json
import shutil
from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.report.results.headline import END, START
from pipeline.report.results.write import different, rewrite, write

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as the pages need."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").touch()
    shutil.copytree(ROOT / "benchmarks" / "results", tmp_path / "benchmarks" / "results")
    (tmp_path / "README.md").write_text(f"# Title\n\n{START}\n{END}\n\nend\n", encoding="utf-8")
    return tmp_path


def test_committed_pages_agree_with_their_facts() -> None:
    """Every page of the repository, and the block of the README."""
    assert {str(path.relative_to(ROOT)) for path in different(ROOT)} == set()


def test_what_is_written_agrees_and_an_edit_does_not(checkout: Path, workspace: Workspace) -> None:
    """After writing nothing differs; a digit changed in a page, or in the facts, shows."""
    written = write(workspace, checkout)
    folder = checkout / "docs" / "results"
    assert all(path.exists() for path in written)
    assert different(checkout) == {}
    page = folder / "small" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("2.073", "1.073"), encoding="utf-8")
    assert set(different(checkout)) == {page}
    assert rewrite(checkout) == [page]
    facts = folder / "data" / "small.json"
    value = json.loads(facts.read_text(encoding="utf-8"))
    value["training"]["test"] = 1.25
    facts.write_text(json.dumps(value), encoding="utf-8")
    assert page in different(checkout)


def test_the_readme_shows_the_main_corpus_before_the_demo(checkout: Path, workspace: Workspace) -> None:
    """With facts of both, the block is that of the first; with neither, it is left as it is."""
    write(workspace, checkout)
    data, readme = checkout / "docs" / "results" / "data", checkout / "README.md"
    assert readme.read_text(encoding="utf-8") == f"# Title\n\n{START}\n{END}\n\nend\n"
    text = (data / "small.json").read_text(encoding="utf-8")
    for name in ("demo", "trump"):
        (data / f"{name}.json").write_text(
            text.replace('"name": "small"', f'"name": "{name}"'), encoding="utf-8"
        )
        rewrite(checkout)
        assert f"of `{name}`" in readme.read_text(encoding="utf-8")


def test_outside_a_checkout_it_says_where_to_go(tmp_path: Path, workspace: Workspace) -> None:
    """An installed package has no manual to write to."""
    with pytest.raises(UserError, match="run this in a checkout"):
        write(workspace, tmp_path)
