"""Dropout and dropped weights: drawn from seed and step alone, the same at every character."""

import numpy as np
import pytest
import tensorflow as tf

from pipeline.core.settings import TrainSettings
from pipeline.training import model as network
from pipeline.training.layers.masks import Masks
from pipeline.training.layers.recurrent import layers

CHARACTERS = 20


def masks(step: int = 3, part: int = 0, **settings: float) -> Masks:
    return Masks(TrainSettings(units=16, embedding=8, **settings), tf.constant(step, tf.int64), part)


@pytest.mark.parametrize("lanes", [0, 2])
def test_a_unit_of_a_tweet_is_off_at_every_character_or_at_none(lanes: int) -> None:
    """On ones: a value is 0 or 1 / (1 − rate), the same along time; the share of zeros is the rate."""
    shape = [(40, 7, 50), (7, 50, 40)][lanes == 2]
    time = (lanes + 1) % 3
    after = masks(dropout=0.3).outputs(tf.ones(shape), 1, lanes).numpy()
    np.testing.assert_allclose(np.unique(after), [0, 1 / 0.7], rtol=1e-6)
    np.testing.assert_array_equal(after, np.repeat(after.take([0], time), 7, time))
    off = (after.take(0, time) == 0).mean()
    assert abs(off - 0.3) < 4 * np.sqrt(0.3 * 0.7 / 2000)


def test_masks_come_from_seed_step_layer_and_part() -> None:
    """The same four give the same mask; any other gives another. Weights are shared by the parts."""
    x, kernel = tf.ones((16, 8, 16)), tf.ones((16, 64))

    def drawn(given: Masks, layer: int = 0) -> bytes:
        return given.outputs(x, layer, 2).numpy().tobytes()

    rates = {"dropout": 0.4, "weight_drop": 0.4}
    first = drawn(masks(**rates))
    assert first == drawn(masks(**rates))
    others = [masks(step=4, **rates), masks(part=1, **rates), masks(seed=1, **rates)]
    assert first not in [drawn(masks(**rates), 1), *map(drawn, others)]
    weights = [one.weights(kernel, 0).numpy().tobytes() for one in (masks(**rates), *others)]
    assert weights[0] == weights[2]
    assert len(set(weights)) == 3


def test_a_network_with_dropped_weights_is_keras_with_these_weights_at_zero() -> None:
    """Logits and all gradients, which are those of the masked kernel times the mask."""
    given = masks(weight_drop=0.5)
    model = network.build(CHARACTERS, given.settings)
    ids = tf.constant(np.random.default_rng(1).integers(0, CHARACTERS, (5, 9)), tf.int32)
    whole = model.get_weights()
    with tf.GradientTape() as tape:
        logits, _ = network.forward(model, ids, masks=given)
        loss = tf.reduce_sum(tf.sin(logits))
    found = tape.gradient(loss, model.trainable_variables)
    kept = {id(layer.cell.recurrent_kernel): k for k, layer in enumerate(layers(model))}
    factors = [
        given.weights(tf.ones(v.shape), kept[id(v)]).numpy() if id(v) in kept else 1.0
        for v in model.trainable_variables
    ]
    assert sum(np.size(one) > 1 for one in factors) == 2
    model.set_weights([w * f for w, f in zip(whole, factors, strict=True)])
    with tf.GradientTape() as tape:
        theirs = model(ids)
        loss = tf.reduce_sum(tf.sin(theirs))
    expected = tape.gradient(loss, model.trainable_variables)
    np.testing.assert_allclose(tf.transpose(logits, (1, 0, 2)), theirs, atol=1e-5)
    for ours, stock, factor in zip(found, expected, factors, strict=True):
        np.testing.assert_allclose(
            tf.convert_to_tensor(ours), tf.convert_to_tensor(stock) * factor, atol=2e-4
        )


def test_nothing_is_drawn_at_rate_0() -> None:
    """The tensors come back themselves, so that training without masks costs what it did."""
    x = tf.ones((3, 4, 5))
    assert masks().outputs(x, 0, 2) is x
    assert masks().weights(x, 0) is x


def test_weights_are_dropped_in_standard_cells_alone() -> None:
    """Another cell would train without it and not say so."""
    with pytest.raises(ValueError, match="only standard LSTM cells know it"):
        TrainSettings(cell="gru", weight_drop=0.1)
