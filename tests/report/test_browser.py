"""The report in a real Chromium: wide, narrow and on paper."""

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.core.workspace import Workspace

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=[1000, 390])
def page(
    request: pytest.FixtureRequest, chromium: Any, reported: tuple[Workspace, Any, Any]
) -> Iterator[Any]:
    """The report at a width; whatever it asked for or complained of is in `page.seen`."""
    opened = chromium.new_page(viewport={"width": request.param, "height": 800})
    opened.seen = []
    opened.on("request", lambda asked: opened.seen.append(asked.url))
    opened.on("console", lambda message: opened.seen.append(message.text))
    opened.on("pageerror", lambda error: opened.seen.append(str(error)))
    opened.goto(reported[0].report.as_uri())
    yield opened
    opened.close()


def test_it_asks_nobody_and_runs_nothing(page: Any, reported: tuple[Workspace, Any, Any]) -> None:
    """One request, the file itself; no script of a tweet has run; nothing is complained of."""
    assert page.seen == [reported[0].report.as_uri()]
    assert page.evaluate("window.pwned === undefined && document.scripts.length === 0")


def test_it_fits_the_screen(page: Any) -> None:
    """The page itself never scrolls sideways; wide tables scroll within themselves."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_coloured_text_has_the_colours_of_its_values(page: Any) -> None:
    """A character with the class of a shade is drawn in that shade, on ink of enough contrast."""
    seen = page.evaluate(
        """() => [...document.querySelectorAll(".t .p20, .t .n20")].slice(0, 20).map((one) => {
             const style = getComputedStyle(one);
             return [one.className.split(" ")[0], style.backgroundColor, style.color];
           })"""
    )
    expected = {"p20": "rgb(5, 48, 97)", "n20": "rgb(103, 0, 31)"}
    assert seen
    assert all(paper == expected[name] and ink == "rgb(255, 255, 255)" for name, paper, ink in seen)


def test_paper_keeps_the_colours_and_loses_the_menu(page: Any) -> None:
    """In print the contents list is gone, colours stay, and nothing is cut by a scroll box."""
    page.emulate_media(media="print")
    found = page.evaluate(
        """() => [getComputedStyle(document.querySelector("nav")).display,
                  getComputedStyle(document.querySelector(".t")).printColorAdjust,
                  getComputedStyle(document.querySelector(".wide")).overflowX]"""
    )
    page.emulate_media(media="screen")
    assert found == ["none", "exact", "visible"]


def test_paper_holds_three_tweets_of_each_detector(page: Any) -> None:
    """In print a list of seven tweets shows its first three; a line says that the file has more."""
    lists = page.locator(".concept > .tweets")
    grow = "one => { for (let k = 0; k < 6; k++) one.append(one.children[0].cloneNode(true)); }"
    lists.first.evaluate(grow)
    shown = "one => [...one.children].map(li => li.offsetParent !== null)"
    assert lists.first.evaluate(shown) == [True] * 7
    assert not page.locator(".paper").is_visible()
    page.emulate_media(media="print")
    assert lists.first.evaluate(shown) == [True] * 3 + [False] * 4
    assert page.locator(".paper").is_visible()
    page.emulate_media(media="screen")
    lists.first.evaluate("one => one.replaceChildren(one.children[0])")


def test_extremes_unfold_on_demand_and_stay_off_the_paper(page: Any) -> None:
    """Whole tweets stand open; the strongest and the wrong ones unfold, and print only when unfolded."""
    details = page.locator("article details").first
    assert "Whole tweets" in page.locator("article").first.inner_text()
    assert not details.locator(".tweets").first.is_visible()
    page.emulate_media(media="print")
    assert not details.is_visible()
    page.emulate_media(media="screen")
    details.locator("summary").click()
    assert details.locator(".tweets").first.is_visible()
    details.locator("summary").click()


def test_a_dark_screen_gets_a_dark_page(chromium: Any, reported: tuple[Workspace, Any, Any]) -> None:
    """Paper and ink change places, their contrast stays above 7; coloured characters keep their colours."""
    opened = chromium.new_page(color_scheme="dark")
    opened.goto(reported[0].report.as_uri())
    paper, ink, shade = opened.evaluate(
        """() => {
             const style = (node) => getComputedStyle(node);
             const body = style(document.body);
             const shade = document.querySelector(".t .p20, .t .n20");
             return [body.backgroundColor, body.color, style(shade).color];
           }"""
    )
    opened.close()

    def light(colour: str) -> float:
        parts = [int(part) / 255 for part in colour[4:-1].split(",")]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    assert light(paper) < 0.05
    assert (light(ink) + 0.05) / (light(paper) + 0.05) > 7
    assert shade == "rgb(255, 255, 255)"


def test_each_detector_leads_to_its_view_in_the_explorer(page: Any) -> None:
    """The link names the neuron and the concept, in the file beside the report."""
    found = "all => all.map(one => [one.id, one.querySelector('a').href])"
    links = page.eval_on_selector_all(".concept", found)
    assert links
    for name, link in links:
        assert "/explorer.html#/neuron/L" in link
        assert link.endswith(f"?concept={name.removeprefix('concept-')}")
