"""The view Step: the drawing, sums and pushes that add up, play from step 0, terms, each kind of cell."""

import re
from typing import Any

import numpy as np
import pytest

from pipeline.text.vocabulary import BOS, UNK

pytestmark = pytest.mark.browser


def figures(page: Any, selector: str) -> list[float]:
    """The numbers that elements show."""
    return [float(text.replace("−", "-")) for text in page.locator(selector).all_inner_texts()]


def test_step_shows_numbers_that_add_up(visit: Any) -> None:
    """At each character, kept + written = c and o · tanh(c) = h, in the digits shown; forward and back."""
    page = visit.open("#/step/L2.c.2?text=hello")
    for _ in range(3):
        page.get_by_role("button", name="forward").click()
    assert "(4 of 5)" in page.inner_text(".lead")
    f, before, kept, i, g, written, kept_again, written_again, c, o, squashed, h = figures(page, ".term b")
    assert kept == pytest.approx(f * before, abs=2e-3)
    assert written == pytest.approx(i * g, abs=2e-3)
    assert c == pytest.approx(kept_again + written_again, abs=2e-3)
    assert squashed == pytest.approx(np.tanh(c), abs=2e-3)
    assert h == pytest.approx(o * squashed, abs=2e-3)
    drawn = page.get_attribute("svg.cell", "aria-label").replace("−", "-")
    for name, value in {"f": f, "i": i, "g": g, "o": o, "c": c, "h": h, "kept": kept}.items():
        assert float(re.search(rf"(?<![\w()]){name} (-?[\d.]+)", drawn)[1]) == pytest.approx(value, abs=6e-3)
    jaws = "jaws => jaws.map((jaw) => Number(/scale[XY]\\((.*)\\)/.exec(jaw.style.transform)[1]))"
    shut = page.eval_on_selector_all(".gate .jaw:last-of-type", jaws)
    assert sorted(shut) == pytest.approx(sorted(max(0.04, 1 - gate) for gate in (f, i, o)), abs=6e-4)
    page.locator(".strip").first.press("ArrowLeft")
    assert "(3 of 5)" in page.inner_text(".lead")


def test_what_pushed_a_gate_sums_to_its_value(visit: Any) -> None:
    """For each gate, in either layer: the shown parts sum to the last line, whose σ is the gate."""
    for address in ("L1.c.2", "L2.c.2"):
        page = visit.open(f"#/step/{address}?text=hello&at=2")
        for name, squash in {"f": lambda z: 1 / (1 + np.exp(-z)), "g": np.tanh}.items():
            page.locator(".pushing .modes button", has_text=name).click()
            *parts, total = figures(page, ".pushing .parts tr td.number")
            assert sum(parts) == pytest.approx(total, abs=0.01)
            value = page.evaluate(
                "name => tweetscope.values({ ...tweetscope.address, signal: name })[2]", name
            )
            assert value == pytest.approx(squash(total), abs=1e-3)
            assert f"{value:.3f}".replace("-", "−") in page.inner_text(".pushing > .note")
    chances = page.evaluate("Array.from(tweetscope.trace.probabilities(3))")
    chances = sorted((p for id_, p in enumerate(chances) if id_ not in (BOS, UNK)), reverse=True)
    shown = [float(text) for text in page.locator(".letters tbody td:nth-of-type(1)").all_inner_texts()]
    assert shown == pytest.approx(chances[:6], abs=6e-4)


def test_step_plays_from_the_beginning_symbol_and_defines_its_terms(visit: Any) -> None:
    """Step 0 reads the beginning; play moves to the last character and stops; terms are defined."""
    page = visit.open("#/step/L2.c.2?text=hello&at=-1")
    assert page.inner_text(".lead").startswith("Step 0: reading the beginning of text symbol")
    assert figures(page, ".term b")[1] == 0
    glossary = page.inner_text(".glossary")
    for standard, chen in (("Forget", "remember"), ("Input", "save"), ("Output", "focus")):
        assert f"{standard} gate (Chen: {chen} gate)" in glossary
    assert "Chen: long-term memory" in glossary
    assert "Chen: working memory" in glossary
    page.get_by_label("speed").select_option("fast")
    page.get_by_role("button", name="play").click()
    page.wait_for_function("() => tweetscope.cursor === 4")
    page.wait_for_selector("button[aria-pressed=false]:has-text('play')")
    page.locator(".sums .explained").first.focus()
    page.keyboard.press("Enter")
    assert "remember gate" in page.inner_text("[role=tooltip]")
