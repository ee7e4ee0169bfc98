"""The view Generate: the pair that is written, and the dose at which it begins."""

import re
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.browser


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
