"""Each view of the explorer, used as a person uses it, in a real Chromium."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.network import gallery

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


@pytest.mark.parametrize("view", ["read", "gallery"])
def test_the_proof_stands_on_the_page(visit: Any, view: str) -> None:
    """The recurrence is checked over the present text, all units, and said with its figure."""
    page = visit.open(f"#/{view}?text=We%20will%20be%20%23Great")
    page.wait_for_function("() => document.querySelector('.proof')?.textContent.includes('Proof')")
    residual = page.evaluate("tweetscope.trace.residual()")
    assert residual < 1e-5
    digits = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
    said = re.search(r"to (\d) · 10⁻(\S+)\.", page.inner_text(".proof"))
    assert float(f"{said[1]}e-{said[2].translate(digits)}") == pytest.approx(residual, rel=0.5)


def test_a_broken_trace_has_no_proof(visit: Any) -> None:
    """One wrong gate of one unit, and the line says so."""
    page = visit.open("#/read?text=We%20will")
    page.evaluate("() => { tweetscope.trace.layers[0][tweetscope.trace.at(0, 3, 1, 2)] += 0.5; }")
    page.evaluate("tweetscope.changed('text')")
    page.wait_for_function("() => document.querySelector('.proof').textContent.includes('No proof')")
    assert page.inner_text(".proof").startswith("✗ No proof")


def test_the_page_opens_on_a_tweet_that_shows_its_neuron(visit: Any) -> None:
    """The most convincing detector that the file names, on a tweet that partly holds its concept."""
    page = visit.open()
    concept, spans, address = page.evaluate(
        "[tweetscope.concept, tweetscope.tweet.spans, tweetscope.best().address]"
    )
    assert concept == "hashtag"
    assert "hashtag" in spans
    assert address in page.inner_text(".legend")


def test_typing_recolours_the_text(visit: Any) -> None:
    """Typed text appears in the coloured text, and its colours are those of a fresh trace."""
    page = visit.open("#/read/L2.h.4")
    page.fill("textarea", "We will be #")
    page.locator("textarea").press_sequentially("Great <b>")
    strip = page.locator(".strip.page")
    assert strip.text_content() == "We will be #Great <b>"
    typed = page.eval_on_selector_all(".strip.page span", COLOURS)
    page = visit.open("#/read/L2.h.4?text=We%20will%20be%20%23Great%20%3Cb%3E")
    assert page.eval_on_selector_all(".strip.page span", COLOURS) == typed
    assert len(set(typed)) > 3


def test_keyboard_moves_and_the_panel_follows(visit: Any) -> None:
    """Arrow keys move through the text; the panel tells character, surprisal, signals, next characters."""
    page = visit.open("#/read/L2.c.1?text=%23Abc")
    page.locator(".strip.page").focus()
    page.keyboard.press("ArrowRight")
    panel = page.locator(".panel")
    assert "character 2 of 4, U+0041" in panel.inner_text()
    assert page.locator(".panel .signals tr").count() == 6
    shown = float(page.inner_text(".panel .signals tr:nth-child(5) .number").replace("−", "-"))
    assert shown == pytest.approx(page.evaluate("tweetscope.values()[1]"), abs=6e-4)
    chances = page.eval_on_selector_all(".next .number", "cells => cells.map(c => Number(c.textContent))")
    assert chances == sorted(chances, reverse=True)
    page.keyboard.press("End")
    assert "character 4 of 4" in panel.inner_text()


def test_everything_is_within_reach_of_the_tab_key(visit: Any) -> None:
    """Tab alone reaches the links of all views, the theme, the text and its controls."""
    page = visit.open("#/read")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.add(page.evaluate(FOCUSED))
    assert {f"A.#/{view}" for view in VIEWS} <= seen
    assert {"TEXTAREA.", "DIV.strip page", "BUTTON.quiet"} <= seen


def test_surprisal_colours_and_sums_to_the_bits_shown(visit: Any) -> None:
    """Colour by surprisal; the mean below the text is −Σ log₂ p over characters and the end."""
    page = visit.open("#/read/L2.c.1?text=abc%20def")
    page.get_by_role("button", name="surprisal").click()
    assert "surprisal" in page.inner_text(".legend")
    bits = page.evaluate("""() => {
      const { trace } = tweetscope;
      const targets = [...trace.ids.slice(1), 1];
      return targets.map((id, t) => -Math.log2(trace.probabilities(t)[id]));
    }""")
    assert f"{np.mean(bits):.2f} bits per character" in page.inner_text(".read .note")


def test_strips_can_be_added_and_removed(visit: Any) -> None:
    """Several neurons stand under one another; each can be taken away."""
    page = visit.open("#/read/L2.c.1")
    page.get_by_role("button", name="Add as strip").click()
    page.get_by_label("hidden state").click()
    page.get_by_role("button", name="Add as strip").click()
    assert page.locator(".pin .address").all_inner_texts() == ["L2.c.1", "L2.h.1"]
    page.get_by_role("button", name="remove L2.c.1").click()
    assert page.locator(".pin .address").all_inner_texts() == ["L2.h.1"]


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


def test_generated_pair_differs_by_the_clamp_alone(visit: Any) -> None:
    """The same seed writes the same tweet again; the held neuron holds; the free text does not change."""
    page = visit.open("#/generate/L2.h.3")
    page.get_by_label("beginning").fill("We ")
    page.get_by_role("button", name="Write").click()
    done = "() => document.querySelector('.columns').ariaBusy === 'false'"
    page.wait_for_function(done)
    free, held = page.locator(".generate .strip").all()
    before = free.text_content()
    assert before.startswith("We ")
    page.get_by_label("held at, in standard").press("ArrowLeft")
    page.wait_for_function(done)
    assert free.text_content() == before
    colours = held.evaluate("strip => [...strip.children].map(s => s.style.backgroundColor)")
    assert len(set(colours)) == 1


def test_step_shows_numbers_that_add_up(visit: Any) -> None:
    """At each character, kept + written = c and o · tanh(c) = h, in the digits shown; forward and back."""
    page = visit.open("#/step/L2.c.2?text=hello")
    for _ in range(3):
        page.get_by_role("button", name="forward").click()
    assert "(4 of 5)" in page.inner_text(".lead")
    numbers = [float(t.replace("−", "-")) for t in page.locator(".term b").all_inner_texts()]
    f, before, kept, i, g, written, kept_again, written_again, c, o, squashed, h = numbers
    assert kept == pytest.approx(f * before, abs=2e-3)
    assert written == pytest.approx(i * g, abs=2e-3)
    assert c == pytest.approx(kept_again + written_again, abs=2e-3)
    assert squashed == pytest.approx(np.tanh(c), abs=2e-3)
    assert h == pytest.approx(o * squashed, abs=2e-3)
    page.locator(".strip").first.press("ArrowLeft")
    assert "(3 of 5)" in page.inner_text(".lead")


def test_quiz_keeps_score(visit: Any) -> None:
    """A right and a wrong answer are counted, and the truth is shown."""
    page = visit.open("#/samples")
    for asked in (1, 2):
        options = page.locator(".choice")
        question = options.first.text_content()
        assert question.endswith("0 </script>&")
        right = (int(question[0]) + asked - 1) % 4  # the second answer is wrong
        options.nth(right).click()
        assert f"1 of {asked} right" in page.inner_text(".quiz [role=status]")
        assert page.locator(".truth").text_content() == f"{question[0]}{int(question[0]) % 4} </script>&"
        page.get_by_role("button", name="Next question").click()
    page.get_by_label("in order").select_option("longest copy first")
    assert "longest copy 39 characters" in page.inner_text(".sample-list li:first-child .note")


def test_gallery_judges_and_ours_goes_out(visit: Any, gallery_files: list[Path], tmp_path: Path) -> None:
    """The four originals fail with Python's figures; ours holds, here and when the saved file is read."""
    page = visit.open("#/gallery?text=abc%20%23def")
    page.locator("input[type=file]").set_input_files([str(file) for file in gallery_files])
    page.wait_for_selector("article:nth-of-type(4)")
    shown = dict(
        zip(
            page.locator("article h3").all_inner_texts(),
            page.locator("article .fails").all_inner_texts(),
            strict=True,
        )
    )
    for file in gallery_files:
        network = gallery.read(file)
        figures = [float(found) for found in re.findall(r"by up to (\d+\.\d+)", shown[network.name])]
        verdict = gallery.judge(network)
        assert figures == pytest.approx([verdict.cell, verdict.hidden], rel=5e-3)
    page.get_by_role("button", name="Show ours here").click()
    assert "holds" in page.locator("article").first.inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save this network over the current text").click()
    download.value.save_as(tmp_path / "ours.json")
    assert gallery.judge(gallery.read(tmp_path / "ours.json")).holds


