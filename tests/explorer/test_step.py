"""The view Step: sums that add up, play, terms."""

from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.browser


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
