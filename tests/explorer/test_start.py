"""The first page: what it says, and its three steps, against the network in Python."""

import re
from typing import Any

import numpy as np
import pytest

from pipeline.network.activations import activations
from pipeline.network.address import Address
from pipeline.network.bits import bits
from pipeline.network.weights import read_weights
from pipeline.text.vocabulary import Vocabulary

pytestmark = pytest.mark.browser


def test_it_opens_with_one_neuron_and_the_map(visit: Any) -> None:
    """A sentence on the colours, the evidence with its figures, three steps, a link to each other view."""
    page = visit.open()
    text = page.inner_text("main")
    assert "blue where that number says “hashtag”" in text
    assert "AUROC of .99" in text
    assert "more than the best unit of untrained networks" in text
    assert "more than units drawn at random" in text
    assert page.locator(".step-card h2").all_inner_texts() == ["1. See it", "2. Break it", "3. Steer it"]
    views = page.locator("#views a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    mapped = page.locator(".map a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert mapped == views[1:]


def test_see_it_types_an_example(visit: Any) -> None:
    """One click types a hashtag of another tweet behind the text, character by character."""
    page = visit.open()
    before = page.evaluate("tweetscope.text")
    page.get_by_role("button", name="Type one for me").click()
    page.wait_for_function("before => /#\\w+ $/.test(tweetscope.text.slice(before.length))", arg=before)
    assert page.evaluate("tweetscope.text").startswith(before)
    assert page.locator(".strip.page").first.text_content() == page.evaluate("tweetscope.text")


def test_break_it_shows_what_the_unit_is_worth(visit: Any, made: Any) -> None:
    """The bits of the next character, as it is and held at the mean, are those of the network in Python."""
    page = visit.open()
    page.get_by_role("button", name="Break it where it hurts most").click()
    told = page.inner_text(".step-card:nth-of-type(2) [role=status]")
    shown = [float(found) for found in re.findall(r"(\d+\.\d+)", told.rsplit("costs", 1)[1])]
    text, cursor, tweets, name = page.evaluate(
        """[tweetscope.text, tweetscope.cursor, tweetscope.data.tweets.map((tweet) => tweet.text),
            tweetscope.best().address]"""
    )
    weights, vocabulary = read_weights(made.weights), Vocabulary.load(made.vocabulary)
    unit = Address.parse(name)
    ids = [vocabulary.encode(one) for one in tweets[:30]]
    values = activations(weights, ids, [unit])[0]
    starts = np.cumsum([0, *(len(row) + 1 for row in ids)])[:-1]
    mean = np.delete(values, starts).mean()
    plain, held = bits(weights, [vocabulary.encode(text)], [{}, {unit: float(mean)}])
    assert shown == pytest.approx([plain[cursor + 1], held[cursor + 1]], abs=0.011)
    assert held[cursor + 1] > plain[cursor + 1]
    assert page.locator(".sides ol").count() == 2


def test_steer_it_writes_with_less_and_more(visit: Any) -> None:
    """The same button writes the same text again; more holds the memory three deviations up."""
    page = visit.open()
    strip = page.locator(".step-card:nth-of-type(3) .strip")
    for _ in range(20):  # a random network often ends a tweet at once
        page.get_by_role("button", name="another").click()
        page.wait_for_timeout(60)
        if len(strip.text_content()) > 20:
            break
    texts = []
    for name, words in (
        ("less of it", "towards less"),
        ("as it is", "as it is"),
        ("more of it", "towards more"),
    ):
        page.get_by_role("button", name=name).click()
        page.wait_for_function(
            "words => document.querySelector('.step-card:nth-of-type(3) .note').textContent.includes(words)",
            arg=words,
        )
        texts.append(strip.text_content())
    page.get_by_role("button", name="less of it").click()
    page.wait_for_function(
        "() => document.querySelector('.step-card:nth-of-type(3) .note').textContent.includes('towards less')"
    )
    assert strip.text_content() == texts[0]
    assert len(set(texts)) > 1


def test_without_certificates_it_still_opens(chromium: Any, made: Any, tmp_path: Any) -> None:
    """Colours are then signs, and the page says so."""
    from pipeline.core.settings import ExploreSettings
    from pipeline.explorer import bundle, data

    values = data.payload(ExploreSettings(tweets=20), made)
    values |= dict.fromkeys(("certificates", "passages", "probes", "interventions", "samples", "first"))
    file = tmp_path / "bare.html"
    file.write_text(bundle.page(values), encoding="utf-8")
    page = chromium.new_page()
    page.goto(file.as_uri())
    page.wait_for_selector("main h1")
    assert "No neuron of this network is certified" in page.inner_text("main")
    page.get_by_role("button", name="Break it").click()
    assert "bits as it is" in page.inner_text(".step-card:nth-of-type(2) [role=status]")
    page.close()
