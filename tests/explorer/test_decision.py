"""The worked example of Step, a decision from mood and budget, against Keras."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

PROGRAM = Path(__file__).parent / "page" / "network" / "decision.mjs"
ORDER = "ifgo"  # in which Keras keeps its kernels


@pytest.fixture(scope="module")
def lesson() -> dict[str, Any]:
    """The example and its numbers as the page has them."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js for the page's example")
    return json.loads(subprocess.run([node, PROGRAM], capture_output=True, text=True, check=True).stdout)


def test_every_number_of_the_example_is_that_of_keras(lesson: dict[str, Any]) -> None:
    """States of each day by Keras's LSTM; each gate's parts and value by a dense layer over (x, h)."""
    import keras

    example, days = lesson["example"], lesson["days"]
    gates = example["gates"]

    def joined(part: str) -> np.ndarray:
        return np.concatenate([np.transpose(gates[name][part]) for name in ORDER], axis=-1)

    bias = np.concatenate([gates[name]["bias"] for name in ORDER])
    x = np.array([[day["x"] for day in days]], np.float32)
    layer = keras.layers.LSTM(2, return_state=True)
    layer.build(x.shape)
    layer.set_weights([joined("input"), joined("hidden"), bias])
    h = c = np.zeros(2)
    for t, day in enumerate(days):
        before, (h_before, c_before) = day["before"], (h, c)
        np.testing.assert_allclose((before["c"], before["h"]), (c_before, h_before), atol=1e-6)
        _, h, c = (np.array(one)[0] for one in layer(x[:, : t + 1]))
        np.testing.assert_allclose((day["h"], day["c"]), (h, c), atol=1e-6)
        value = {}
        for name in ORDER:
            step = day["steps"][name]
            dense = keras.layers.Dense(2, activation="tanh" if name == "g" else "sigmoid")
            given = np.concatenate([x[0, t], h_before])[None].astype(np.float32)
            dense.build(given.shape)
            weights = np.concatenate(
                [np.transpose(gates[name]["input"]), np.transpose(gates[name]["hidden"])]
            )
            dense.set_weights([weights, np.array(gates[name]["bias"])])
            value[name] = np.array(dense(given))[0]
            np.testing.assert_allclose(step["value"], value[name], atol=1e-6)
            parts = [step[part] for part in ("fromInput", "fromHidden", "bias")]
            np.testing.assert_allclose(np.sum(parts, axis=0), step["sum"], atol=1e-9)
            np.testing.assert_allclose(step["fromInput"], x[0, t] @ weights[:2], atol=1e-6)
        np.testing.assert_allclose(day["kept"], value["f"] * c_before, atol=1e-6)
        np.testing.assert_allclose(day["written"], value["i"] * value["g"], atol=1e-6)
        np.testing.assert_allclose(day["squashed"], np.tanh(c), atol=1e-6)
        score = np.dot(example["decision"]["hidden"], h) + example["decision"]["bias"]
        np.testing.assert_allclose(day["chance"], keras.ops.sigmoid(score), atol=1e-6)


def test_the_example_says_something(lesson: dict[str, Any]) -> None:
    """Some days one goes out, some not; and memory decides: a day's input alone would not."""
    chances = [day["chance"] for day in lesson["days"]]
    assert {chance > 0.5 for chance in chances} == {True, False}


@pytest.mark.browser
def test_the_second_lesson_shows_each_day(visit: Any) -> None:
    """Closed at first; another day has other numbers; each decision is said in words."""
    page = visit.open("#/step/L1.c.0?text=ab")
    assert not page.locator("details.decision table").is_visible()
    page.locator("details.decision summary").click()
    first = page.locator("details.decision table").inner_text()
    page.locator("details.decision button", has_text="Wednesday").click()
    assert page.locator("details.decision table").inner_text() != first
    assert "stay in" in page.locator("details.decision .lead").inner_text()


@pytest.mark.browser
def test_the_second_lesson_fits_a_phone(visit: Any) -> None:
    """All numbers of a unit stand in one column, and the page is not wider than the screen."""
    visit.page.set_viewport_size({"width": 375, "height": 740})
    page = visit.open("#/step/L1.c.0?text=ab")
    page.locator("details.decision summary").click()
    rights = page.locator("details.decision tbody tr td:last-child").evaluate_all(
        "cells => [...new Set(cells.map((cell) => Math.round(cell.getBoundingClientRect().right)))]"
    )
    assert len(rights) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
