"""Links that hold the whole state, pictures, and words that explain themselves."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
STATE = "[location.hash, tweetscope.text, tweetscope.cursor, tweetscope.raw, tweetscope.pins.length]"


def settled(page: Any, *parts: str) -> str:
    """The page's own address once it holds every part."""
    parts = (*parts, "concept=")
    page.wait_for_function(
        "parts => parts.every(part => location.hash.includes(part))", arg=list(parts), timeout=5000
    )
    return page.evaluate("location.hash")


@pytest.mark.parametrize(
    ("fragment", "shown"),
    [
        ("#/read/L2.c.5?text=ab%20%23cd&concept=mention&raw=1&at=3&pins=L1.h.2,L2.f.1&by=surprisal", ".pin"),
        ("#/find/L1.c.3?text=ab%20%23cd%20ef&marks=3-6", ".marked"),
        ("#/generate/L2.h.3?text=ab&dose=-2&temperature=0.5&length=40&seed=9&prompt=We%20", ".slider"),
        ("#/step/L1.c.2?text=hello&at=3", ".at"),
        ("#/neuron/L2.c.0?text=hello&concept=hashtag", ".six .strip"),
        ("#/detectors?text=x&all=1", "#concept-all_caps"),
    ],
)
def test_the_address_holds_the_whole_state(visit: Any, fragment: str, shown: str) -> None:
    """What a link asks for is shown, and the page's own address, opened afresh, leads to the same."""
    page = visit.open(fragment)
    page.wait_for_selector(shown, state="attached")
    asked = fragment.split("?")[1].split("&")
    ours = settled(page, *(part.split("=")[0] + "=" for part in asked))
    count = page.locator(shown).count()
    state = page.evaluate(STATE)
    again = visit.open(ours)
    again.wait_for_selector(shown, state="attached")
    settled(again, *(part.split("=")[0] + "=" for part in asked))
    assert again.evaluate(STATE) == state
    assert again.locator(shown).count() == count


def test_copy_link_copies_the_state(chromium: Any, explorer: Path) -> None:
    """The button puts a link on the clipboard that opens the same mode, text and cursor."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{explorer.as_uri()}#/read/L2.c.5?text=ab%20%23cd")
    page.wait_for_selector("main h1")
    page.get_by_role("button", name="surprisal").click()
    page.locator(".strip.page").focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_selector("text=Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("main h1")
    assert page.evaluate("[tweetscope.text, tweetscope.cursor]") == ["ab #cd", 5]
    assert page.get_by_role("button", name="surprisal").get_attribute("aria-pressed") == "true"
    context.close()


def test_a_link_that_cannot_be_copied_is_shown(visit: Any) -> None:
    """Where the browser allows no clipboard, the link stands in a field."""
    page = visit.open("#/read/L2.c.5?text=abc")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Copy link").click()
    assert "L2.c.5" in page.get_by_label("the link").input_value()


def test_save_picture_holds_text_colours_and_legend(visit: Any, tmp_path: Path) -> None:
    """The SVG has every character in its colour and the legend's words; the PNG is as large as it says."""
    page = visit.open("#/read/L2.c.0?text=ab%20%23cd%0A%E2%80%AEx%3C%26&concept=hashtag")
    with page.expect_download() as download:
        page.get_by_role("button", name="SVG").click()
    download.value.save_as(tmp_path / "picture.svg")
    root = ElementTree.parse(tmp_path / "picture.svg").getroot()
    written = [node.text for node in root.iter(f"{SVG}text")]
    assert "towards hashtag" in " ".join(filter(None, written))
    assert [text for text in written if text in set("ab#cd<&")] == list("ab#cd<&")
    fills = [node.get("fill") for node in root.iter(f"{SVG}rect")]
    shown = page.eval_on_selector_all(".strip.page span", "all => all.map(s => s.style.backgroundColor)")
    assert [fill for fill in fills if fill in shown][-len(shown) :] == shown
    with page.expect_download() as download:
        page.get_by_role("button", name="Save picture").click()
    download.value.save_as(tmp_path / "picture.png")
    data = (tmp_path / "picture.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20]) == int(2 * float(root.get("width", 0)))


def test_characters_outside_the_vocabulary_are_hatched(visit: Any) -> None:
    """They are marked one by one, and named; a known text has no such note."""
    page = visit.open("#/read/L2.c.0?text=a%E2%98%83b")
    assert page.locator(".strip.page .strange").all_text_contents() == ["☃"]
    assert "outside the vocabulary (☃)" in page.inner_text(".outside")
    assert "gradient" in page.eval_on_selector(".strange", "s => getComputedStyle(s).backgroundImage")
    page.fill("textarea", "ab")
    assert page.locator(".strange").count() == 0
    assert page.inner_text(".outside") == ""


def test_an_empty_text_proves_nothing(visit: Any) -> None:
    """The line of the proof goes with the text, and comes back with it."""
    page = visit.open("#/read/L2.c.0?text=ab")
    page.wait_for_function("() => document.querySelector('.proof').textContent.includes('Proof')")
    page.fill("textarea", "")
    page.wait_for_function("() => document.querySelector('.proof').textContent === ''")
    assert page.inner_text(".proof") == ""
    page.fill("textarea", "x")
    page.wait_for_function("() => document.querySelector('.proof').textContent.includes('Proof')")
    assert "Proof" in page.inner_text(".proof")


def test_headers_and_grades_explain_themselves(visit: Any) -> None:
    """By keyboard and by a press, without a mouse; Escape closes; no view has mouse-only titles."""
    page = visit.open("#/detectors")
    header = page.locator("thead .explained", has_text="selectivity").first
    header.focus()
    page.keyboard.press("Enter")
    assert "control tasks" in page.inner_text("[role=tooltip]")
    page.keyboard.press("Escape")
    assert page.locator("[role=tooltip]").count() == 0
    badge = page.locator("tbody .badge").first
    badge.dispatch_event("click")
    assert len(page.inner_text("[role=tooltip]")) > 40
    for view in ("read", "detectors", "neuron", "find", "generate", "step", "samples", "gallery"):
        page = visit.open(f"#/{view}")
        assert page.locator("main [title]").count() == 0


def test_rank_correlations_have_a_column_of_their_own(visit: Any) -> None:
    """No table has both scores; a graded concept's column says that it is a rank correlation."""
    page = visit.open("#/detectors?all=1")
    heads = page.eval_on_selector_all(
        ".concept", "all => all.map(one => [one.id, one.querySelector('thead').innerText])"
    )
    assert len(heads) > 2
    for name, head in heads:
        graded = name == "concept-position_in_tweet"
        assert ("rank correlation" in head, "AUROC" in head) == (graded, not graded)


@pytest.mark.parametrize(
    "view", ["read", "neuron/L2.c.0", "find", "generate", "step", "detectors", "neuron/L1.c.30"]
)
def test_every_view_that_colours_has_the_legend(visit: Any, view: str) -> None:
    """Swatches stand under the header, with words at both ends, and turn to signs with the switch."""
    page = visit.open(f"#/{view}?text=hi%20%23abc")
    assert page.locator("#tools .swatch").count() >= 11
    assert re.search(r"towards|L2\.c", page.inner_text("#tools .legend"))
