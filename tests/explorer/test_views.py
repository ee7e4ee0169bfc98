"""Each view of the explorer, used as a person uses it, in a real Chromium."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser

FOCUSED = "(e => `${e.tagName}.${e.className}${e.getAttribute('href') ?? ''}`)(document.activeElement)"
COLOURS = "spans => spans.map(span => span.style.backgroundColor)"
VIEWS = {
    "start": "Inside a network that writes tweets",
    "read": "Read",
    "detectors": "Detectors",
    "neuron": "L2.c.0 — hashtag",
    "find": "Find",
    "generate": "Generate",
    "step": "Step",
    "why": "Why",
    "samples": "Samples",
    "learn": "Learn",
    "gallery": "Gallery",
}


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_an_address(visit: Any, view: str) -> None:
    """A view opens at its address, is marked as the present one, and reports no error."""
    page = visit.open(f"#/{view}")
    assert page.inner_text("main h1") == VIEWS[view]
    assert page.get_attribute("#views a[aria-current]", "href") == f"#/{view}"


@pytest.mark.parametrize("view", VIEWS)
def test_narrow_screens_need_no_sideways_scrolling(visit: Any, view: str) -> None:
    """At 360 pixels nothing stands out of the page."""
    visit.page.set_viewport_size({"width": 360, "height": 740})
    page = visit.open(f"#/{view}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_page_opens_on_a_tweet_that_shows_its_neuron(visit: Any) -> None:
    """The most convincing detector that the file names, on a tweet that partly holds its concept."""
    page = visit.open()
    concept, spans, address = page.evaluate(
        "[tweetscope.concept, tweetscope.tweet.spans, tweetscope.best().address]"
    )
    assert concept == "hashtag"
    assert "hashtag" in spans
    assert address in page.inner_text(".legend")


def test_everything_is_within_reach_of_the_tab_key(visit: Any) -> None:
    """Tab alone reaches the links of all views, the theme, the text and its controls."""
    page = visit.open("#/read")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.add(page.evaluate(FOCUSED))
    assert {f"A.#/{view}" for view in VIEWS} <= seen
    assert {"TEXTAREA.", "DIV.strip page", "BUTTON.quiet"} <= seen


def test_three_clicks_lead_to_what_breaks(visit: Any) -> None:
    """From the first page: Detectors, a neuron; there stand how sure, and what breaks without it."""
    page = visit.open()
    page.locator("#views").get_by_role("link", name="Detectors").click()
    page.locator("#concept-quotation .address").first.click()
    text = page.inner_text(".verdict")
    assert "quotation" in text
    assert "AUROC .900 (95 % interval .890 to .908, 40 test tweets, p .003" in text
    assert "costs 0.300 bits per character" in text
    assert "What breaks without it" in page.inner_text("main")
    page.wait_for_selector(".plot .area")
    assert page.locator(".plot").count() >= 4


def test_uncertified_claims_stay_hidden_until_asked_for(visit: Any) -> None:
    """What was searched for in vain is shown on demand alone, and marked."""
    page = visit.open("#/detectors")
    assert page.locator("#concept-all_caps").count() == 0
    page.get_by_role("checkbox").check()
    assert "not certified" in page.inner_text("#concept-all_caps")
    page = visit.open("#/neuron/L1.c.30")
    assert "No certificate" in page.inner_text(".verdict")


def test_the_address_follows_text_and_neuron(visit: Any) -> None:
    """After an edit the page's own address opens the same text and neuron again; Back leads back."""
    page = visit.open("#/read/L1.g.3?tweet=t3")
    page.locator("textarea").press_sequentially("!")
    page.get_by_role("button", name="next unit").click()
    page.wait_for_function("() => location.hash.includes('L1.g.4')")
    text = page.evaluate("tweetscope.text")
    again = visit.open(page.evaluate("location.hash"))
    assert again.evaluate("[tweetscope.text, tweetscope.address.unit]") == [text, 4]
    again.locator("#views").get_by_role("link", name="Step").click()
    assert again.inner_text("main h1") == "Step"
    again.go_back()
    assert again.inner_text("main h1") == "Read"


def test_a_wrong_address_says_so(visit: Any) -> None:
    """An unknown view, and a neuron that the network does not have; a right address says nothing."""
    page = visit.open("#/nowhere")
    assert "#/nowhere is not a view of this page" in page.inner_text("#view > [role=status]")
    page = visit.open("#/neuron/L9.c.1")
    assert "L9.c.1 is not a neuron of this network" in page.inner_text("#view > [role=status]")
    page = visit.open("#/read/L1.c.1")
    assert page.locator("#view > [role=status]").count() == 0


def test_views_print_as_seen(visit: Any) -> None:
    """On paper the colours and their legend stay; menus, fields and buttons go."""
    page = visit.open("#/read/L2.h.4?text=We%20will%20be%20%23Great")
    before = page.eval_on_selector_all(".strip.page span", COLOURS)
    page.emulate_media(media="print")
    assert page.eval_on_selector_all(".strip.page span", COLOURS) == before
    assert page.locator("#tools .swatch").first.is_visible()
    for gone in ("#views", "textarea", "#tools .tools", "#tools button", "main .bar"):
        assert not page.locator(gone).first.is_visible()
    exact = "getComputedStyle(document.querySelector('.strip span')).printColorAdjust"
    assert page.evaluate(exact) == "exact"
    page.emulate_media(media="screen")


def test_all_examples_are_on_paper(visit: Any) -> None:
    """Detectors draws an example when it comes into sight; on paper all of them are."""
    page = visit.open("#/detectors")
    page.pdf(format="A4")
    lengths = page.locator(".example-strip .strip").evaluate_all("all => all.map(one => one.children.length)")
    assert len(lengths) > 3
    assert min(lengths) > 0
