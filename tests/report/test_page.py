"""The report's HTML: all sections in order, every text escaped."""

from dataclasses import replace

from pipeline.core.settings import ReportSettings
from pipeline.report import page
from pipeline.report.artefacts import Artefacts
from pipeline.text.vocabulary import Vocabulary

HOSTILE = "<script>alert(1)</script>"


def test_every_section_stands_in_the_page_in_order(found: Artefacts) -> None:
    """Each has its own key, which is its anchor; the name of the workspace is text."""
    told = page.sections(found, Vocabulary(tuple("abc")), ReportSettings())
    keys = [section.key for section in told]
    assert len(set(keys)) == len(keys)
    html = page.report(replace(found, name=HOSTILE), told)
    places = [html.index(f'id="{key}"') for key in keys]
    assert places == sorted(places)
    assert HOSTILE not in html
    assert "&lt;script&gt;alert(1)" in html
    detectors = next(section for section in told if section.key == "detectors")
    assert HOSTILE not in page.coloured_tweets(replace(found, name=HOSTILE), detectors)


def test_a_notebook_keeps_its_own_markup_and_escapes_its_title() -> None:
    """What nbconvert made is markup; the title is text."""
    html = page.notebook(HOSTILE, "<b>cell</b>")
    assert "<b>cell</b>" in html
    assert HOSTILE not in html
