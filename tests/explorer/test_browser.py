"""The explorer in a real Chromium."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ExploreSettings
from pipeline.core.workspace import Workspace
from pipeline.network.weights import read_weights
from pipeline.text.vocabulary import BOS, Vocabulary
from pipeline.tracking.tracker import NullTracker

pytestmark = pytest.mark.browser

SIGNALS_IN_PAGE = """texts => texts.map(text => {
  const app = window.tweetscope;
  const { trace } = app;
  trace.update(app.coder.encode(text));
  const length = trace.ids.length;
  return {
    layers: trace.layers.map((values, k) => Array.from(values.slice(0, length * 6 * app.network.units[k]))),
    best: trace.ids.map((_, t) => { const p = trace.probabilities(t); return p.indexOf(Math.max(...p)); }),
    residual: trace.residual(),
  };
})"""


def forward(network: Any, batch: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """Stock Keras on ids [B, T]: signals by layer [B, T, 6, units] and logits [B, T, vocabulary].

    Hidden states come from Keras's own layers; gates by its cell's formula on those.
    """
    import keras

    inputs = keras.Input((None,), dtype="int32")
    embedding = keras.layers.Embedding(*network.embedding.shape)
    lstms = [keras.layers.LSTM(layer.units, return_sequences=True) for layer in network.layers]
    x = embedding(inputs)
    outputs = [x]
    for lstm in lstms:
        outputs.append(lstm(outputs[-1]))
    dense = keras.layers.Dense(network.dense.shape[1])
    model = keras.Model(inputs, [*outputs, dense(outputs[-1])])
    embedding.set_weights([network.embedding])
    for lstm, layer in zip(lstms, network.layers, strict=True):
        lstm.set_weights([layer.kernel, layer.recurrent, layer.bias])
    dense.set_weights([network.dense, network.dense_bias])
    *states, logits = [np.asarray(value) for value in model(batch)]
    layers = zip(network.layers, states, states[1:], strict=False)
    found = [np.stack([signals(layer, *pair) for pair in zip(x, h, strict=True)]) for layer, x, h in layers]
    return found, logits


def signals(layer: Any, x: np.ndarray, h: np.ndarray) -> np.ndarray:
    """All six signals [T, 6, units] from Keras's own inputs and hidden states of a layer."""
    before = np.vstack([np.zeros_like(h[:1]), h[:-1]])
    z = x @ layer.kernel + before @ layer.recurrent + layer.bias
    i, f, g, o = np.split(z, 4, axis=1)
    i, f, o = (1 / (1 + np.exp(-value)) for value in (i, f, o))
    g = np.tanh(g)
    c = np.zeros_like(h)
    for t in range(len(h)):
        c[t] = f[t] * (c[t - 1] if t else 0) + i[t] * g[t]
    return np.stack([i, f, g, o, c, h], axis=1)


def compare(page: Any, place: Any, texts: list[str]) -> tuple[float, float, float]:
    """Largest difference of a signal between page and Keras, share of the same likeliest next character,
    and the largest residual of the recurrence in the page."""
    vocabulary, network = Vocabulary.load(place.vocabulary), read_weights(place.weights)
    sequences = [np.concatenate([[BOS], vocabulary.encode(text)]) for text in texts]
    batch = np.zeros((len(texts), max(map(len, sequences))), dtype=np.int32)
    for row, ids in zip(batch, sequences, strict=True):
        row[: len(ids)] = ids  # what follows cannot reach back
    layers, logits = forward(network, batch)
    agreed: list[bool] = []
    worst = residual = 0.0
    for k, text in enumerate(texts):  # one at a time: the signals of a tweet are a megabyte of text
        seen, length = page.evaluate(SIGNALS_IN_PAGE, [text])[0], len(sequences[k])
        for mine, theirs in zip(seen["layers"], layers, strict=True):
            worst = max(worst, np.abs(np.reshape(mine, (length, 6, -1)) - theirs[k, :length]).max())
        agreed += (logits[k, :length].argmax(axis=1) == seen["best"]).tolist()
        residual = max(residual, seen["residual"])
    return worst, float(np.mean(agreed)), residual


def test_signals_equal_keras(visit: Any, made: Any) -> None:
    """Twenty tweets: all signals within 1e-3 of Keras, the same likeliest next character, the proof holds."""
    page = visit.open()
    texts = [tweet["text"] for tweet in page.evaluate("window.tweetscope.data.tweets")[:20]]
    worst, agreed, residual = compare(page, made, texts)
    assert worst < 1e-3
    assert agreed >= 0.999
    assert residual < 1e-6


def test_signals_of_the_trained_network_equal_keras(chromium: Any, tmp_path: Path) -> None:
    """The same for the network trained on the real archive, whose cells reach far beyond 1."""
    from pipeline.explorer import stage

    trained = Workspace(Path(__file__).parents[2] / "data" / "trump")
    for needed in (trained.weights, trained.model, trained.tweets, trained.vocabulary):
        if not needed.exists():
            pytest.skip(f"needs the trained network of data/trump (no {needed.name}): make train NAME=trump")
    place = Workspace(tmp_path / "trump")
    place.weights.parent.mkdir(parents=True)
    for name in ("weights", "model", "tweets", "vocabulary"):
        getattr(place, name).symlink_to(getattr(trained, name))
    stage.run(ExploreSettings(), place, NullTracker(), QuietScreen())
    tweets = pd.read_parquet(place.tweets, columns=["text", "split"])
    texts = tweets[tweets["split"] == "test"]["text"].iloc[::90].head(20).tolist()
    page = chromium.new_page()
    page.goto(place.explorer.as_uri())
    page.wait_for_selector("main h1")
    worst, agreed, residual = compare(page, place, texts)
    page.close()
    assert len(texts) == 20
    assert worst < 1e-3
    assert agreed >= 0.999
    assert residual < 1e-5
