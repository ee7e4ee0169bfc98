"""The network's logits, states and gradients, and what precision does to them."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from pipeline.core.settings import TrainSettings
from pipeline.training import model as network
from pipeline.training.layers.masks import Masks

TWEETS, STEPS, UNITS, CHARACTERS = 5, 11, 16, 20


def _stock(weights: list[np.ndarray]) -> keras.Model:
    """The same network of stock Keras layers, its states inputs and outputs."""
    ids = keras.Input((None,), dtype="int32")
    states = [[keras.Input((UNITS,)) for _ in range(2)] for _ in range(2)]
    x, after = keras.layers.Embedding(CHARACTERS, 8)(ids), []
    for before in states:
        x, *last = keras.layers.LSTM(UNITS, return_sequences=True, return_state=True)(x, initial_state=before)
        after.append(last)
    model = keras.Model([ids, states], [keras.layers.Dense(CHARACTERS)(x), after])
    model.set_weights(weights)
    return model


@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_the_network_equals_stock_keras(dropout: float) -> None:
    """Logits (time first), last states and all gradients, from given states; dropout rests meanwhile."""
    rng = np.random.default_rng(1)
    model = network.build(CHARACTERS, TrainSettings(units=UNITS, embedding=8, memory_span=9, dropout=dropout))
    stock = _stock(model.get_weights())
    ids = tf.constant(rng.integers(0, CHARACTERS, (TWEETS, STEPS)), tf.int32)
    states = [[tf.constant(rng.normal(size=(TWEETS, UNITS)), tf.float32) for _ in "hc"] for _ in range(2)]
    weigh = tf.constant(rng.normal(size=(TWEETS, STEPS, CHARACTERS)), tf.float32)
    found = []
    for given in (model, stock):
        with tf.GradientTape() as tape:
            if given is model:
                logits, after = network.forward(model, ids, states)
                logits = tf.transpose(logits, (1, 0, 2))
            else:
                logits, after = stock([ids, states])
            loss = tf.reduce_sum(logits * weigh) + sum(tf.reduce_sum(s**2) for s in tf.nest.flatten(after))
        gradients = tape.gradient(loss, given.trainable_variables)
        found.append([logits, *tf.nest.flatten(after), *map(tf.convert_to_tensor, gradients)])
    for ours, theirs in zip(*found, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5 * max(1.0, float(tf.reduce_max(tf.abs(theirs)))))


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_dropout_falls_on_what_the_next_layer_reads(cell: str) -> None:
    """In training logits scatter about those without dropout; the first layer's states are not touched."""
    settings = TrainSettings(units=UNITS, embedding=8, dropout=0.5, cell=cell)
    model = network.build(CHARACTERS, settings)
    ids = tf.constant(np.random.default_rng(3).integers(0, CHARACTERS, (TWEETS, STEPS)), tf.int32)
    calm, before = network.forward(model, ids)
    wild, after = network.forward(model, ids, masks=Masks(settings, tf.constant(1, tf.int64)))
    assert float(tf.reduce_max(tf.abs(calm - wild))) > 1e-3
    np.testing.assert_array_equal(before[0][0], after[0][0])
    assert float(tf.reduce_max(tf.abs(before[1][0] - after[1][0]))) > 1e-3


def test_bfloat16_logits_stay_near_float32() -> None:
    """The dense layer's operands are rounded too: logits move by about 2⁻⁸ of their size, and do move."""
    settings = TrainSettings(units=32, embedding=8)
    model = network.build(20, settings)
    ids = tf.constant(np.random.default_rng(2).integers(0, 20, (4, 30)), tf.int32)
    logits = []
    for precision in ("float32", "bfloat16"):
        with network.precision(model, precision):
            logits.append(tf.transpose(network.forward(model, ids)[0], (1, 0, 2)))
    np.testing.assert_allclose(logits[0], model(ids), atol=1e-5)
    apart = float(tf.reduce_max(tf.abs(logits[0] - logits[1])))
    assert 0 < apart < 0.03 * float(tf.reduce_max(tf.abs(logits[0])))
