"""A folder for static hosting: the manual, a workspace's report and explorer, and the lab's pages.

Pages keep their places to one another, so that the links between them lead on. Nothing in them may ask
another host for anything; that is checked here.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.report.colour import stylesheet
from pipeline.report.page import environment

MARK = ".tweetscope"  # a folder that has it was made here
PLAIN = ".nojekyll"  # with it, hosts serve folders that begin with _
# What a browser fetches by itself: not links that a reader follows.
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|audio|video|embed|input)\b[^>]*?\ssrc\s*=\s*["']?((?:https?:)?//[^\s"'>]+)"""
    r"""|<link\b(?![^>]*rel=["']?(?:canonical|author|license|next|prev|search|index)\b)[^>]*?\shref\s*=\s*["']?((?:https?:)?//[^\s"'>]+)"""
    r"""|(?:@import\s+|url\()\s*["']?((?:https?:)?//[^\s"')]+)""",
    re.IGNORECASE,
)
DATA = re.compile(r'<script type="application/json".*?</script>', re.DOTALL)  # texts, which fetch nothing
READ = (".html", ".css", ".svg")


@dataclass(frozen=True)
class Page:
    """A page of the site: where it comes from, where it goes, and what the first page says of it."""

    source: Path
    place: str
    title: str
    words: str
    made_by: str


def pages(workspace: Workspace, lab: Path) -> list[Page]:
    """The pages beside the manual; the lab's networks that have explorers come last."""
    report, explorer, own = f"data/{workspace.name}/report", workspace.explorer, lab / "report"
    made_by = "make demo" if workspace.name == "demo" else f"make analyze NAME={workspace.name}"
    found = [
        Page(
            explorer,
            f"{report}/explorer.html",
            "Explorer",
            "A network inside a page: type, look, steer.",
            made_by,
        ),
        Page(
            workspace.report,
            f"{report}/report.html",
            "Report",
            "What was measured, with its certificates.",
            made_by,
        ),
        Page(
            own / "tour.html",
            "data/lab/report/tour.html",
            "Tour",
            "From a counter to tweets, with exercises.",
            "make lab",
        ),
        Page(
            own / "lab.html",
            "data/lab/report/lab.html",
            "Lab",
            "Networks that count, remember and copy.",
            "make lab",
        ),
    ]
    for path in sorted(lab.glob("explorers/*/report/explorer.html")):
        name = path.parents[1].name
        place = f"data/lab/explorers/{name}/report/explorer.html"
        found.append(Page(path, place, f"Explorer: {name}", "A network of the lab.", "make lab"))
    return found


def build(manual: Path, workspace: Workspace, lab: Path, out: Path) -> list[Path]:
    """Write the whole site and return its files.

    Args:
        manual: the built manual, a folder of HTML.
        workspace: an analysed workspace, with report and explorer.
        lab: the folder of the lab.
        out: where the site goes; what an earlier call wrote there is replaced.

    Raises:
        UserError: a part has not been made, `out` holds something else or cannot be written, or a page asks
            another host.
    """
    shown = pages(workspace, lab)
    if not (manual / "index.html").exists():
        raise UserError(f"{manual} does not hold the manual: run `make docs` first")
    if missing := [page for page in shown if not page.source.exists()]:
        raise UserError(f"{missing[0].source} does not exist: run `{missing[0].made_by}` first")
    if out.exists() and not _ours(out):
        raise UserError(f"{out} holds something else: name another folder, or remove it")
    try:
        _put(manual, shown, _front(workspace, shown), out)
    except OSError as error:
        raise UserError(f"cannot write {out}: {error.strerror or error}") from error
    return sorted(path for path in out.rglob("*") if path.is_file())


def _ours(out: Path) -> bool:
    """Whether a folder may be replaced: it is empty, or a site that nobody keeps versions in."""
    return out.is_dir() and (
        not any(out.iterdir()) or ((out / MARK).exists() and not (out / ".git").exists())
    )


def _put(manual: Path, shown: list[Page], front: str, out: Path) -> None:
    """Write the site beside `out`, look at it, and let it take the place of what is there."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as name:
        made = Path(name) / "site"
        shutil.copytree(manual, made / "manual", ignore=shutil.ignore_patterns(".buildinfo", "*.doctree"))
        for page in shown:
            (made / page.place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(page.source, made / page.place)
        (made / "index.html").write_text(front, encoding="utf-8", newline="\n")
        for empty in (MARK, PLAIN):
            (made / empty).touch()
        if asked := next(outside(made), None):
            raise UserError(f"{asked[0].relative_to(made)} would ask {asked[1]}: a site asks no other host")
        if out.exists():
            shutil.rmtree(out)
        made.replace(out)


def outside(folder: Path) -> Iterator[tuple[Path, str]]:
    """What pages and styles of a folder would fetch from other hosts: each file with the address."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in READ and path.is_file():
            text = DATA.sub("", path.read_text(encoding="utf-8"))
            for found in FETCHED.finditer(text):
                yield path, next(filter(None, found.groups()))


def _front(workspace: Workspace, shown: list[Page]) -> str:
    made = environment()
    css = Markup(made.get_template("style.css").render()) + stylesheet()
    return made.get_template("site.html").render(css=css, name=workspace.name, pages=shown)
