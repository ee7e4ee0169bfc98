"""Three tasks as a new user does them, each in fewer than five clicks, which are counted."""

import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ExploreSettings
from pipeline.core.workspace import Workspace
from pipeline.explorer import stage
from pipeline.lab import experiment, opening
from pipeline.lab.tasks import counter
from pipeline.network.bits import bits
from pipeline.network.exchange import write
from pipeline.network.weights import load_weights
from pipeline.text.vocabulary import Vocabulary
from pipeline.tracking.tracker import NullTracker

pytestmark = pytest.mark.browser

MOST = 4  # clicks


class User:
    """Someone who clicks; a choice in a list counts as two, files as one."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks = page, 0

    def click(self, role: str, name: str, within: str = "body") -> None:
        """Press a link or a button by its name."""
        self.page.locator(within).get_by_role(role, name=name, exact=True).first.click()
        self.clicks += 1

    def choose(self, label: str, option: str) -> None:
        """Open a list and choose."""
        self.page.get_by_label(label).select_option(option)
        self.clicks += 2

    def bring(self, *files: Path) -> None:
        """Choose files."""
        self.page.locator("input[type=file]").set_input_files([str(file) for file in files])
        self.clicks += 1


def test_a_unit_for_hashtags_and_that_it_matters(visit: Any) -> None:
    """Detectors, then its address: how well it separates, and what its ablation costs beside random units."""
    user = User(visit.open())
    user.click("link", "Detectors", "#views")
    address = user.page.locator("#concept-hashtag .address").first.inner_text()
    user.click("link", address, "#concept-hashtag")
    said = user.page.inner_text(".verdict")
    assert re.search(r"separates characters of hashtag from the others: AUROC \.\d{3}", said)
    assert re.search(r"costs \d\.\d{3} bits per character .*; units drawn at random: \d\.\d{3}", said)
    assert user.clicks <= MOST


def test_the_first_page_does_it_with_another_concept(visit: Any) -> None:
    """Its list of concepts changes neuron, text, evidence and the three steps; the unit is broken there."""
    user = User(visit.open())
    option = user.page.locator("option", has_text="quotation (").first.inner_text()
    user.choose("the detector of a concept", option)
    text = user.page.inner_text("main")
    assert "where that number says “quotation”" in text
    assert "separates the characters of quotation" in text
    assert f"All about {option[11:-1]}" in text
    assert "quotation" in user.page.evaluate("Object.keys(tweetscope.tweet.spans)")
    user.click("button", "Break it where it hurts most")
    assert "bits as it is and" in user.page.inner_text(".step-card:nth-of-type(2) [role=status]")
    assert user.clicks <= MOST


ADDED, TAKEN = math.tanh(1.9), 1.0  # by the counter below, at an a and at a b
# It prints b's while tanh of its cell is over 0.4.
LIMIT = math.floor((1 - math.atanh(0.4)) / (TAKEN - ADDED))


@pytest.fixture
def drifting(built: Any, tmp_path: Path) -> Path:
    """The page of a counter, built by hand, whose step up is a little smaller than its step down."""
    weights, place = built.counting(), Workspace(tmp_path / "counter")
    (a,) = counter.TASK.vocabulary.encode("a")
    layer = weights.layers[0]
    layer.kernel[a, 2 * layer.units + 3] = 1.9
    opening.write(place, weights, counter.TASK, "by hand", experiment.described(counter.TASK, weights))
    stage.run(ExploreSettings(precision="float32"), place, NullTracker(), QuietScreen())
    return place.explorer


def test_why_the_counter_fails_at_its_limit(chromium: Any, drifting: Path) -> None:
    """One press: the limit, the two steps, and how far the cell is away, each as worked out by hand."""
    page = chromium.new_page()
    page.goto(drifting.as_uri())
    page.wait_for_selector("main h1")
    user = User(page)
    user.click("button", "Find where it fails")
    page.wait_for_selector(".limit a")
    n = LIMIT + 1
    status = page.inner_text(".step-card:has(.limit) [role=status]")
    assert status == f"It is right up to {LIMIT} a's. After {n} a's it prints {LIMIT} b's."
    said = page.inner_text(".limit").replace("−", "-")
    assert f"L1.c.3 moves by {ADDED:.3f} at each a and back by {TAKEN:.3f} at each b" in said
    then, now = (k * (ADDED - TAKEN) / ADDED for k in (10, n))
    assert f"at {then:.2f} after 10 a's" in said
    assert f"at {now:.2f} after {n}: {then - now:.2f} steps away" in said
    assert page.locator(".limit .curve").count() == 1
    user.click("link", "Step through this string")
    assert page.evaluate("tweetscope.text") == "a" * n + "X" + "b" * LIMIT
    assert user.clicks <= MOST
    page.close()


def test_ones_own_network_of_pytorch_beside_ours(visit: Any, made: Workspace, tmp_path: Path) -> None:
    """Compare, then the two files that PyTorch saved: bits of both as Python has them, and the best match."""
    weights, _ = load_weights(made)
    known = Vocabulary.load(made.vocabulary)
    state = {name: np.ascontiguousarray(array) for name, array in write.torch_names(weights).items()}
    save_file(state, tmp_path / "mine.safetensors")
    letters = ["<s>", "</s>", "<unk>", *known.characters]
    (tmp_path / "mine.json").write_text(json.dumps(letters), encoding="utf-8")
    user = User(visit.open())
    user.click("link", "Compare", "#views")
    user.bring(tmp_path / "mine.safetensors", tmp_path / "mine.json")
    user.page.wait_for_selector(".compare tbody tr")
    assert user.page.locator(".compare .side h2").all_inner_texts() == ["demo", "mine"]
    address = user.page.evaluate("document.querySelector('.picker .address').value")
    best = user.page.locator(".compare tbody tr").first.inner_text().split()
    assert best == [address, "1.000"]
    text = user.page.evaluate("tweetscope.text")
    costs = bits(weights, [known.encode(text)], [{}])[0][:-1]
    shown = re.findall(r"(\d+\.\d+)", user.page.inner_text(".compare p[aria-live]"))
    assert [float(one) for one in shown[:2]] == pytest.approx([costs.mean()] * 2, abs=0.01)
    assert user.clicks <= MOST
