"""The figures of the results pages: those there is something to draw for, the same bytes each time."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd

from pipeline.core.workspace import Workspace
from pipeline.report.results.drawings import drawings, save
from pipeline.report.results.facts import Facts


def test_a_figure_for_all_there_is(known: Facts, workspace: Workspace, tmp_path: Path) -> None:
    """Five figures, each well-formed SVG that names what it shows and fetches nothing."""
    history, quality = pd.read_parquet(workspace.history), pd.read_parquet(workspace.quality)
    made = drawings(known, history, quality)
    assert set(made) == {"curve.svg", "bits.svg", "evidence.svg", "ablation.svg", "quality.svg"}
    for name, figure in made.items():
        save(figure, tmp_path / name)
        text = (tmp_path / name).read_text()
        ElementTree.fromstring(text)
        assert not re.search(r"""(href|src)=["']http|url\(["']?http|@import""", text)
    assert "hashtag" in (tmp_path / "evidence.svg").read_text()


def test_the_same_facts_give_the_same_bytes(known: Facts, workspace: Workspace, tmp_path: Path) -> None:
    """Drawn twice, written twice."""
    history = pd.read_parquet(workspace.history)
    for folder in ("a", "b"):
        save(drawings(known, history, None)["evidence.svg"], tmp_path / folder / "evidence.svg")
    assert (tmp_path / "a" / "evidence.svg").read_bytes() == (tmp_path / "b" / "evidence.svg").read_bytes()


def test_nothing_is_drawn_of_what_is_not_there(known: Facts, workspace: Workspace) -> None:
    """A network that was only trained has a curve."""
    bare = known.model_copy(update={"bits": None, "certificates": [], "effects": []})
    assert set(drawings(bare, pd.read_parquet(workspace.history), None)) == {"curve.svg"}
