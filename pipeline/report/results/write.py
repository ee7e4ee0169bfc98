"""Write facts, pages and figures under `docs/results/`, and compare committed pages with their facts."""

import json
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.files import read_text
from pipeline.core.workspace import Workspace, atomic, read_json
from pipeline.report.artefacts import read
from pipeline.report.results import lab
from pipeline.report.results.benchmarks import (
    chaos,
    costs,
    entities,
    exchange,
    race,
    recipe,
    simulations,
    speed,
)
from pipeline.report.results.drawings import drawings, save
from pipeline.report.results.facts import Facts, load
from pipeline.report.results.gather import facts
from pipeline.report.results.headline import block, headline, replaced
from pipeline.report.results.markdown import joined
from pipeline.report.results.pages import pages
from pipeline.report.results.provenance import provenance
from pipeline.report.results.worked import worked

LAB_FACTS = Path("data", "lab", "facts.json")  # below the results
SHOWN = ("trump", "demo")  # whose headline the README shows: the first of these that has facts


def results_folder(root: Path) -> Path:
    """Where the pages lie; the facts are in `data/` below.

    Raises:
        UserError: the folder is not a checkout of the project.
    """
    if not (root / "docs" / "conf.py").exists():
        raise UserError(f"{root} has no docs/conf.py: run this in a checkout of the project")
    return root / "docs" / "results"


def write(workspace: Workspace, root: Path) -> list[Path]:
    """Gather the facts of a workspace, then write every page that depends on them.

    Returns:
        the files written.
    """
    folder, found = results_folder(root), read(workspace)
    verdict = read_json(workspace.verdict)["measures"] if workspace.verdict.exists() else None
    made = facts(found, provenance(workspace, root, found.manifests), verdict)
    data = folder / "data" / f"{workspace.name}.json"
    _put(data, made.model_dump_json(indent=1) + "\n")
    assert found.history is not None  # `facts` has asked for it
    figures = drawings(made, found.history, found.quality)
    for name, figure in figures.items():
        save(figure, folder / workspace.name / name)
    return [data, *(folder / workspace.name / name for name in figures), *rewrite(root)]


def expected(root: Path) -> dict[Path, str]:
    """Every page that is made from committed facts, as it should be."""
    folder = results_folder(root)
    known = [load(path) for path in sorted((folder / "data").glob("*.json"))]
    made = {folder / one.provenance.name / name: text for one in known for name, text in pages(one).items()}
    made |= {folder / one.provenance.name / "worked.inc.md": worked(one) for one in known}
    measured = root / "benchmarks" / "results"
    made[folder / "speed.md"] = speed.page(measured)
    made[folder / "chaos.md"] = chaos.page(read_json(measured / "chaos.json"))
    made[folder / "simulations.md"] = simulations.page(read_json(measured / "evidence.json"))
    made[folder / "entities.md"] = entities.page(read_json(measured / "entities.json"))
    made[folder / "exchange.md"] = exchange.page(read_json(measured / "exchange.json"))
    made[folder / "recipe.md"] = recipe.page(json.loads(read_text(measured / "recipe.json")))
    if (cost := measured / "costs.json").exists() and (schedule := measured / "schedule.json").exists():
        made[folder / "costs.md"] = costs.page(read_json(cost), read_json(schedule))
    if (raced := measured / "race.json").exists():
        made[folder / "race.md"] = race.page(read_json(raced))
    if (facts_of_lab := folder / LAB_FACTS).exists():
        made[folder / "lab.md"] = lab.page(read_json(facts_of_lab), read_json(measured / "cells.json"))
    others = [name for name in ("lab", "costs", "race") if folder / f"{name}.md" in made]
    made[folder / "index.md"] = index(known, others)
    by_name = {one.provenance.name: one for one in known}
    readme = root / "README.md"
    for name in SHOWN:
        if name in by_name:
            made[readme] = replaced(readme.read_text(encoding="utf-8"), block(by_name[name]))
            break
    return made


def index(known: list[Facts], others: list[str]) -> str:
    """The first page of the results; `others` are pages that not every checkout has."""
    lines = [
        "# Results",
        "",
        "Every figure on these pages was written by `make results` from the artefacts of a run. Each page "
        "names the date, the "
        "commit, the settings and the machine.",
        "",
        "```{toctree}",
        ":maxdepth: 1",
        "",
        *(f"{one.provenance.name}/index" for one in known),
        *others,
        "simulations",
        "entities",
        "exchange",
        "chaos",
        "speed",
        "recipe",
        "```",
        "",
    ]
    for one in known:
        lines += [f"## {one.provenance.name}", "", *headline(one), ""]
    return joined(lines)


def rewrite(root: Path) -> list[Path]:
    """Write the pages of all committed facts; the files that changed."""
    changed = different(root)
    for path, text in changed.items():
        _put(path, text)
    return list(changed)


def different(root: Path) -> dict[Path, str]:
    """The pages that differ from what the committed facts give, as they should be."""
    return {
        path: text
        for path, text in expected(root).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }


def _put(path: Path, text: str) -> None:
    with atomic(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
