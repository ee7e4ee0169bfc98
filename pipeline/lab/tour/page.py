"""`report/tour.html`: the stops one after the other, each with a way into the explorer."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace, atomic, read_table
from pipeline.lab import opening, store
from pipeline.lab.kinds import OF_TASK, TASKS
from pipeline.lab.pictures import pictures
from pipeline.lab.store import Lab
from pipeline.lab.tour import told
from pipeline.lab.tour.stops import STOPS, Stop
from pipeline.report.colour import stylesheet
from pipeline.report.page import environment

MISSING = {
    "code": Markup(
        "This network is not trained yet. Run <code>tweetscope code</code>: it trains for half an hour on "
        "Python's own library and then writes what it found on this page."
    ),
    "tweets": Markup(
        "This network is not trained yet. Run <code>make demo</code>, which trains on the built-in corpus "
        "for some minutes, and then <code>tweetscope lab --tour</code>, which writes this page again. For a "
        "corpus of your own, analysed by <code>make analyze NAME=mine</code>: "
        "<code>tweetscope lab --tour --tweets mine</code>."
    ),
}
READERS: Mapping[str, Callable[[Workspace], told.Reader | None]] = {"code": told.code, "tweets": told.tweets}


def write(lab: Lab, code: Workspace, tweets: Workspace) -> Path:
    """Write the tour beside the lab's page; what has not been trained yet says so.

    Args:
        code: the workspace of the network that read code.
        tweets: the workspace of a network that read tweets, analysed.

    Raises:
        UserError: the lab has not run.
    """
    if not lab.findings.exists():
        raise UserError(f"{lab.findings} is missing: run `make lab` first, which writes the tour too")
    html = page(lab, code, tweets)
    with atomic(lab.tour) as temporary:
        temporary.write_text(html, encoding="utf-8", newline="\n")
    return lab.tour


def page(lab: Lab, code: Workspace, tweets: Workspace) -> str:
    """The tour as HTML."""
    made = environment("pipeline.lab")
    shared = made.get_template("style.css").render()
    read = {"code": code, "tweets": tweets}
    stops = [
        _of_task(stop, lab) if stop.name in TASKS else _of_reader(stop, read[stop.name]) for stop in STOPS
    ]
    return made.get_template("tour.html").render(css=Markup(shared) + stylesheet(), stops=stops)


def _of_reader(stop: Stop, workspace: Workspace) -> dict[str, Any]:
    """What the template shows of a network that reads text, or what to do to have one."""
    shown: dict[str, Any] = {"stop": stop, "picture": None, "shown": [], "link": None}
    found = READERS[stop.name](workspace)
    if found is None:
        return {**shown, "found": [], "missing": MISSING[stop.name]}
    page = f"../../{workspace.name}/report/explorer.html#/read/{found.address}"
    return {
        **shown,
        "found": found.told,
        "missing": "",
        "link": page if workspace.explorer.exists() else None,
    }


def _of_task(stop: Stop, lab: Lab) -> dict[str, Any]:
    """What the template shows of a task of the lab."""
    table = read_table(lab.findings)
    trained = {kind: store.load(lab.networks(stop.name, kind)) for kind in OF_TASK[stop.name][:1]}
    picture = next(iter(pictures(stop.name, trained)), None)
    page = f"../explorers/{opening.shown(stop.name)}/report/explorer.html"
    return {
        "stop": stop,
        "found": told.findings(table, stop.name, stop.found),
        "shown": told.findings(table, stop.name, stop.shown),
        "picture": picture,
        "link": picture and f"{page}#/step/{picture.address}?text={quote(picture.text)}",
        "missing": "",
    }
