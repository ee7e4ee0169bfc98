"""The example of the layer alone runs as it stands in the manual, and does what the page says."""

import re
from pathlib import Path
from typing import Any

import keras
import numpy as np

PAGE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "layer.md"


def test_the_example_trains_and_the_stock_layer_takes_its_weights() -> None:
    """The block of code, run; then two stock layers with the same weights give the same logits."""
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    made: dict[str, Any] = {}
    exec(code, made)
    model, text = made["model"], made["text"]
    first, last = model.history.history["loss"]
    assert np.log(128) * 1.05 > first > last
    fast = [layer for layer in model.layers if isinstance(layer, keras.layers.LSTM)]
    assert [type(layer).__module__ for layer in fast] == ["pipeline.training.layers.lstm"] * 2
    stock = keras.Sequential(
        [
            keras.layers.Embedding(128, 64),
            *(keras.layers.LSTM(256, return_sequences=True) for _ in fast),
            keras.layers.Dense(128),
        ]
    )
    stock.build((None, None))
    stock.set_weights(model.get_weights())
    np.testing.assert_allclose(
        stock.predict(text[:4], verbose=0), model.predict(text[:4], verbose=0), atol=1e-4
    )
