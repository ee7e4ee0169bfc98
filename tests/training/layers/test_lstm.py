"""The fast layer gives what stock Keras gives: outputs, states and every gradient."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from pipeline.training.layers import lstm

TOLERANCE = 1e-5


def _pair(units: int, **options: object) -> tuple[keras.layers.Layer, keras.layers.Layer]:
    """A stock layer and a fast one with the same weights, biases not zero, the same in every run.

    With one unit a gradient can be a difference of nearly equal terms, whose rounding is large beside it.
    """
    keras.utils.set_random_seed(units)
    stock = keras.layers.LSTM(units, return_sequences=True, return_state=True, **options)
    fast = lstm.LSTM(units, return_sequences=True, return_state=True, **options)
    for layer in (stock, fast):
        layer.build((None, None, 7))
    rng = np.random.default_rng(units)
    weights = [w + rng.normal(0, 0.2, w.shape).astype(np.float32) for w in stock.get_weights()]
    stock.set_weights(weights)
    fast.set_weights(weights)
    return stock, fast


def _drawn(seed: int, tweets: int, steps: int, units: int) -> tuple[tf.Tensor, list[tf.Tensor], tf.Tensor]:
    """Inputs, initial states h and c, and a weight in the loss for each output."""
    rng = np.random.default_rng(seed)
    x = tf.constant(rng.normal(size=(tweets, steps, 7)), tf.float32)
    states = [tf.constant(rng.normal(size=(tweets, units)), tf.float32) for _ in range(2)]
    return x, states, tf.constant(rng.normal(size=(tweets, steps, units)), tf.float32)


def _results(layer: keras.layers.Layer, x: tf.Tensor, states: list[tf.Tensor], weigh: tf.Tensor) -> list:
    """Outputs, last states, and gradients of a loss that touches all of them."""
    with tf.GradientTape() as tape:
        tape.watch([x, *states])
        y, h, c = layer(x, initial_state=states)
        loss = tf.reduce_sum(y * weigh) + tf.reduce_sum(h**2) + tf.reduce_sum(c**3)
    return [y, h, c, *tape.gradient(loss, [x, *states, *layer.trainable_weights])]


def _assert_close(expected: list, found: list, tolerance: float = TOLERANCE) -> None:
    for a, b in zip(expected, found, strict=True):
        scale = float(tf.reduce_max(tf.abs(a))) or 1.0
        assert float(tf.reduce_max(tf.abs(a - b))) <= tolerance * scale


@pytest.mark.parametrize(
    ("tweets", "steps", "units"), [(5, 9, 11), (1, 9, 4), (3, 1, 8), (1, 1, 1), (8, 60, 32)]
)
def test_outputs_states_and_gradients_equal_stock_keras(tweets: int, steps: int, units: int) -> None:
    """For several shapes, also one step and one tweet, with initial states given."""
    stock, fast = _pair(units)
    x, states, weigh = _drawn(0, tweets, steps, units)
    _assert_close(_results(stock, x, states, weigh), _results(fast, x, states, weigh))


def test_ragged_tweets_equal_stock_keras_under_its_mask() -> None:
    """Padding on the right changes nothing at the true positions, nor any gradient."""
    rng = np.random.default_rng(1)
    stock, fast = _pair(6)
    lengths = np.array([7, 3, 5])
    mask = tf.sequence_mask(lengths, 7)
    x = tf.constant(rng.normal(size=(3, 7, 7)), tf.float32)
    weigh = tf.cast(mask, tf.float32)[..., None] * rng.normal(size=(3, 7, 6)).astype(np.float32)
    gradients = []
    for layer, options in ((stock, {"mask": mask}), (fast, {})):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x, **options)[0] * tf.cast(mask, tf.float32)[..., None]
            loss = tf.reduce_sum(y * weigh)
        gradients.append([y, *tape.gradient(loss, [x, *layer.trainable_weights])])
    _assert_close(*gradients)


def test_two_layers_stacked_equal_stock_keras() -> None:
    """The gradient passes through a second layer as it does in stock Keras."""
    rng = np.random.default_rng(2)
    ids = tf.constant(rng.integers(0, 20, (4, 12)), tf.int32)
    models = []
    for kind in (keras.layers.LSTM, lstm.LSTM):
        layers = [
            keras.layers.Embedding(20, 7),
            kind(9, return_sequences=True),
            kind(9, return_sequences=True),
        ]
        models.append(keras.Sequential([*layers, keras.layers.Dense(20)]))
        models[-1](ids)
    models[1].set_weights(models[0].get_weights())
    found = []
    for model in models:
        with tf.GradientTape() as tape:
            loss = keras.losses.sparse_categorical_crossentropy(ids, model(ids), from_logits=True)
        found.append([tf.convert_to_tensor(g) for g in tape.gradient(loss, model.trainable_weights)])
    _assert_close(*found)


def test_gradient_equals_finite_differences() -> None:
    """In float64 by hand: a small case, each weight moved by itself."""
    rng = np.random.default_rng(3)
    arrays = [rng.normal(size=shape) for shape in [(2, 3, 2), (2, 3), (2, 3), (2, 12), (3, 12), (12,)]]
    tensors = [tf.constant(a, tf.float32) for a in arrays]
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        hidden, c = lstm.sequence(*tensors)
        loss = tf.reduce_sum(hidden**2) + tf.reduce_sum(c)
    for position, gradient in enumerate(tape.gradient(loss, tensors)):
        flat = gradient.numpy().ravel()
        for k in range(0, flat.size, max(1, flat.size // 5)):
            assert flat[k] == pytest.approx(_difference(arrays, position, k), rel=2e-3, abs=2e-4)


def _difference(arrays: list[np.ndarray], position: int, k: int) -> float:
    """The central difference of the loss by one number, the LSTM written out in float64."""
    values = []
    for shift in (1e-5, -1e-5):
        moved = [a.copy() for a in arrays]
        moved[position].flat[k] += shift
        x, h, c, kernel, recurrent, bias = moved
        total = 0.0
        for step in x.transpose(1, 0, 2):
            i, f, g, o = np.split(step @ kernel + h @ recurrent + bias, 4, 1)
            i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
            c = f * c + i * np.tanh(g)
            h = o * np.tanh(c)
            total += (h**2).sum()
        values.append(total + c.sum())
    return (values[0] - values[1]) / 2e-5


@pytest.mark.parametrize(
    "options", [{"go_backwards": True}, {"activation": "relu"}, {"use_bias": False}, {"dropout": 0.3}]
)
def test_unusual_options_fall_back_to_stock(options: dict) -> None:
    """Where the conditions of the fast loop do not hold, the layer is the stock layer."""
    stock = keras.layers.LSTM(5, return_sequences=True, **options)
    fast = lstm.LSTM(5, return_sequences=True, **options)
    x = tf.constant(np.random.default_rng(4).normal(size=(2, 6, 7)), tf.float32)
    stock(x), fast(x)
    fast.set_weights(stock.get_weights())
    assert np.allclose(stock(x), fast(x), atol=1e-6)
    assert not fast.is_plain(None, training=True)


def test_weights_file_and_configuration_load_into_stock_keras(tmp_path) -> None:
    """A model trained with one loads into the other."""
    ids = np.arange(12, dtype=np.int32).reshape(2, 6)
    built = []
    for kind in (lstm.LSTM, keras.layers.LSTM):
        inputs = keras.Input((None,), dtype="int32")
        x = kind(5, return_sequences=True)(keras.layers.Embedding(12, 3)(inputs))
        built.append(keras.Model(inputs, x))
    fast, stock = built
    fast.save_weights(tmp_path / "a.weights.h5")
    stock.load_weights(tmp_path / "a.weights.h5")
    assert np.allclose(fast(ids), stock(ids), atol=1e-6)
    assert fast.layers[2].get_config().keys() == stock.layers[2].get_config().keys()


def test_bfloat16_stays_near_float32() -> None:
    """Rounded operands change the result by about their precision (2⁻⁸), not more."""
    rng = np.random.default_rng(5)
    shapes = [(4, 20, 8), (4, 16), (4, 16), (8, 64), (16, 64), (64,)]
    tensors = [tf.constant(rng.normal(0, 0.3, shape), tf.float32) for shape in shapes]
    exact, rounded = (lstm.sequence(*tensors, dtype=d)[0] for d in (tf.float32, tf.bfloat16))
    assert 0 < float(tf.reduce_max(tf.abs(exact - rounded))) < 0.03


@pytest.mark.parametrize(("tweets", "steps", "units"), [(5, 9, 11), (1, 1, 3), (8, 60, 32)])
def test_the_pull_adds_the_gradient_of_the_cells_total_variation(tweets: int, steps: int, units: int) -> None:
    """Beside automatic differentiation of Σ |c_t − c_{t−1}| over stock Keras's cell, step by step."""
    stock, fast = _pair(units)
    x, states, weigh = _drawn(6, tweets, steps, units)
    pull = 0.7
    with tf.GradientTape() as tape:
        tape.watch([x, *states])
        state, loss = states, tf.constant(0.0)
        for t in range(steps):
            y, after = stock.cell(x[:, t], state)
            loss += tf.reduce_sum(y * weigh[:, t]) + pull * tf.reduce_sum(tf.abs(after[1] - state[1]))
            state = after
    expected = tape.gradient(loss, [x, *states, *stock.trainable_weights])
    with tf.GradientTape() as tape:
        tape.watch([x, *states])
        hidden, _, _ = fast.steps(tf.transpose(x, (1, 2, 0)), *states, pull)
        loss = tf.reduce_sum(tf.transpose(hidden, (2, 0, 1)) * weigh)
    _assert_close(expected, tape.gradient(loss, [x, *states, *fast.trainable_weights]))
