"""Pages that the code writes as the manual is built: the concepts, the rooms, the graph of the stages."""

import importlib
import pkgutil
from pathlib import Path

import artefacts
import audit
import cards
import locked
import reached
import settings
import stages
from sphinx.application import Sphinx

import pipeline
from pipeline.concepts import CONCEPTS, GRADED


def rooms() -> list[str]:
    """The rooms of the package, in alphabetical order."""
    return [found.name for found in pkgutil.iter_modules(pipeline.__path__) if found.ispkg]


def modules(room: str) -> list[str]:
    """Every module of a room and of its inner rooms."""
    package = importlib.import_module(f"pipeline.{room}")
    found = pkgutil.walk_packages(package.__path__, f"pipeline.{room}.")
    return [one.name for one in found if not one.ispkg]


def room_page(room: str) -> str:
    """The reference of one room: what it is for, then each of its modules."""
    lines = [
        f"# {room}",
        "",
        "```{eval-rst}",
        f".. automodule:: pipeline.{room}",
        "   :no-members:",
        "```",
        "",
    ]
    for name in modules(room):
        inner = name.removeprefix(f"pipeline.{room}.")
        lines += [f"## {inner}", "", *automodule(name)]
    return "\n".join(lines)


def automodule(name: str, *options: str) -> list[str]:
    """The directive that documents a module."""
    return ["```{eval-rst}", f".. automodule:: {name}", *options, "```", ""]


def rooms_page(names: list[str]) -> str:
    """The table of contents of the rooms."""
    return "\n".join(["# The rooms of the package", "", "```{toctree}", *names, "```", ""])


def cell(text: str) -> str:
    """A text as it stands in a Markdown table."""
    return (
        text.replace("|", "\\|")
        .replace("[", "\\[")
        .replace("]", "\\]")
        .replace("#", "\\#")
        .replace("<", "&lt;")
    )


def concept_table() -> str:
    """The catalogue: what each concept labels, with an example and the source of the definition."""
    rows = ["| concept | what is labelled | example | source |", "|---|---|---|---|"]
    for one in [*CONCEPTS.values(), *GRADED.values()]:
        rows.append(f"| `{one.name}` | {cell(one.sentence)} | {cell(one.example)} | {cell(one.source)} |")
    return "\n".join(rows) + "\n"


def written(path: Path, text: str) -> None:
    """Write a page if it changed, so that an unchanged page is not built again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def make(app: Sphinx) -> None:
    """Write all made pages under `docs/made/`."""
    folder = Path(app.srcdir) / "made"
    names = rooms()
    written(folder / "concepts.inc.md", concept_table())
    written(folder / "settings.inc.md", settings.tables())
    written(folder / "cards.inc.md", cards.tables())
    written(folder / "artefacts.inc.md", artefacts.tables())
    written(folder / "coverage.inc.md", reached.table())
    written(
        folder / "licences.inc.md", audit.table(locked.read(Path(app.srcdir).parent / "requirements.lock"))
    )
    written(folder / "stages.svg", stages.drawing())
    written(folder / "rooms" / "index.md", rooms_page(names))
    for name in names:
        written(folder / "rooms" / f"{name}.md", room_page(name))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", lambda app, config: make(app))
    return {"parallel_read_safe": True}
