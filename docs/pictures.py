"""The pictures of the README and the manual: `make pictures`, from an analysed workspace.

Every tweet shown is from the built-in corpus, where all people and handles are invented. With another
workspace the handles are masked. Needs Chromium, and a font with emoji (Debian: fonts-noto-color-emoji).
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd
from markupsafe import Markup
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.core.errors import UserError
from pipeline.core.numbers import decimal, interval
from pipeline.core.workspace import Workspace, read_json
from pipeline.neurons.causes.matters import graded_whole
from pipeline.neurons.first import first
from pipeline.report.colour import Scale, coloured, stylesheet
from pipeline.statistics.resample import auroc

HERE = Path(__file__).resolve().parent
BUILT_IN = "demo"
CONCEPTS = {  # and what the picture calls them
    "hashtag": "Hashtag",
    "url": "URL",
    "mention": "Mention",
    "quotation": "Quotation",
    "slogan": "Slogan",
    "proper_noun": "Name",
    "aux_be_be": "be, been, being",
    "emoji": "Emoji",
    "all_caps": "Capitals",
    "number": "Number",  # from here on where one of the others has no certified neuron
    "attribution": "Quoted author",
    "retweet_header": "Retweet header",
}
SHOWN = 9
LONGEST = 172  # characters of a tweet: two lines of the picture
SIZE = {"width": 1280, "height": 860}
HEIGHTS = {"read": 640}  # of pages that are shorter
HANDLE = re.compile(r"(?<=@)\w+")
LIMIT = 400_000  # bytes of a picture
FONTS = "fc-list"
FLAGS = ["--no-sandbox", "--disable-gpu"]

STYLE = """
body { margin: 0; padding: 22px 28px; width: 1040px; background: #fff; color: #1d2530;
  font: 15px/1.35 "DejaVu Sans", Helvetica, Arial, sans-serif; }
