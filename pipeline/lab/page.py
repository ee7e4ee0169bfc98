"""`report/lab.html`: the experiments in the article's order, each with its strings, verdicts and proofs."""

from typing import Any

import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure

from pipeline.core.workspace import atomic, read_table
from pipeline.figures import lab as figures
from pipeline.figures.style import svg
from pipeline.lab import opening, store
from pipeline.lab.code.stage import structure
from pipeline.lab.facts import code_facts
from pipeline.lab.findings.of_counter import FAR
from pipeline.lab.kinds import OF_TASK, TASKS
from pipeline.lab.pictures import pictures
from pipeline.lab.store import Lab
from pipeline.lab.tasks import counter
from pipeline.lab.variants.contests import CONTESTS
from pipeline.report.colour import stylesheet
from pipeline.report.page import environment
from pipeline.report.results import lab as results

EXAMPLE = 900  # characters of a written text that are shown: of the median score


def write(lab: Lab) -> None:
    """Make the page from the artefacts."""
    html = page(lab)
    with atomic(lab.report) as temporary:
        temporary.write_text(html, encoding="utf-8", newline="\n")


def page(lab: Lab) -> str:
    """The page as HTML."""
    found, proved, compared = (read_table(path) for path in (lab.findings, lab.proofs, lab.variants))
    trained = {
        task: {kind: store.load(lab.networks(task, kind)) for kind in kinds}
        for task, kinds in OF_TASK.items()
    }
    sections = [
        {
            "task": TASKS[task],
            "findings": list(found[found["task"] == task].itertuples()),
            "proofs": list(proved[proved["task"] == task].itertuples()),
            "pictures": pictures(task, trained[task]),
            "explorer": opening.shown(task),
        }
        for task in OF_TASK
    ]
    made = environment("pipeline.lab")
    shared = made.get_template("style.css").render()
    return made.get_template("lab.html").render(
        css=Markup(shared) + stylesheet(),
        sections=sections,
        largest=int(proved.loc[proved["proved"], "parameters"].max()) if proved["proved"].any() else 0,
        proved=int(proved["proved"].sum()),
        of=len(proved),
        findings=len(found),
        verdicts=found["verdict"].value_counts().to_dict(),
        contests=[
            (CONTESTS[task], list(rows.itertuples())) for task, rows in compared.groupby("task", sort=False)
        ],
        texts=_texts(lab),
        literature=list(read_table(lab.literature).itertuples()),
        reached=svg(_reached(found), "reach", "How far the counters of each kind are right"),
        compared=svg(_compared(compared), "variants", "How far counters of other cells are right"),
        published=list(read_table(lab.published).itertuples()),
        code=_code(lab),
    )


def _texts(lab: Lab) -> list[dict[str, Any]]:
    """Cells compared on text, a table each; empty before `tweetscope cells`."""
    if not lab.texts.exists():
        return []
    tables = []
    for name, rows in read_table(lab.texts).groupby("text", sort=False):
        each = rows.to_dict("records")
        head, body = results.by_measure(each)
        words = {"title": results.TEXTS[name], "words": results.budget(each[0])}
        tables.append({**words, "head": head, "body": body})
    return tables


def _code(lab: Lab) -> dict[str, Any] | None:
    """What the code network's units follow, how well it writes, and the beginning of what it wrote."""
    found = code_facts(lab.code)
    if found is None:
        return None
    texts = read_table(structure(lab.code, "texts"))
    written = texts[texts["text"] == "written"].sort_values("mean")["source"].tolist()
    return {**found, "labels": results.LABELS, "example": written[len(written) // 2][:EXAMPLE]}


def _reached(found: pd.DataFrame) -> Figure:
    own = found[found["task"] == "counter"].set_index("finding")["values"]
    rows = {
        "plain": "learned plain",
        "noisy": "learned noisy",
        "noisy, sharpened": "sharpened",
        "hard": "hard",
    }
    return figures.reach({name: own[key] for name, key in rows.items()}, counter.LONGEST, FAR)


def _compared(compared: pd.DataFrame) -> Figure:
    own = compared[compared["task"] == counter.TASK.name]
    groups = dict(zip(own["variant"], own["values"], strict=True))
    return figures.reach(groups, counter.LONGEST, FAR)
