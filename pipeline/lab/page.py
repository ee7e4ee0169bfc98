"""`report/lab.html`: the experiments in the article's order, each with its strings, verdicts and proofs."""

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.core import numbers
from pipeline.core.workspace import atomic
from pipeline.lab import store
from pipeline.lab.kinds import OF_TASK, TASKS
from pipeline.lab.pictures import pictures
from pipeline.lab.store import Lab
from pipeline.report.colour import stylesheet
from pipeline.report.page import environment as report_environment


def write(lab: Lab) -> None:
    """Make the page from the artefacts."""
    html = page(lab)
    with atomic(lab.report) as temporary:
        temporary.write_text(html, encoding="utf-8", newline="\n")


def page(lab: Lab) -> str:
    """The page as HTML."""
    found, proved = pd.read_parquet(lab.findings), pd.read_parquet(lab.proofs)
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
        }
        for task in OF_TASK
    ]
    shared = report_environment().get_template("style.css").render()
    return (
        _environment()
        .get_template("lab.html")
        .render(
            css=Markup(shared) + stylesheet(),
            sections=sections,
            largest=int(proved.loc[proved["proved"], "parameters"].max()) if proved["proved"].any() else 0,
            proved=int(proved["proved"].sum()),
            of=len(proved),
            findings=len(found),
            verdicts=found["verdict"].value_counts().to_dict(),
            variants=list(pd.read_parquet(lab.variants).itertuples()),
            published=list(pd.read_parquet(lab.published).itertuples()),
        )
    )


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("pipeline.lab"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["decimal"] = numbers.decimal
    return made
