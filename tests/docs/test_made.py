"""Pages that the code writes hold all that the code has."""

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.concepts import CONCEPTS, GRADED
from pipeline.core.settings import Preset
from pipeline.core.workspace import Workspace
from pipeline.lab.store import Lab
from pipeline.runner.registry import STAGES

Script = Callable[[str], ModuleType]


@pytest.fixture(scope="module")
def made(script: Script, root: object) -> dict[str, ModuleType]:
    """The modules by name; `made` imports the others as the manual does."""
    import sys

    names = ("docstrings", "settings", "stages", "cards", "artefacts", "reached", "made")
    found = {}
    for name in names:
        found[name] = script(f"_ext/{name}.py")
        sys.modules.setdefault(name, found[name])
    return found


def test_every_concept_has_a_row(made: dict[str, ModuleType]) -> None:
    """The catalogue, spans and graded; the marks of an example are not read as Markdown."""
    table = made["made"].concept_table()
    names = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert names == [*CONCEPTS, *GRADED]
    assert "\\[\\#excited\\]" in table


def test_every_setting_has_a_row_with_its_range(made: dict[str, ModuleType]) -> None:
    """All fields of all stages; the range of one, worked by hand."""
    tables = made["settings"].tables()
    for name, field in Preset.model_fields.items():
        part = tables.partition(f"## {name}\n")[2].partition("\n## ")[0]
        rows = re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)
        assert rows == list(field.annotation.model_fields)  # type: ignore[union-attr]
    assert re.search(r"\| `valid_share` \| number, > 0, < 0\.5 \| `0\.05` \|", tables)


def test_every_table_of_a_workspace_is_described(made: dict[str, ModuleType]) -> None:
    """Each Parquet file that a workspace knows has a schema and its rows; the type of one, worked by hand."""
    tables, _, lab = made["artefacts"].tables().partition("## The tables of the lab")
    known = [name for name, one in vars(Workspace).items() if isinstance(one, property)]
    found = [getattr(Workspace(Path("x")), name) for name in known]
    paths = [path for path in found if isinstance(path, Path)]
    expected = {path.relative_to("x").as_posix() for path in paths if path.suffix == ".parquet"}
    assert set(re.findall(r"^### (.+)$", tables, re.MULTILINE)) == expected
    assert "| `split` | one of `train`, `valid`, `test` | the part that it is in |" in tables
    assert "| `f1` | number, 0 to 1, may be missing | F1 at the threshold |" in tables
    written = [name for name, one in vars(Lab).items() if isinstance(one, property)]
    found = [getattr(Lab(Workspace(Path("x"))), name) for name in written]
    paths = [path for path in found if isinstance(path, Path)]
    expected = {path.relative_to("x").as_posix() for path in paths if path.suffix == ".parquet"}
    lab, _, code = lab.partition("## The tables of the code network")
    assert set(re.findall(r"^### (.+)$", lab, re.MULTILINE)) == expected
    assert "| `values` | list | the measure of each network, by seed |" in lab
    expected = {f"structure/{name}.parquet" for name in ("units", "scores", "texts")}
    assert set(re.findall(r"^### (.+)$", code, re.MULTILINE)) == expected


def test_the_graph_shows_every_stage_and_its_files(made: dict[str, ModuleType]) -> None:
    """Well-formed SVG with a box for each stage."""
    picture = made["stages"].drawing()
    texts = {one.text for one in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")}
    assert {stage.name for stage in STAGES} <= texts
    assert {"tweets.parquet", "certificates.parquet", "report.html"} <= texts


@given(st.data())
def test_fewer_arrows_say_the_same(made: dict[str, ModuleType], data: st.DataObject) -> None:
    """In any order of stages: the reduced graph has the same ancestors, and no arrow can be left out."""
    stages, names = made["stages"], [f"s{k}" for k in range(data.draw(st.integers(1, 7)))]
    needs = {
        name: data.draw(st.sets(st.sampled_from(names[:k]))) if k else set() for k, name in enumerate(names)
    }
    fewer = stages.reduced(needs)
    for name in names:
        assert stages.ancestors(fewer, name) == stages.ancestors(needs, name)
        for one in fewer[name]:
            without = {**fewer, name: fewer[name] - {one}}
            assert one not in stages.ancestors(without, name)


def test_docstrings_stay_as_they_are_written(made: dict[str, ModuleType]) -> None:
    """Marks that reStructuredText would read are escaped, code is code, an example is left alone."""
    lines = ["The `c ` of |h| and f_ or *x*.", "", ">>> a * b", "'|'", "", "a | b"]
    found = made["docstrings"].restructured(lines)
    assert found == [
        "The ``c`` of \\|h\\| and f\\_ or \\*x\\*.",
        "",
        ">>> a * b",
        "'|'",
        "",
        "a \\| b",
    ]


def test_every_dependency_has_its_licence_in_the_manual(root: Path) -> None:
    """A row for each package of the lock, in the page that the manual shows."""
    import audit
    import locked

    packages = locked.read(root / "requirements.lock")
    table = audit.table(packages)
    assert re.findall(r"^\| (\S+) \| \d", table, re.MULTILINE) == [one.name for one in packages]
    assert "licences.inc.md" in (root / "docs" / "reference" / "licences.md").read_text()
