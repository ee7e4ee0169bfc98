"""Learning in the page: gradients against Keras, and the view as a reader uses it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

PROGRAM = Path(__file__).parent / "page" / "network" / "gradients.mjs"
UNITS, SIZE = 10, 6
TEXTS = [[3, 3, 5, 4, 4], [3, 5, 4]]


def test_gradients_equal_keras() -> None:
    """Every gradient of the summed cost over two strings to 1e-4 of TensorFlow's, and the cost itself."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js for the page's learner")
    import keras
    import tensorflow as tf

    given = json.dumps({"options": {"units": UNITS, "size": SIZE, "rate": 0.01, "seed": 3}, "texts": TEXTS})
    run = subprocess.run([node, PROGRAM], input=given, capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    shapes = {"kernel": (SIZE, 4 * UNITS), "recurrent": (UNITS, 4 * UNITS), "bias": (4 * UNITS,)}
    shapes |= {"dense": (UNITS, SIZE), "denseBias": (SIZE,)}
    weights = {name: np.reshape(found["weights"][name], shape) for name, shape in shapes.items()}
    lstm, dense = keras.layers.LSTM(UNITS, return_sequences=True), keras.layers.Dense(SIZE)
    lstm.build((None, None, SIZE))
    dense.build((None, None, UNITS))
    lstm.set_weights([weights[name] for name in ("kernel", "recurrent", "bias")])
    dense.set_weights([weights["dense"], weights["denseBias"]])
    variables = [*lstm.trainable_variables, *dense.trainable_variables]
    total = [np.zeros(shape) for shape in shapes.values()]
    for text, nats in zip(TEXTS, found["nats"], strict=True):
        with tf.GradientTape() as tape:
            logits = dense(lstm(np.eye(SIZE, dtype=np.float32)[None, [0, *text]]))
            cost = tf.reduce_sum(tf.nn.sparse_softmax_cross_entropy_with_logits([*text, 1], logits[0]))
        assert float(cost) == pytest.approx(nats, abs=1e-4)
        slopes = tape.gradient(cost, [variable.value for variable in variables])
        total = [old + np.asarray(new) for old, new in zip(total, slopes, strict=True)]
    for (name, shape), theirs in zip(shapes.items(), total, strict=True):
        np.testing.assert_allclose(np.reshape(found["grads"][name], shape), theirs, atol=1e-4, err_msg=name)


@pytest.mark.browser
def test_the_counter_learns_and_opens_in_all_views(visit: Any) -> None:
    """Under 20 s every length is right; the trained network has a first page, a proof in Read, all views."""
    page = visit.open("#/learn?longest=8&rate=0.02")
    page.get_by_role("button", name="Learn", exact=True).click()
    page.wait_for_function(
        "() => document.querySelector('.learn [role=status]').textContent.startsWith('Learned in')",
        timeout=20_000,
    )
    assert page.locator(".lengths .holds").count() == 8
    assert page.locator(".learn .plot").count() == 2
    page.get_by_role("button", name="Open it in all views").click()
    assert page.evaluate("[tweetscope.text, tweetscope.network.units]") == ["aaaaaaaaXbbbbbbbb", [UNITS]]
    cell = page.evaluate("Array.from(tweetscope.values()).slice(0, 8)")
    assert abs(np.corrcoef(cell, range(8))[0, 1]) > 0.98
    assert page.inner_text("main h1") == "A counter that learned in this page"
    assert page.locator(".count").first.inner_text() == "6 b's printed, 6 a's read"
    page.locator("#views").get_by_role("link", name="Read").click()
    page.wait_for_function("() => document.querySelector('.proof').textContent.includes('✓ Proof')")
    for view in ("Step", "Why", "Find", "Generate", "Neuron", "Detectors"):
        page.locator("#views").get_by_role("link", name=view).click()
        assert page.locator("main h1").count() == 1
    page.get_by_role("button", name="back to demo").click()
    assert page.inner_text("main h1") == "Inside a network that writes tweets"
