"""The view Read: colours follow the typing, keys, surprisal, strips, the proof, one colour for a concept."""

import re
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.browser

COLOURS = "spans => spans.map(span => span.style.backgroundColor)"


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
