"""The page among hostile tweets, without evidence, in frames, and against its own policy."""

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("number", range(5))
def test_hostile_tweets_show_as_themselves(visit: Any, synthetic: Any, number: int) -> None:
    """Markup, bidi controls and composed emoji are text in every view, code point by code point."""
    text = synthetic.HOSTILE[number]
    strips = {"read": ".strip.page", "neuron/L2.c.0": ".six .strip", "find": ".strip.page", "step": ".strip"}
    for view, strip in strips.items():
        page = visit.open(f"#/{view}?tweet=t{number}")
        assert page.evaluate("tweetscope.text") == text
        assert page.locator(strip).first.text_content() == text
        before = int(view == "step")  # which begins with a symbol for the beginning, without a character
        assert page.locator(strip).first.locator("span").count() == before + len(text)
        assert page.evaluate("window.pwned") is None
    assert page.locator("main script, main img, main b[onclick]").count() == 0


def test_directions_cannot_leak(visit: Any) -> None:
    """A right-to-left override is fenced in: the characters after it stay in reading order."""
    page = visit.open("#/read?text=a%E2%80%AEbcd")
    places = page.eval_on_selector_all(
        ".strip.page span", "spans => spans.map(s => s.getBoundingClientRect().left)"
    )
    assert places == sorted(places)
    assert page.get_attribute(".strip.page span:nth-child(2)", "data-mark") == "202E"


def test_samples_and_passages_are_text(visit: Any) -> None:
    """Samples and passages that hold markup run nothing."""
    for view in ("samples", "detectors", "neuron/L2.c.0?concept=hashtag"):
        page = visit.open(f"#/{view}")
        page.wait_for_timeout(200)
        assert page.evaluate("window.pwned") is None
        assert page.locator("main script").count() == 0


@pytest.mark.parametrize(
    "fragment", ["#/nowhere", "#/neuron/L9.z.1", "#/read/<img src=x>", "#/read?tweet=none", "#/%E0%A4%A"]
)
def test_odd_addresses_lead_somewhere(visit: Any, fragment: str) -> None:
    """An address that means nothing opens a view all the same."""
    page = visit.open(fragment)
    assert page.locator("main h1").count() == 1


def test_policy_stops_requests_and_foreign_scripts(chromium: Any, explorer: Path) -> None:
    """Even a script inside the page can fetch nothing and add no script."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(explorer.as_uri())
    page.wait_for_selector("main h1")
    blocked = page.evaluate("""async () => {
      const seen = [];
      document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
      await fetch("http://127.0.0.1:9/").catch(() => {});
      const script = document.createElement("script");
      script.textContent = "window.pwned = 1";
      document.body.append(script);
      const image = document.createElement("img");
      image.src = "http://127.0.0.1:9/x.png";
      await new Promise((resume) => setTimeout(resume, 100));
      return [seen.sort(), window.pwned];
    }""")
    context.close()
    assert blocked == [["connect-src", "img-src", "script-src-elem"], None]


def test_missing_evidence_is_named_with_its_command(chromium: Any, made: Any, tmp_path: Path) -> None:
    """Without certificates and samples the views say which command makes them."""
    from pipeline.core.settings import ExploreSettings
    from pipeline.explorer import bundle, data

    values = data.payload(ExploreSettings(tweets=20), made)
    values |= dict.fromkeys(("certificates", "passages", "probes", "interventions", "samples"))
    file = tmp_path / "bare.html"
    file.write_text(bundle.page(values), encoding="utf-8")
    page = chromium.new_page()
    for view, command in (
        ("detectors", "make analyze"),
        ("neuron", "make analyze"),
        ("samples", "make samples"),
    ):
        page.goto("about:blank")
        page.goto(f"{file.as_uri()}#/{view}")
        page.wait_for_selector(".missing")
        assert f"{command} NAME=demo" in page.inner_text("main")
    page.close()


def test_works_in_a_sandboxed_frame(chromium: Any, explorer: Path, tmp_path: Path) -> None:
    """Inside a frame that allows scripts alone (as the MLflow UI's) views open and links lead on."""
    outer = tmp_path / "outer.html"
    outer.write_text(
        f'<iframe sandbox="allow-scripts" width="1200" height="800" src="{explorer.as_uri()}"></iframe>'
    )
    page = chromium.new_page()
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#views").get_by_role("link", name="Detectors").click()
    frame.locator(".concept .address").first.click()
    frame.locator(".verdict").wait_for()
    assert "AUROC" in frame.locator(".verdict").inner_text()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_theme_follows_the_system_and_the_button(chromium: Any, explorer: Path, scheme: str) -> None:
    """The system's scheme is taken first; the button turns it, also for the colours of the text."""
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{explorer.as_uri()}#/read/L2.h.1")
    page.wait_for_selector("main h1")
    assert page.get_attribute("html", "data-theme") == scheme
    colour = "getComputedStyle(document.querySelector('.strip span')).backgroundColor"
    before = page.evaluate(colour)
    page.locator("#theme").click()
    assert page.get_attribute("html", "data-theme") != scheme
    assert page.evaluate(colour) != before
    context.close()
