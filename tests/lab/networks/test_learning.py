"""Training side by side: the same equations as every pass, one network a seed, the same bytes again."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from pipeline.lab.networks.learning import BACK, both_ways, initial, learn, logits, network
from pipeline.lab.networks.shapes import Recipe, Shape
from pipeline.lab.tasks import counter
from pipeline.lab.tasks.task import Strings
from pipeline.network.cells import CELLS
from pipeline.network.trace import trace

VOCABULARY = counter.TASK.vocabulary

SHAPES = [
    *(Shape(VOCABULARY.size, layers, 5, cell) for cell in CELLS for layers in (1, 2)),
    Shape(VOCABULARY.size, 1, 5, activations="hard"),
    *(Shape(VOCABULARY.size, 1, 5, open_gates=gate) for gate in "ifo"),
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_what_is_trained_is_what_is_read(shape: Shape) -> None:
    """The logits of two networks at once are those of the pass over each one alone."""
    items = counter.strings((1, 3))
    strings = Strings.of(items, VOCABULARY)
    random = np.random.default_rng(1)
    starts = [
        {
            n: (v + 0.3 * random.normal(size=v.shape)).astype(np.float32)
            for n, v in initial(shape, seed).items()
        }
        for seed in (0, 1)
    ]
    together = {name: tf.constant(np.stack([start[name] for start in starts])) for name in starts[0]}
    told = logits(shape, together, tf.constant(strings.read)).numpy()
    for number, start in enumerate(starts):
        weights = network(shape, start)
        hidden = trace(weights, [VOCABULARY.encode(item.text) for item in items])[-1]["h"]
        alone = hidden @ weights.dense + weights.dense_bias
        real = strings.real
        assert told[:, number].transpose(1, 0, 2)[real] == pytest.approx(alone[real], abs=2e-5)


@pytest.fixture(scope="module")
def trained() -> tuple[list, np.ndarray]:
    """Two networks, a hundred steps."""
    strings = Strings.of(counter.strings((1, 2, 3)), VOCABULARY)
    return learn(Shape(VOCABULARY.size, 1, 6), Recipe(100, noise=0.1), strings, (0, 1))


def test_they_learn_and_differ(trained: tuple[list, np.ndarray]) -> None:
    """The loss falls; another seed is another network."""
    networks, losses = trained
    assert losses.shape == (2, 2)
    assert (losses[-1] < losses[0]).all()
    assert np.abs(networks[0].dense - networks[1].dense).max() > 0.1


def test_the_same_seeds_give_the_same_bytes(trained: tuple[list, np.ndarray]) -> None:
    """Trained again, every number is the same."""
    strings = Strings.of(counter.strings((1, 2, 3)), VOCABULARY)
    recipe = Recipe(100, rate=(0.05, 0.05), noise=0.1)  # a rate for each, the same as for all
    again, _ = learn(Shape(VOCABULARY.size, 1, 6), recipe, strings, (0, 1))
    for one, other in zip(trained[0], again, strict=True):
        assert (one.layers[0].kernel == other.layers[0].kernel).all()
        assert (one.dense == other.dense).all()


def test_a_pair_is_a_bidirectional_layer() -> None:
    """Both networks and their sum are Keras's bidirectional LSTM with a dense layer over both halves."""
    shape = Shape(VOCABULARY.size, 1, 5)
    start = {**initial(shape, 0), **{f"{BACK}{n}": v for n, v in initial(shape, 1).items()}}
    random = np.random.default_rng(2)
    start = {n: (v + 0.3 * random.normal(size=v.shape)).astype(np.float32) for n, v in start.items()}
    read = random.integers(0, VOCABULARY.size, (3, 7)).astype(np.int32)
    weights = {name: tf.constant(value[None]) for name, value in start.items()}
    told = both_ways(shape, weights, tf.constant(read)).numpy()[:, 0].transpose(1, 0, 2)
    layer = keras.layers.Bidirectional(keras.layers.LSTM(5, return_sequences=True))
    layer.build((3, 7, VOCABULARY.size))

    def ours(back: str) -> list[np.ndarray]:
        return [start[f"{back}{name}0"] for name in ("kernel", "recurrent", "bias")]  # i, f, candidate, o

    layer.set_weights([*ours(""), *ours(BACK)])
    hidden = layer(np.eye(VOCABULARY.size, dtype=np.float32)[read]).numpy()
    dense = np.concatenate([start["dense"], start[f"{BACK}dense"]])
    wanted = hidden @ dense + start["dense_bias"] + start[f"{BACK}dense_bias"]
    np.testing.assert_allclose(told, wanted, atol=2e-5)
