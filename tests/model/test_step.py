"""The loss of a training step and its gradient."""

import numpy as np
import tensorflow as tf

from pipeline.model.batches import IGNORE
from pipeline.model.step import cross_entropy, negative_log_likelihood


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
