"""Another network on the page: dropped, opened in all views, compared with the page's own."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.core.errors import UserError
from pipeline.core.settings import ExploreSettings
from pipeline.core.workspace import Workspace
from pipeline.explorer import bundle, data
from pipeline.network.cells import CELLS
from pipeline.network.exchange import write
from pipeline.network.weights import NetworkWeights, load_weights
from pipeline.text.vocabulary import Vocabulary

TOP = 1  # the layer whose units change places


def shuffled(weights: NetworkWeights, order: np.ndarray) -> NetworkWeights:
    """The same network, the units of its last layer in another order."""
    layer = weights.layers[TOP]
    blocks = np.concatenate([order + k * layer.units for k in range(len(CELLS[layer.cell].blocks))])
    moved = replace(
        layer,
        kernel=layer.kernel[:, blocks],
        recurrent=layer.recurrent[order][:, blocks],
        bias=layer.bias[..., blocks],
    )
    return replace(weights, layers=(*weights.layers[:TOP], moved), dense=weights.dense[order])


@pytest.fixture
def other(made: Workspace, tmp_path: Path) -> tuple[Path, np.ndarray]:
    """A file with that network, and where each unit came from."""
    weights, _ = load_weights(made)
    order = np.random.default_rng(1).permutation(weights.units[TOP])
    file = tmp_path / "theirs.safetensors"
    write.safetensors(shuffled(weights, order), Vocabulary.load(made.vocabulary), file)
    return file, order


@pytest.mark.browser
def test_a_dropped_network_is_compared_and_opens_in_all_views(
    visit: Any, other: tuple[Path, np.ndarray]
) -> None:
    """The units changed places: the same bits everywhere, and each unit is found again at its new place."""
    file, order = other
    page = visit.open(f"#/compare/L{TOP + 1}.h.3?text=abc%20%23def")
    assert "--beside" in page.inner_text("main")
    page.evaluate(
        """([name, bytes]) => {
            const files = new DataTransfer();
            files.items.add(new File([Uint8Array.from(bytes)], name));
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true }));
        }""",
        [file.name, list(file.read_bytes())],
    )
    page.wait_for_selector(".compare tbody tr")
    first = page.locator(".compare tbody tr").first.inner_text().split()
    assert first == [f"L{TOP + 1}.h.{order.tolist().index(3)}", "1.000"]
    bits = re.findall(r"(\d+\.\d+)", page.inner_text(".compare p[aria-live]"))
    assert bits[0] == bits[1]
    page.locator("#views").get_by_role("link", name="Gallery").click()
    page.get_by_role("button", name="Compare with").click()
    page.wait_for_selector(".compare tbody tr")
    page.locator("#views").get_by_role("link", name="Gallery").click()
    page.get_by_role("button", name="Open in all views").click()
    assert page.locator(".corpus").inner_text() == "theirs"
    page.wait_for_function("() => document.querySelector('.proof').textContent.includes('✓ Proof')")
    for view in ("Start", "Step", "Why", "Compare", "Neuron", "Detectors"):
        page.locator("#views").get_by_role("link", name=view).click()
        assert page.locator("main h1").count() == 1
    page.get_by_role("button", name="back to").click()
    page.locator("#views").get_by_role("link", name="Compare").click()
    page.wait_for_selector(".compare tbody tr")
    assert page.locator(".compare .side h2").all_inner_texts() == [page.inner_text(".corpus"), "theirs"]
    page.evaluate("tweetscope.visit('#/compare/L2.h.3')")
    first = page.locator(".compare tbody tr").first.inner_text().split()
    assert first == [f"L{TOP + 1}.h.{order.tolist().index(3)}", "1.000"]
    assert "They differ most" not in page.inner_text("main")


@pytest.mark.browser
def test_a_file_that_cannot_be_run_is_one_line(visit: Any, tmp_path: Path) -> None:
    """The reason stands in the gallery, also of a damaged file, and the page keeps its own network."""
    (tmp_path / "model.pth").write_bytes(b"\x80\x04")
    page = visit.open("#/gallery")
    page.locator("input[type=file]").set_input_files(str(tmp_path / "model.pth"))
    page.wait_for_selector("text=model.pth may be a pickle")
    header = b'{"weight": null}'
    (tmp_path / "odd.safetensors").write_bytes(len(header).to_bytes(8, "little") + header)
    page.locator("input[type=file]").set_input_files(str(tmp_path / "odd.safetensors"))
    page.wait_for_selector("text=odd.safetensors is damaged")
    assert page.locator("article").count() == 0


@pytest.mark.browser
def test_a_page_that_holds_two_networks(made: Workspace, chromium: Any, tmp_path: Path) -> None:
    """`beside` puts the other workspace's network in the file, in half precision; Compare opens with it."""
    values = data.payload(ExploreSettings(tweets=20, beside=made.name), made)
    assert values["beside"]["name"] == made.name
    assert values["beside"]["network"]["precision"] == "float16"
    (tmp_path / "two.html").write_text(bundle.page(values), encoding="utf-8")
    page = chromium.new_context().new_page()
    page.goto(f"{(tmp_path / 'two.html').as_uri()}#/compare/L1.c.2")
    page.wait_for_selector(".compare tbody tr")
    assert page.locator(".compare tbody tr").first.inner_text().split() == ["L1.c.2", "1.000"]
    page.context.close()
    with pytest.raises(UserError, match="has no network to put beside"):
        data.beside(ExploreSettings(beside="nobody"), made)
    assert json.dumps(data.beside(ExploreSettings(), made)) == "null"
