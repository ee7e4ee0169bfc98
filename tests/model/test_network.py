"""The network's logits under either precision."""

import numpy as np
import tensorflow as tf

from pipeline.model import network
from pipeline.settings import TrainSettings


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