.row { display: grid; grid-template-columns: 168px 1fr; gap: 18px; padding: 11px 0;
  border-top: 1px solid #e4e7ec; }
.row:first-child { border-top: 0; }
.name { font-weight: bold; } .score { color: #5a6472; font-size: 12.5px; white-space: nowrap; }
.score code { font: 12.5px "DejaVu Sans Mono", monospace; color: #08306b; }
.t { font-size: 15.5px; }
.t, .t i { text-decoration: none !important; }
"""


def masked(text: str) -> str:
    """The text with every handle as x of the same length, so that offsets stay.

    >>> masked("RT @Ann_L: hi")
    'RT @xxxxx: hi'
    """
    return HANDLE.sub(lambda match: "x" * len(match[0]), text)


def rows(workspace: Workspace) -> list[dict[str, Any]]:
    """A short whole tweet for each certified concept, the most coloured where the neuron says yes."""
    certificates = pd.read_parquet(workspace.certificates)
    best = certificates[certificates["certified"] & (certificates["rank"] == 0)].set_index("concept")
    passages = read_json(workspace.passages)
    found = []
    for concept in CONCEPTS:
        if concept in best.index and (one := example(passages[concept])) is not None and len(found) < SHOWN:
            found.append(row(concept, best.loc[concept], one, workspace.name != BUILT_IN))
    return found


def example(of: dict[str, Any]) -> dict[str, Any] | None:
    """The clearest of the whole tweets that are short enough."""
    whole = [one for one in of["passages"] if one["kind"] == "example" and len(one["text"]) <= LONGEST]
    return max(whole, key=lambda one: clear(one, of["sign"]), default=None)


def clear(passage: dict[str, Any], sign: int) -> float:
    """How well the neuron separates the concept within one tweet: AUROC."""
    inside = np.zeros(len(passage["text"]), dtype=bool)
    for start, end in passage["mask"]:
        inside[start:end] = True
    return auroc(sign * np.array(passage["values"]), inside)


def row(concept: str, certificate: Any, passage: dict[str, Any], hide: bool) -> dict[str, Any]:
    """One line of the picture."""
    values = certificate["sign"] * np.array(passage["values"])
    low, high = np.quantile(values, (0.25, 0.98))
    text = masked(passage["text"]) if hide else passage["text"]
    return {
        "name": CONCEPTS[concept],
        "address": certificate["address"],
        "score": f"{decimal(certificate['auroc'], 2)} "
        f"{interval(certificate['auroc_low'], certificate['auroc_high'], 2)}",
        "html": coloured(text, ((values - low) / (high - low)).tolist(), Scale(False), passage["mask"]),
    }


def page(found: list[dict[str, Any]]) -> str:
    """The rows as an HTML page."""
    line = Markup(
        '<div class="row"><div><div class="name">{name}</div>'
        '<div class="score"><code>{address}</code> {score}</div></div><div>{html}</div></div>'
    )
    body = Markup("").join(line.format(**one) for one in found)
    return f"<!doctype html><meta charset=utf-8><style>{stylesheet()}{STYLE}</style>{body}"


def neurons(browser: Browser, workspace: Workspace, folder: Path) -> None:
    """The README's picture: neurons of one network, each reading a tweet."""
    opened = browser.new_page(viewport={"width": 1096, "height": 600}, device_scale_factor=1.3)
    opened.set_content(page(rows(workspace)))
    save(opened, folder / "neurons.png", whole=True)


def explorer(browser: Browser, workspace: Workspace, folder: Path) -> None:
    """The explorer's main pages."""
    opened = browser.new_page(viewport=SIZE, color_scheme="light")  # type: ignore[arg-type]
    opened.goto(workspace.explorer.resolve().as_uri())
    opened.wait_for_selector("main *")
    concept, address = strongest(workspace)
    shown = example(read_json(workspace.passages)[concept])
    text = quote(shown["text"]) if shown else ""
    routes = {"read": f"read/{address}?text={text}", "detectors": "detectors", "neuron": f"neuron/{address}"}
    for name, route in routes.items():
        opened.set_viewport_size({**SIZE, "height": HEIGHTS.get(name, SIZE["height"])})  # type: ignore[arg-type]
        opened.evaluate(f"location.hash = '#/{route}'")
        opened.wait_for_timeout(1500)
        save(opened, folder / f"explorer-{name}.png")


def strongest(workspace: Workspace) -> tuple[str, str]:
    """The concept and the address of the detector that the explorer begins with."""
    causes = pd.read_parquet(workspace.causes) if workspace.causes.exists() else None
    certificates = graded_whole(pd.read_parquet(workspace.certificates), causes)
    found = first(certificates, pd.read_parquet(workspace.interventions))
    if found is None:
        raise SystemExit(f"no detector of {workspace.certificates} is certified: there is nothing to draw")
    return found["concept"], found["address"]


def report(browser: Browser, workspace: Workspace, folder: Path) -> None:
    """The report's section of detectors."""
    opened = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
    opened.goto(workspace.report.resolve().as_uri())
    opened.locator("#detectors").scroll_into_view_if_needed()
    opened.evaluate("document.querySelector('#detectors').scrollIntoView()")
    save(opened, folder / "report.png")


def save(opened: Page, path: Path, whole: bool = False) -> None:
    """Write a screenshot, as small as it can be without loss."""
    opened.screenshot(path=path, full_page=whole)
    with Image.open(path) as picture:
        picture.convert("RGB").save(path, optimize=True)
    if path.stat().st_size > LIMIT:
        raise UserError(
            f"{path} has {path.stat().st_size:,} bytes, more than {LIMIT:,}: show less of the page"
        )
    print(f"{path.relative_to(HERE.parent)}: {path.stat().st_size // 1000} kB")


def main() -> None:
    """Write all pictures under `docs/pictures/`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("workspace", type=Path, nargs="?", default=Path("data") / BUILT_IN)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    given = parser.parse_args()
    workspace, folder = Workspace(given.workspace), HERE / "pictures"
    workspace.need(workspace.explorer, "demo")
    if "emoji" not in subprocess.run([FONTS], capture_output=True, text=True, check=False).stdout.lower():
        raise UserError("no font has emoji: install fonts-noto-color-emoji, or another")
    folder.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=given.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for draw in (neurons, explorer, report):
            draw(browser, workspace, folder)
        browser.close()


if __name__ == "__main__":
    try:
        main()
    except UserError as error:
        sys.exit(f"error: {error}")
