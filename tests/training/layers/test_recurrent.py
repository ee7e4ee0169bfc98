"""Layers of every kind of cell: what Keras trains is what numpy computes, and what the equations say."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from networks import KINDS

from pipeline.core.errors import UserError
from pipeline.core.settings import TrainSettings
from pipeline.network.proof import check
from pipeline.network.trace import trace
from pipeline.network.weights import read_weights
from pipeline.training import model as network
from pipeline.training.layers import recurrent

UNITS, CHARACTERS = 6, 14


def built(cell: str, activations: str = "standard", layers: int = 2) -> keras.Model:
    """A network whose biases and peepholes are not zero."""
    settings = TrainSettings(units=UNITS, embedding=5, cell=cell, activations=activations, layers=layers)
    model, random = network.build(CHARACTERS, settings), np.random.default_rng(1)
    for layer in recurrent.layers(model):
        for weight in layer.trainable_weights:
            weight.assign(weight + random.normal(0, 0.4, weight.shape).astype(np.float32))
    return model


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize(("cell", "activations"), KINDS)
def test_numpy_reads_and_computes_what_keras_trains(
    cell: str, activations: str, layers: int, tmp_path: Path
) -> None:
    """The weights file of every kind is read, and the pass equals the Keras network to 1e-5: the logits, and
    the states of every layer; the trace is proven."""
    model = built(cell, activations, layers)
    network.save_weights(model, tmp_path / "a.weights.h5")
    weights = read_weights(tmp_path / "a.weights.h5", cell, activations)
    ids = [np.random.default_rng(2).integers(3, CHARACTERS, 12) for _ in range(4)]
    traced = trace(weights, ids)
    assert len(traced) == layers
    logits, after = network.forward(model, tf.constant([[0, *one] for one in ids], tf.int32))
    found = traced[-1]["h"] @ weights.dense + weights.dense_bias
    np.testing.assert_allclose(found, tf.transpose(logits, (1, 0, 2)), atol=1e-5)
    for signals, states in zip(traced, after, strict=True):
        for name, state in zip("hc", states, strict=False):
            np.testing.assert_allclose(signals[name][:, -1], state, atol=1e-5)
    assert check(weights, ids, traced) < 1e-5


@pytest.mark.parametrize(("cell", "activations"), KINDS)
def test_a_network_is_loaded_as_it_was_saved(cell: str, activations: str, tmp_path: Path) -> None:
    """Configuration and weights make the same network again, cells of our own too."""
    model, ids = built(cell, activations), tf.constant([[0, 4, 5, 6]], tf.int32)
    model.save_weights(tmp_path / "a.weights.h5")
    again = keras.models.model_from_json(model.to_json())
    again.load_weights(tmp_path / "a.weights.h5")
    np.testing.assert_array_equal(network.forward(model, ids)[0], network.forward(again, ids)[0])


def test_states_are_carried_as_if_the_text_were_whole() -> None:
    """Two windows with the state between them give the logits of one, for one state and for two."""
    ids = tf.constant(np.random.default_rng(3).integers(0, CHARACTERS, (3, 10)), tf.int32)
    for cell in ("gru", "rnn", "peephole"):
        model = built(cell)
        whole, _ = network.forward(model, ids)
        first, between = network.forward(model, ids[:, :4], recurrent.zero_states(model, 3))
        second, _ = network.forward(model, ids[:, 4:], between)
        np.testing.assert_allclose(tf.concat([first, second], 0), whole, atol=1e-5)


@pytest.mark.parametrize("activations", ["standard", "hard"])
@pytest.mark.parametrize("kind", ["peephole", "coupled"])
def test_gradients_of_our_cells_are_differences(kind: str, activations: str) -> None:
    """Automatic differentiation through the shared equations equals finite differences in float64."""
    keras.utils.set_random_seed(0)
    layer = keras.layers.RNN(recurrent.GatedCell(3, kind, activations, dtype="float64"), dtype="float64")
    x = tf.constant(np.random.default_rng(4).normal(size=(2, 5, 2)))
    layer(x)
    random = np.random.default_rng(5)
    for weight in layer.trainable_weights:
        weight.assign(random.normal(0, 0.5, weight.shape))
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(layer(x) ** 2)
    for weight, gradient in zip(
        layer.trainable_weights, tape.gradient(loss, layer.trainable_weights), strict=True
    ):
        start, place = weight.numpy(), tuple(random.integers(0, n) for n in weight.shape)
        moved = []
        for shift in (1e-6, -1e-6):
            changed = start.copy()
            changed[place] += shift
            weight.assign(changed)
            moved.append(float(tf.reduce_sum(layer(x) ** 2)))
        weight.assign(start)
        assert gradient.numpy()[place] == pytest.approx((moved[0] - moved[1]) / 2e-6, abs=1e-6)


def test_a_weights_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    """What the file holds does not fit the cell that the card names: one clear line."""
    network.save_weights(built("gru"), tmp_path / "a.weights.h5")
    with pytest.raises(UserError, match=r"a\.weights\.h5"):
        read_weights(tmp_path / "a.weights.h5", "lstm")