def test_gallery_refuses_other_files(visit: Any, tmp_path: Path) -> None:
    """A file that is not in the format is named, with the reason."""
    (tmp_path / "odd.json").write_text('{"x": 1}')
    page = visit.open("#/gallery")
    page.locator("input[type=file]").set_input_files(str(tmp_path / "odd.json"))
    page.wait_for_selector("text=odd.json has no “chars”")
    assert page.locator("article").count() == 0


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


def test_one_colour_means_towards_the_concept(visit: Any) -> None:
    """A detector that is low inside has its colours turned round; the raw sign is a switch."""
    page = visit.open()
    low = page.evaluate(
        "tweetscope.data.certificates.find((row) => row.sign < 0 && row.certified && row.rank === 0).address"
    )
    page = visit.open(f"#/read/{low}?text=Say%20%22no%22%20to%20%23Abc")
    ends = "nodes => [nodes[0], nodes.at(-1)].map(node => node.style.backgroundColor)"
    value = "[tweetscope.values().indexOf(Math.min(...tweetscope.values())), tweetscope.values()]"
    lowest, values = page.evaluate(value)
    assert values[lowest] < 0
    blue_red = page.eval_on_selector_all(".legend .swatch", ends)
    assert "towards" in page.inner_text(".legend")
    before = page.eval_on_selector_all(".strip.page span", COLOURS)[lowest]
    page.get_by_role("button", name="raw sign").click()
    assert "towards" not in page.inner_text(".legend")
    assert page.eval_on_selector_all(".legend .swatch", ends) == blue_red
    after = page.eval_on_selector_all(".strip.page span", COLOURS)[lowest]
    assert before != after
    page.get_by_role("button", name="raw sign").click()
    assert page.eval_on_selector_all(".strip.page span", COLOURS)[lowest] == before


