"""Gradients without a framework, against differences of the cost in float64 and against Keras."""

from collections.abc import Iterator

import keras
import numpy as np
import pytest
import tensorflow as tf
from networks import KINDS, network_of

from pipeline.network.backward.gradient import cost_and_gradient
from pipeline.network.bits import bits
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import BOS, EOS

IDS = [np.array(one, dtype=np.int32) for one in ([3, 7, 5, 3, 10], [], [9, 4, 8])]


def arrays(weights: NetworkWeights) -> Iterator[np.ndarray]:
    """All weights, or all gradients, in one order."""
    yield weights.embedding
    for layer in weights.layers:
        yield from (layer.kernel, layer.recurrent, layer.bias)
        if layer.peephole is not None:
            yield layer.peephole
    yield from (weights.dense, weights.dense_bias)


def loss(weights: NetworkWeights) -> float:
    """Mean nats of a character or an end."""
    return float(bits(weights, IDS, [{}])[0].mean(dtype=np.float64) * np.log(2))


@pytest.mark.parametrize(("cell", "activations"), KINDS)
def test_the_gradient_predicts_how_the_cost_changes(cell: str, activations: str) -> None:
    """Along its own direction, each array changed alone: half the difference of two costs is |g|·step."""
    weights = network_of(cell, activations, units=3, seed=5, scale=0.5)
    costs, gradient = cost_and_gradient(weights, IDS)
    np.testing.assert_allclose(costs, bits(weights, IDS, [{}])[0], atol=1e-5)
    for weight, slope in zip(arrays(weights), arrays(gradient), strict=True):
        size = float(np.sqrt((slope.astype(float) ** 2).sum()))
        step = 0.002 / max(size, 1e-6)
        there, kept = [], weight.copy()
        for sign in (1, -1):
            weight[...] = kept + np.float32(sign * step) * slope
            there.append(loss(weights))
        weight[...] = kept
        assert (there[0] - there[1]) / 2 == pytest.approx(0.002 * size, rel=0.02, abs=1e-6)


def test_the_gradient_is_that_of_keras() -> None:
    """Two stock LSTM layers and automatic differentiation give every number."""
    weights = network_of(units=4, seed=2)
    inputs = np.full((3, 6), BOS)
    targets, real = np.full((3, 6), EOS), np.zeros((3, 6), dtype=bool)
    for row, ids in enumerate(IDS):
        inputs[row, 1 : 1 + len(ids)], targets[row, : len(ids)] = ids, ids
        real[row, : 1 + len(ids)] = True
    stack = [keras.layers.LSTM(4, return_sequences=True) for _ in weights.layers]
    model = keras.Sequential([keras.layers.Embedding(11, 5), *stack, keras.layers.Dense(11)])
    model.build((None, None))
    model.set_weights(list(arrays(weights)))
    with tf.GradientTape() as tape:
        found = tf.boolean_mask(model(tf.constant(inputs)), real)
        nats = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(targets[real], found, True))
    expected = [tf.convert_to_tensor(one).numpy() for one in tape.gradient(nats, model.trainable_variables)]
    for mine, theirs in zip(arrays(cost_and_gradient(weights, IDS)[1]), expected, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=2e-6)
