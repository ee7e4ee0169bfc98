"""Files of Keras: states and log-probabilities equal to Keras's own."""

from pathlib import Path

import numpy as np
import pytest
from exchanged import IDS, LETTERS, log_softmax, ours

from pipeline.core.errors import UserError
from pipeline.network.exchange import keras_files


@pytest.mark.parametrize("suffix", [".keras", ".weights.h5"])
@pytest.mark.parametrize("kind", ["LSTM", "GRU", "SimpleRNN"])
def test_keras(tmp_path: Path, kind: str, suffix: str) -> None:
    """Two layers trained for a few steps: hidden states and log-probabilities to 1e-5 of Keras's own."""
    import keras

    keras.utils.set_random_seed(0)
    cell = getattr(keras.layers, kind)
    inputs = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(len(LETTERS), 5)(inputs)
    first = cell(6, return_sequences=True, bias_initializer="uniform")(x)
    second = cell(4, return_sequences=True, bias_initializer="uniform")(first)
    logits = keras.layers.Dense(len(LETTERS))(second)
    model = keras.Model(inputs, logits)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss)
    model.fit(np.tile(IDS[:-1], (8, 1)), np.tile(IDS[1:], (8, 1)), epochs=3, verbose=0)
    file = tmp_path / f"model{suffix}"
    (model.save if suffix == ".keras" else model.save_weights)(file)
    theirs = keras.Model(inputs, [first, second, logits]).predict(IDS[None], verbose=0)
    states, chances, count = ours(file, tmp_path)
    assert count == len(LETTERS)
    for mine, known in zip(states, theirs[:2], strict=True):
        np.testing.assert_allclose(mine[:, : known.shape[2]], known[0], atol=1e-5)
    np.testing.assert_allclose(chances, log_softmax(theirs[2][0]), atol=1e-5)


def test_what_keras_can_and_this_program_cannot(tmp_path: Path) -> None:
    """A bidirectional layer is refused by its name, before any weight is read."""
    import keras

    model = keras.Sequential(
        [
            keras.Input((None, 3)),
            keras.layers.Bidirectional(keras.layers.LSTM(2, return_sequences=True)),
            keras.layers.Dense(3),
        ]
    )
    model.save(tmp_path / "two_ways.keras")
    with pytest.raises(UserError, match="Bidirectional is not supported"):
        keras_files.network(tmp_path / "two_ways.keras", ("a", "b", "c"))