def test_picking_a_detector_picks_a_tweet_that_shows_it(visit: Any) -> None:
    """The chosen concept lies in the new text, the neuron is its detector, and the legend names both."""
    page = visit.open("#/read")
    picked = "[tweetscope.concept, tweetscope.tweet.spans, tweetscope.certificate(tweetscope.address)]"
    for concept in ("hashtag", "url"):
        label = page.evaluate(
            "(c) => [...document.querySelectorAll('.picker option')].find(o => o.text.startsWith(c)).text",
            concept,
        )
        page.get_by_label("the detector of a concept").select_option(label=label)
        now, spans, row = page.evaluate(picked)
        assert now == concept
        assert concept in spans
        assert row["concept"] == concept
        assert f"towards {concept}" in page.inner_text(".legend")


def test_writing_begins_with_more_of_the_concept(visit: Any) -> None:
    """Three standard deviations towards the concept, whatever its sign; the slider runs from less to more."""
    page = visit.open()
    rows = page.evaluate(
        "tweetscope.data.certificates.filter((row) => row.certified && row.rank === 0 && row.kind === 'span')"
    )
    signs = {row["sign"]: row["address"] for row in rows}
    assert set(signs) == {-1, 1}
    for sign, address in signs.items():
        page = visit.open(f"#/generate/{address}")
        page.wait_for_function("() => document.querySelector('.columns').ariaBusy === 'false'")
        values = page.evaluate("""() => tweetscope.data.tweets.slice(0, 30).flatMap(({ text }) => {
          const { trace, coder } = tweetscope;
          trace.update(coder.encode(text));
          return Array.from(tweetscope.values());
        })""")
        usual = np.mean(values) + 3 * sign * np.std(values)
        lowest, highest = (-9, 9) if ".c." in address else (-1, 1)
        title = page.inner_text(".generate section:nth-of-type(2) h2").replace("−", "-")
        assert float(re.search(r"held at (-?[\d.]+)", title)[1]) == pytest.approx(
            np.clip(usual, lowest, highest), abs=0.006
        )
        assert "3.0 standard deviations more of" in title
        assert page.locator(".slider .hint").all_inner_texts()[0].startswith("less of")


def test_a_wrong_address_says_so(visit: Any) -> None:
    """An unknown view, and a neuron that the network does not have; a right address says nothing."""
    page = visit.open("#/nowhere")
    assert "#/nowhere is not a view of this page" in page.inner_text("#view > [role=status]")
    page = visit.open("#/neuron/L9.c.1")
    assert "L9.c.1 is not a neuron of this network" in page.inner_text("#view > [role=status]")
    page = visit.open("#/read/L1.c.1")
    assert page.locator("#view > [role=status]").count() == 0


def test_step_plays_by_itself_and_defines_its_terms(visit: Any) -> None:
    """Play moves to the last character and stops; a term of the sums explains itself by keyboard."""
    page = visit.open("#/step/L2.c.2?text=hello")
    page.get_by_label("speed").select_option("fast")
    page.get_by_role("button", name="play").click()
    page.wait_for_function("() => tweetscope.cursor === 4")
    page.wait_for_selector("button[aria-pressed=false]:has-text('play')")
    page.get_by_role("button", name="f", exact=True).last.focus()
    page.keyboard.press("Enter")
    assert "remember gate" in page.inner_text("[role=tooltip]")


def test_views_print_as_seen(visit: Any) -> None:
    """On paper the colours and their legend stay; menus, fields and buttons go."""
    page = visit.open("#/read/L2.h.4?text=We%20will%20be%20%23Great")
    before = page.eval_on_selector_all(".strip.page span", COLOURS)
    page.emulate_media(media="print")
    assert page.eval_on_selector_all(".strip.page span", COLOURS) == before
    assert page.locator("#tools .swatch").first.is_visible()
    for gone in ("#views", "textarea", "#tools .tools"):
        assert not page.locator(gone).is_visible()
    exact = "getComputedStyle(document.querySelector('.strip span')).printColorAdjust"
    assert page.evaluate(exact) == "exact"
    page.emulate_media(media="screen")
