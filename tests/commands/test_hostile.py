"""Hostile posts, carried the whole way: every file that is exported, every page, the quiz and the screen."""

import csv
import json
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hostile
import pandas as pd
import pytest
from command_line import exit_code

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ExploreSettings, ReportSettings
from pipeline.core.workspace import Workspace
from pipeline.explorer import stage as explorer
from pipeline.report import notebooks
from pipeline.report import stage as report
from pipeline.samples.export import WRITERS, read_csv
from pipeline.text.vocabulary import Vocabulary
from pipeline.tracking.tracker import NullTracker

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
VIEWS = ("read", "", "step", "neuron", "detectors", "samples", "find", "generate", "why")
GO = "address => { document.querySelector('main').replaceChildren(); location.hash = address; }"
NOTED = """
document.addEventListener("securitypolicyviolation", (e) => console.error("policy: " + e.violatedDirective));
"""


class Kept(NullTracker):
    """Keeps the pages that a stage logs to MLflow."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}

    def text(self, text: str, name: str) -> None:
        self.pages[name] = text


class Watched:
    """A page in Chromium, and all that it did but show itself."""

    def __init__(self, chromium: Any) -> None:
        self.context = chromium.new_context()
        self.context.add_init_script(NOTED)
        self.did: list[str] = []
        self.page = self.context.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.did.append(f"error: {error}"))
        self.page.on("console", lambda said: self.did.append(said.text) if said.type == "error" else None)
        self.page.on("request", self._request)

    def _dialog(self, dialog: Any) -> None:
        self.did.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:", "about:", "blob:")):
            self.did.append(f"request: {request.url}")

    def open(self, address: str) -> Any:
        """Show it, and keep whether a post ran."""
        self.page.goto("about:blank")
        self.page.goto(address)
        self.page.wait_for_timeout(50)
        if self.page.evaluate("window.pwned") is not None:
            self.did.append("a post ran")
        return self.page


@pytest.fixture(scope="module")
def place(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the workspace, its corpus full of hostile posts, its samples begun with them."""
    home = tmp_path_factory.mktemp("hostile") / "copy"
    shutil.copytree(tiny_home, home)
    known = Vocabulary.load(Workspace(home / "data" / "tiny").vocabulary).characters
    prompts = [text for text in _posts(home) if set(text) <= set(known) - {"\n"}]
    (home / "prompts.txt").write_text("\n".join(prompts), encoding="utf-8")
    asked = ["--name", "tiny", "--no-track", "--max-length", "140", "--count", str(len(prompts))]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        assert exit_code("samples", *asked, "--prompt-file", "prompts.txt", "--no-reserved") == 0
    return home


def _posts(home: Path) -> list[str]:
    """The hostile posts as the corpus holds them."""
    tweets = pd.read_parquet(home / "data" / "tiny" / "tweets.parquet")
    return tweets.loc[tweets["text"].str.contains("says the post.*, take"), "text"].tolist()


@pytest.fixture
def watched(chromium: Any) -> Iterator[Watched]:
    """A fresh one."""
    found = Watched(chromium)
    yield found
    found.context.close()


def test_the_corpus_holds_them_cleaned(place: Path) -> None:
    """Each is in the corpus; no control character and no half of a pair is left in any text or name."""
    assert len(_posts(place)) == 2 * len(hostile.POSTS)
    tweets = pd.read_parquet(place / "data" / "tiny" / "tweets.parquet")
    for text in [*tweets["text"], *tweets["author"].dropna()]:
        assert not {c for c in text if unicodedata.category(c) in ("Cc", "Cs")} - {"\n"}


