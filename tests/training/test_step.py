"""The loss of a training step and its gradient."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from pipeline.core.settings import TrainSettings
from pipeline.training.batches import IGNORE
from pipeline.training.layers.recurrent import layers
from pipeline.training.model import build
from pipeline.training.step import cross_entropy, negative_log_likelihood, stream_step, training_step


def test_the_loss_and_its_gradient_are_tensorflows() -> None:
    """On random logits, beside TensorFlow's own sparse cross-entropy; padding counts nothing."""
    rng = np.random.default_rng(0)
    logits = tf.constant(rng.normal(0, 8, (6, 5, 30)), tf.float32)
    targets = rng.integers(0, 30, (6, 5)).astype(np.int32)
    padding = rng.random((6, 5)) < 0.2
    upstream = tf.constant(rng.normal(size=(6, 5)), tf.float32)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(logits)
        theirs = tf.nn.sparse_softmax_cross_entropy_with_logits(targets, logits)
        theirs = tf.where(padding, 0.0, theirs)
        ours = negative_log_likelihood(logits, tf.constant(np.where(padding, IGNORE, targets)))
        losses = [tf.reduce_sum(one * upstream) for one in (ours, theirs)]
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)
    found, expected = (tape.gradient(loss, logits) for loss in losses)
    np.testing.assert_allclose(found, expected, atol=1e-6)
    assert not found.numpy()[padding].any()


def test_an_impossible_target_costs_much_and_not_everything() -> None:
    """Where p underflows, the loss stays finite and its gradient pulls the target up; NaN stays NaN."""
    logits = tf.constant([[0.0, 200.0], [np.nan, 0.0]])
    with tf.GradientTape() as tape:
        tape.watch(logits)
        losses = cross_entropy(logits, tf.constant([0, 0]))
    assert 87 < float(losses[0]) < 88
    np.testing.assert_allclose(tape.gradient(losses, logits)[0], [-1, 1])
    assert np.isnan(float(losses[1]))


@pytest.mark.parametrize("kind", ["tweets", "stream"])
def test_the_variation_of_cells_is_weighed_per_unit_and_target(kind: str) -> None:
    """The norm of a step's gradient is that of the loss written out with stock Keras's cells."""
    settings = TrainSettings(
        units=6, embedding=5, cell_variation=2.5, precision="float32", learning_rate=1e-9
    )
    rng = np.random.default_rng(1)
    model = build(9, settings)
    inputs, targets = (tf.constant(rng.integers(0, 9, (4, 7)), tf.int32) for _ in range(2))
    with tf.GradientTape() as tape:
        x, variation = model.get_layer("embedding")(inputs), tf.constant(0.0)
        for layer in layers(model):
            cell, state, outputs = layer.cell, [tf.zeros((4, 6))] * 2, []
            for t in range(7):
                y, after = cell(x[:, t], state)
                variation += tf.reduce_sum(tf.abs(after[1] - state[1]))
                outputs.append(y)
                state = after
            x = tf.stack(outputs, 1)
        nats = tf.nn.sparse_softmax_cross_entropy_with_logits(targets, model.get_layer("dense")(x))
        loss = tf.reduce_mean(nats) + 2.5 * variation / (6 * 28)
    gradients = tape.gradient(loss, model.trainable_variables)
    expected = tf.linalg.global_norm([tf.convert_to_tensor(one) for one in gradients])
    optimizer = keras.optimizers.SGD(1e-9)
    if kind == "tweets":
        mean, norm = training_step(model, optimizer, [], settings)(inputs, targets)
    else:
        states = [[[tf.zeros((2, 6))] * 2] * 2] * 2
        mean, norm, _ = stream_step(model, optimizer, [], settings)(inputs, targets, states)
    np.testing.assert_allclose(norm, expected, rtol=1e-5)
    np.testing.assert_allclose(mean, tf.reduce_mean(nats), rtol=1e-5)
