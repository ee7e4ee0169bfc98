"""The report on paper: printed to PDF by a real Chromium, whose outline says where each heading stands."""

import re
from typing import Any

import pytest

from pipeline.core.workspace import Workspace

pytestmark = pytest.mark.browser

BOTTOM = 10 / 25.4 * 72  # points: the margin below
LINES = 22  # points that a heading of the smallest size and one line below it need
HEADING = re.compile(
    rb"/Title \(((?:[^()\\]|\\.)*)\)\s*/Dest \[(\d+) 0 R /XYZ [\d.]+ ([\d.]+)"  # title, page, height
)


def printed(page: Any, height: int) -> tuple[int, list[tuple[str, float]]]:
    """Pages of a height in mm; the headings with their heights above the lower edge of a page, in points."""
    data = page.pdf(width="210mm", height=f"{height}mm", outline=True, tagged=True)
    headings = [(title.decode("latin-1"), float(height)) for title, _, height in HEADING.findall(data)]
    return len(re.findall(rb"/Type\s*/Page\b", data)), headings


def test_no_heading_stands_alone(chromium: Any, reported: tuple[Workspace, Any, Any]) -> None:
    """On pages of several heights, so that it is no accident: a line stands below each heading."""
    page = chromium.new_page()
    page.goto(reported[0].report.as_uri())
    shown = page.locator("h2, h3, h4").evaluate_all("all => all.filter(h => h.offsetParent).length")
    for height in (297, 279, 250):  # A4, letter, shorter
        count, headings = printed(page, height)
        assert len(headings) > shown / 2
        assert count < 20
        assert [title for title, above in headings if above < BOTTOM + LINES] == []
    page.close()