@pytest.mark.parametrize("form", WRITERS)
def test_exports_are_whole_and_run_nowhere(place: Path, form: str) -> None:
    """Each format gives the samples back; no CSV cell is a formula, no line of JSON holds markup."""
    samples = pd.read_parquet(place / "data" / "tiny" / "samples" / "samples.parquet")
    assert sum("says the post" in text for text in samples["text"]) > len(hostile.POSTS)
    path = place / "data" / "tiny" / "samples" / f"samples.{form}"
    if form == "parquet":
        assert (samples["text"].str.strip(" \u2003\u3000\u200b").str[0] == "=").any()
    elif form == "csv":
        pd.testing.assert_frame_equal(read_csv(path), samples)
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.DictReader(file) for cell in (row["text"], row["prompt"])]
        assert not [cell for cell in cells if _first(cell) in "=+-@"]
    elif form == "jsonl":
        raw = path.read_text(encoding="utf-8")
        assert not set("<>&\u2028\u2029") & set(raw)
        assert [json.loads(line)["text"] for line in raw.split("\n")[:-1]] == samples["text"].tolist()
    else:
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
        assert len(lines) == len(samples)
        assert [line for line in lines if "says the post" in line]


def _first(cell: str) -> str:
    """The first character that is not a blank or invisible, its full-width form made plain."""
    seen = (c for c in cell if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))
    return unicodedata.normalize("NFKC", next(seen, " "))


@pytest.mark.browser
def test_pages_run_nothing(place: Path, watched: Watched) -> None:
    """The report, and a notebook that is logged, show the posts; nothing of them runs."""
    workspace, kept = Workspace(place / "data" / "tiny"), Kept()
    report.run(ReportSettings(samples=30), workspace, kept, QuietScreen())
    shutil.copy(NOTEBOOKS / "05_samples.ipynb", place)
    notebooks.render(place, workspace, QuietScreen(), kept)
    assert set(kept.pages) == {"report.html", "notebooks/05_samples.html"}
    shown = 0
    for name, html in kept.pages.items():
        path = place / f"{Path(name).stem}.html"
        path.write_text(html, encoding="utf-8")
        assert "script-src" not in html or "unsafe-inline" not in html.partition("script-src")[2][:60]
        page = watched.open(path.as_uri())
        assert page.locator("script, iframe, body img[src=x], b[onclick], svg[onload]").count() == 0
        shown += "says the post" in page.inner_text("body")
    assert watched.did == []
    assert shown == 2


@pytest.mark.browser
def test_the_explorer_runs_nothing(place: Path, watched: Watched) -> None:
    """Every view on each hostile post: it stands there code point by code point, and nothing runs."""
    workspace = Workspace(place / "data" / "tiny")
    explorer.run(ExploreSettings(tweets=1000), workspace, NullTracker(), QuietScreen())
    tweets = pd.read_parquet(workspace.tweets).set_index("text")["tweet_id"]
    page = watched.open(workspace.explorer.as_uri())
    for number, text in enumerate(_posts(place)[: len(hostile.POSTS)]):
        for view in VIEWS if number == 0 else VIEWS[:1]:
            address = f"#/{view}?tweet={tweets[text]}"
            page.evaluate(GO, address)
            page.wait_for_selector("main h1")
            assert page.locator("main script, main iframe, main img[src=x], main b[onclick]").count() == 0
            if view == "read":
                assert page.locator(".strip.page").first.text_content() == text
    assert page.evaluate("window.pwned") is None
    assert watched.did == []


@pytest.mark.browser
def test_a_page_that_does_not_escape_is_noticed(place: Path, watched: Watched) -> None:
    """The check sees both: a post that runs, and one that only the page's policy holds back."""
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    for head, words in (("", "dialog: 1"), (policy, "policy: script-src")):
        path = place / "bad.html"
        path.write_text(f"<!doctype html>{head}<body>{hostile.POSTS[0]}")
        watched.open(path.as_uri())
        assert any(words in line for line in watched.did), watched.did
        watched.did.clear()


def test_the_screen_shows_them_as_text(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """A first look, the quiz and continuations: nothing drives the terminal, nothing is markup."""
    monkeypatch.chdir(place)
    monkeypatch.setattr("builtins.input", lambda _: "1")
    assert exit_code("look", "raw.json") == 0
    assert exit_code("quiz", "--name", "tiny") == 0
    prompt = "[bold red]markup[/bold red] [link=http://evil.example]"
    assert exit_code("continue", "--name", "tiny", "--prompt", prompt, "--max-length", "60") == 0
    said = capsys.readouterr()
    assert "[bold red]markup[/bold red]" in re.sub(r"\s+", " ", said.out)
    assert not set(map(chr, [*range(9), *range(11, 32), 127])) & set(said.out + said.err)
