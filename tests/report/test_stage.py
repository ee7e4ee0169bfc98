"""The report as a whole: self-contained, escaped, complete, the same every time."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.errors import UserError
from pipeline.core.settings import ReportSettings
from pipeline.core.workspace import Workspace
from pipeline.report import stage
from tests.report.workspace_tables import HOSTILE, certificates_table

SECTIONS = (
    *("corpus", "training", "bits", "detectors", "causality", "probes", "saturation", "samples", "methods"),
)
VOID = {"meta", "br", "img", "hr", "link", "input"}


class Page(HTMLParser):
    """Tags, attributes and ids of a page, and whether its tags close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def ids(self) -> list[str]:
        return [value for _, name, value in self.attributes if name == "id"]


def test_the_page_is_well_formed(html: str) -> None:
    """Every tag closes in order, no id occurs twice, and every anchor leads somewhere."""
    page = Page(html)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    links = [value for tag, name, value in page.attributes if (tag, name) == ("a", "href")]
    anchors = [link[1:] for link in links if link.startswith("#")]
    assert anchors == list(SECTIONS)
    assert set(anchors) <= set(page.ids)


def test_nothing_comes_from_elsewhere(html: str) -> None:
    """No script, no handler, no address but fragments and namespaces; a policy forbids the rest."""
    page = Page(html)
    assert not page.tags & {"script", "iframe", "object", "embed", "link", "base", "form"}
    for _, name, value in page.attributes:
        assert not name.startswith("on")
        if name in ("src", "href", "xlink:href"):
            assert value.startswith(("#", "data:", "explorer.html#/"))  # a link, to the file beside it
    assert re.findall(r"url\((?!#)", html) == []
    assert "default-src 'none'" in html


def test_tweets_are_text(html: str) -> None:
    """Hostile tweets, samples and rejects are in the page as text; none became markup or a template."""
    shown = "".join(Page(html).texts)
    assert "window.pwned = 1" in shown
    assert "rejected: not <JSON>" in shown
    assert "{{ 7 * 7 }} {% raw %}" in shown
    assert "<script>copied" in shown
    assert "tweets<1>.json" in shown
    assert HOSTILE[1] in shown


def test_every_number_says_what_it_rests_on(html: str) -> None:
    """Tables of evidence name the split and how many tweets and characters."""
    shown = re.sub(r"\s+", " ", " ".join(Page(html).texts))
    assert "measured on test: 2,001 characters, a concept occurs in 33 tweets." in shown
    assert "120 of them in the concept (6.0 %)" in shown
    assert "on 30 test tweets" in shown
    assert "AUROC 0.970, 95 % interval [0.950, 0.985]; it occurs in 33 test tweets" in shown


def test_what_is_not_certified_has_no_address(html: str) -> None:
    """The addresses of a concept without a certificate are nowhere in the report."""
    frame = certificates_table()
    failed = frame[~frame["certified"]]["address"]
    assert len(failed) == 2
    assert not any(address in html for address in failed)
    assert all(address in html for address in frame[frame["certified"]]["address"])


def test_the_stage_logs_what_the_interface_shows(reported: tuple[Workspace, Any, dict[str, Any]]) -> None:
    """The report, the coloured tweets and every figure go to the tracker; the counts go to the manifest."""
    workspace, recorder, counts = reported
    assert recorder.texts["report.html"] == workspace.report.read_text(encoding="utf-8")
    assert {f"report_{name}" for name in ("corpus", "training", "evidence", "ablation")} < set(
        recorder.figures
    )
    assert counts == {"bytes": workspace.report.stat().st_size, "figures": 12, "missing": []}
    page = Page(recorder.texts["detectors.html"])
    assert page.open == []
    assert "script" not in page.tags
    assert sum(value == "t" for _, name, value in page.attributes if name == "class") > 6


def test_the_same_artefacts_give_the_same_bytes(
    reported: tuple[Workspace, Any, dict[str, Any]], recorder: Any, warned: Any
) -> None:
    """A second run writes the same report, byte for byte."""
    workspace = reported[0]
    before = workspace.report.read_bytes()
    stage.run(ReportSettings(), workspace, recorder, warned)
    assert workspace.report.read_bytes() == before


def test_a_corpus_alone_makes_a_report(
    tmp_path: Path, make: Callable[[Path], Workspace], recorder: Any, warned: Any
) -> None:
    """With nothing but a corpus the report stands, and names the targets that make the rest."""
    workspace = make(tmp_path / "bare")
    for path in (*workspace.folder.glob("model/*"), *workspace.folder.glob("neurons/*")):
        path.unlink()
    for path in (*workspace.folder.glob("samples/*"), *workspace.folder.glob("manifests/*"), workspace.bits):
        path.unlink()
    counts = stage.run(ReportSettings(), workspace, recorder, warned)
    html = workspace.report.read_text(encoding="utf-8")
    assert Page(html).open == []
    for target in ("train", "analyze", "samples"):
        assert f"make {target} NAME=bare" in html
    assert "no network has been trained on it yet" in html.lower()
    assert len(warned.lines) == len(counts["missing"]) == 9
    assert "detectors.html" not in recorder.texts


def test_a_folder_without_a_corpus_is_refused(tmp_path: Path, recorder: Any, warned: Any) -> None:
    """One line says what to run, and nothing is written."""
    with pytest.raises(UserError, match="make corpus NAME=none"):
        stage.run(ReportSettings(), Workspace(tmp_path / "none"), recorder, warned)
    assert not (tmp_path / "none").exists()
