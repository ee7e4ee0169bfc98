"""The view Why: parts that sum to the logit, the test by deletion, what drives a unit."""

import re
from typing import Any

import numpy as np
import pytest

from pipeline.network.bits import bits
from pipeline.network.weights import read_weights
from pipeline.text.vocabulary import Vocabulary

pytestmark = pytest.mark.browser

TEXT = "We will be #Great"


def test_parts_sum_to_the_logit_that_is_shown(visit: Any) -> None:
    """The line's figures add up, and the logit is the trace's; another next character has another sum."""
    page = visit.open("#/why?text=We%20will%20be%20%23Great&at=11")
    seen = set()
    for k in (0, 3):
        page.locator(".why .modes button").nth(k).click()
        line = page.inner_text(".why .strip + p").replace("−", "-")
        logit, rest, parts = (float(found) for found in re.findall(r"(-?\d+\.\d{3})", line))
        assert logit == pytest.approx(rest + parts, abs=2e-3)
        logits = page.evaluate(
            "() => { const { trace, network } = tweetscope;"
            "return Array.from(trace.logits.subarray(12 * network.vocabulary, 13 * network.vocabulary)); }"
        )
        assert logit == pytest.approx(sorted(logits)[-1 - k], abs=1e-3)
        seen.add(line)
    assert len(seen) == 2


def test_one_character_is_not_called_characters(visit: Any) -> None:
    """After the first character there is one that can be taken away."""
    assert "Without the character that" in visit.open("#/why?text=We&at=0").inner_text(".why .note")


def test_deletion_is_that_of_the_network_in_python(visit: Any, made: Any) -> None:
    """Without the characters that it names, the next one costs what the page says."""
    page = visit.open("#/why?text=We%20will%20be%20%23Great&at=11&next=e")
    told = page.inner_text(".why .note").replace("−", "-")
    names, after, before = re.findall(
        r"credits most \((.*?)\), it costs ([\d.]+) bits in place of (\d+\.\d+)", told
    )[0]
    weights, vocabulary = read_weights(made.weights), Vocabulary.load(made.vocabulary)
    read = TEXT[:12]
    cost = bits(weights, [vocabulary.encode(f"{read}e")], [{}])[0][12]
    assert float(before) == pytest.approx(cost, abs=0.01)
    lefts = [read]
    for name in names.split():
        character = " " if name == "space" else name
        lefts = [left[:k] + left[k + 1 :] for left in lefts for k, c in enumerate(left) if c == character]
    costs = [bits(weights, [vocabulary.encode(f"{left}e")], [{}])[0][len(left)] for left in set(lefts)]
    assert np.abs(np.array(costs) - float(after)).min() < 0.01


def test_the_way_is_in_the_address_and_paths_lead_on(visit: Any) -> None:
    """Gradient × input beside the decomposition; paths sum to the unit's state; a unit below has its own."""
    page = visit.open("#/why/L2.c.3?text=We%20will&at=5")
    page.get_by_role("button", name="gradient × input").click()
    assert "The parts sum to" in page.inner_text(".why .strip + p")
    page.wait_for_function("() => location.hash.includes('way=gradient')")
    rows = page.eval_on_selector_all(
        ".routes tr:has(.number)",
        "rows => rows.map(row => [...row.querySelectorAll('.number')].map(one => one.textContent))",
    )
    figures = [[float(text.replace("−", "-")) for text in row] for row in rows]
    *parts, (value,) = figures
    assert sum(part[0] for part in parts) == pytest.approx(value, abs=0.01)
    assert value == pytest.approx(page.evaluate("tweetscope.values()[5]"), abs=6e-4)
    for part in parts[:8]:
        assert sum(part[1:]) == pytest.approx(part[0], abs=0.004)
    first = page.locator(".routes a").first
    name = first.inner_text()
    assert name.startswith("L1.h.")
    first.click()
    assert page.evaluate("tweetscope.address.unit") == int(name.split(".")[2])
    assert page.inner_text("main h1") == "Why"
    assert page.inner_text(".routes tbody tr:first-child th").startswith("“")
