"""The first page of a lab network that counts by construction, and Step through other kinds of cells."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ExploreSettings
from pipeline.core.workspace import Workspace
from pipeline.explorer import stage
from pipeline.lab import experiment, opening, store
from pipeline.lab.networks.learning import initial, network
from pipeline.lab.networks.shapes import Shape
from pipeline.lab.store import Lab
from pipeline.lab.tasks import counter
from pipeline.tracking.tracker import NullTracker

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory, built: Any) -> Path:
    """The explorer of a counter whose unit 3 counts, with an untrained GRU and a plain RNN beside it."""
    lab = Lab(Workspace(tmp_path_factory.mktemp("lab")))
    for name, cell in (("GRU", "gru"), ("RNN", "rnn")):
        shape = Shape(counter.TASK.vocabulary.size, 1, 6, cell)
        weights = network(shape, initial(shape, 1))
        store.save(lab.networks("variants", name), [weights], np.zeros((1, 1), np.float32), "mark")
    place, weights = Workspace(lab.folder / "explorer"), built.counting("hard")
    about = experiment.described(counter.TASK, weights) | {"others": experiment.others(lab)}
    opening.write(place, weights, counter.TASK, "by hand", about)
    stage.run(ExploreSettings(precision="float32"), place, NullTracker(), QuietScreen())
    return place.explorer


def test_no_command_is_named_that_does_not_exist(chromium: Any, counting: Path) -> None:
    """`make analyze` knows nothing of a network of the lab: the views say that evidence is missing."""
    page = chromium.new_page()
    for view in ("detectors", "samples", "neuron/L1.c.3"):
        page.goto(f"{counting.as_uri()}#/{view}")
        page.wait_for_selector(".missing")
        assert "make " not in page.inner_text("main")
        assert "network of the lab" in page.locator(".missing").first.inner_text()
    page.close()


def test_a_lab_network_has_a_first_page_of_its_own(chromium: Any, counting: Path) -> None:
    """Task, found unit, greedy completion of one's own string, and k added to the cell: k more b's."""
    page = chromium.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(counting.as_uri())
    page.wait_for_selector("main h1")
    assert page.inner_text("main h1") == "Counter: aⁿXbⁿ"
    assert "The cell that carries it is L1.c.3" in page.inner_text(".lead")
    assert page.evaluate("tweetscope.text") == "aaaaaaaaaaXbbbbbbbbbb"
    typed = page.get_by_label("a string for the strip")
    assert typed.input_value() == "aaaaaaaaaaXbbbbbbbbbb"
    typed.fill("aaXaabb")
    assert page.evaluate("tweetscope.text") == page.inner_text(".start > .strip") == "aaXaabb"
    typed.fill("aaXq")
    refused = page.locator(".own .refused")
    assert refused.inner_text() == "Not of this task: q; the characters of this task are a X b."
    assert typed.get_attribute("aria-invalid") == "true"
    assert page.evaluate("tweetscope.text") == "aaXaabb"
    page.get_by_label("next string", exact=True).click()
    assert typed.input_value() == page.evaluate("tweetscope.text") != "aaXaabb"
    assert refused.inner_text() == ""
    page.get_by_label("your own string").fill("aaaé")
    assert "Not of this task: é" in page.locator(".count").first.inner_text()
    page.get_by_label("your own string").fill("aaaaaaaaaaaaX")
    counts = page.locator(".count")
    assert counts.all_inner_texts() == ["12 b's printed, 12 a's read"] * 2
    for steps in (1, 2):
        page.get_by_label("symbols more").press("ArrowRight")
        assert counts.all_inner_texts() == [
            "12 b's printed, 12 a's read",
            f"{12 + steps} b's printed, 12 a's read",
        ]
    page.wait_for_function(
        "() => location.hash.includes('add=2') && location.hash.includes('prompt=aaaaaaaaaaaaX')"
    )
    page.get_by_label("your own string").fill("aaa")
    assert "Nothing is added: X was not read." in counts.nth(1).inner_text()
    for kind, signals in (("GRU", ["z", "r", "g", "h"]), ("RNN", ["h"])):
        page.goto(f"{counting.as_uri()}#/step?cell={kind}&at=2")
        page.reload()
        page.wait_for_selector(".cell")
        assert page.locator(".glossary dt b").all_inner_texts() == signals
        assert f"the {'plain RNN' if kind == 'RNN' else kind} cell" in page.get_attribute(
            ".cell", "aria-label"
        )
    page.get_by_role("button", name="GRU", exact=True).click()
    page.wait_for_selector(".corpus:has-text('GRU')")
    z, before, kept, rest, g, written, *_, h = (
        float(text.replace("−", "-")) for text in page.locator(".term b").all_inner_texts()
    )
    assert kept == pytest.approx(z * before, abs=2e-3)
    assert written == pytest.approx(rest * g, abs=2e-3)
    assert h == pytest.approx(kept + written, abs=2e-3)
    page.get_by_role("button", name="back to explorer").click()
    assert page.inner_text("main h1") == "Counter: aⁿXbⁿ"
    assert errors == []
    page.close()


def test_the_strongest_strings_are_exact(chromium: Any, counting: Path) -> None:
    """A cell that counts to 40: Neuron shows the longest strings, each at its last a, with its value."""
    page = chromium.new_page()
    page.goto(f"{counting.as_uri()}#/neuron/L1.c.3")
    page.wait_for_selector(".passage")
    shown = [float(text) for text in page.locator(".passage > .number").all_inner_texts()]
    assert shown == list(range(40, 32, -1))
    page.close()
