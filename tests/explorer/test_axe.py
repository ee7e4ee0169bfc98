"""axe-core, an independent judge of accessibility, finds nothing serious on any view, in both themes."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.core.workspace import Workspace
from pipeline.network.exchange import write
from pipeline.network.weights import load_weights
from pipeline.text.vocabulary import Vocabulary

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
VIEWS = (
    *("start", "read", "detectors", "neuron", "find?text=ab%20%23cd&marks=3-6", "generate", "step", "why"),
    *("samples", "compare", "learn", "gallery"),
)
WIDTHS = (375, 1280)
SERIOUS = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .filter(({ impact }) => ["serious", "critical"].includes(impact))
  .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_on_any_view(
    chromium: Any, explorer: Path, made: Workspace, scheme: str, tmp_path: Path
) -> None:
    """No violation of WCAG that axe-core calls serious or critical, on a desk and on a phone."""
    if not AXE.is_file():
        pytest.skip("needs axe-core: npm install --no-save --no-package-lock axe-core")
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    weights, _ = load_weights(made)
    write.safetensors(weights, Vocabulary.load(made.vocabulary), tmp_path / "theirs.safetensors")
    found = {}
    for view in VIEWS:
        page.goto("about:blank")
        page.goto(f"{explorer.as_uri()}#/{view}")
        page.wait_for_selector("main h1")
        if view == "compare":
            page.locator("input[type=file]").set_input_files(str(tmp_path / "theirs.safetensors"))
            page.wait_for_selector(".compare tbody tr")
        page.wait_for_timeout(300)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if serious := page.evaluate(SERIOUS):
                found[view, width] = serious
    context.close()
    assert found == {}
