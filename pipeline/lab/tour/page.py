"""`report/tour.html`: the stops one after the other, each with a way into the explorer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.core.workspace import Workspace, atomic, read_table
from pipeline.lab import opening, store
from pipeline.lab.kinds import OF_TASK, TASKS
from pipeline.lab.pictures import pictures
from pipeline.lab.store import Lab
from pipeline.lab.tour import told
from pipeline.lab.tour.stops import STOPS, Stop
from pipeline.report.colour import stylesheet
from pipeline.report.page import environment as report_environment

MISSING = {
    "code": "tweetscope code has not run: it trains for half an hour on Python's own library.",
    "tweets": "make demo has not run: it trains on the built-in corpus.",
}


def write(lab: Lab, code: Workspace, tweets: Workspace) -> Path:
    """Write the tour beside the lab's page; what has not been trained yet says so.

    Args:
        code: the workspace of the network that read code.
        tweets: the workspace of a network that read tweets, analysed.
    """
    html = page(lab, code, tweets)
    with atomic(lab.tour) as temporary:
        temporary.write_text(html, encoding="utf-8", newline="\n")
    return lab.tour


def page(lab: Lab, code: Workspace, tweets: Workspace) -> str:
    """The tour as HTML."""
    made = Environment(
        loader=PackageLoader("pipeline.lab"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shared = report_environment().get_template("style.css").render()
    stops = [_stop(stop, lab, code, tweets) for stop in STOPS]
    return made.get_template("tour.html").render(css=Markup(shared) + stylesheet(), stops=stops)


def _stop(stop: Stop, lab: Lab, code: Workspace, tweets: Workspace) -> Mapping[str, Any]:
    """What the template shows of a stop."""
    if stop.name in TASKS:
        return {"stop": stop, **_of_task(stop, lab)}
    shown: dict[str, Any] = {"stop": stop, "picture": None, "shown": [], "link": None}
    if stop.name == "code":
        return {**shown, "found": (found := told.code(code)), "missing": "" if found else MISSING["code"]}
    detector = told.tweets(tweets)
    if detector is None:
        return {**shown, "found": [], "missing": MISSING["tweets"]}
    link = (
        f"../../{tweets.name}/report/explorer.html#/read/{detector.address}"
        if tweets.explorer.exists()
        else None
    )
    return {**shown, "found": detector.told, "missing": "", "link": link}


def _of_task(stop: Stop, lab: Lab) -> dict[str, Any]:
    table = read_table(lab.findings)
    trained = {kind: store.load(lab.networks(stop.name, kind)) for kind in OF_TASK[stop.name][:1]}
    picture = next(iter(pictures(stop.name, trained)), None)
    page = f"../explorers/{opening.shown(stop.name)}/report/explorer.html"
    return {
        "found": told.findings(table, stop.name, stop.found),
        "shown": told.findings(table, stop.name, stop.shown),
        "picture": picture,
        "link": picture and f"{page}#/step/{picture.address}?text={quote(picture.text)}",
        "missing": "",
    }
