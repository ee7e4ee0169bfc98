"""Keras 2's HDF5: states and log-probabilities equal to Keras's own; textgenrnn is refused by name."""

from collections.abc import Mapping
from pathlib import Path

import h5py
import numpy as np
import pytest
from exchanged import IDS, LETTERS, log_softmax, ours

from pipeline.core.errors import UserError
from pipeline.network.exchange import keras_files

Array = np.ndarray


def _weights(path: Path, layers: Mapping[str, Mapping[str, Array]], version: str = "2.2.4") -> Path:
    """A file as Keras 2 writes one in `save_weights`."""
    with h5py.File(path, "w") as file:
        file.attrs["layer_names"] = [name.encode() for name in layers]
        file.attrs["backend"], file.attrs["keras_version"] = b"tensorflow", version.encode()
        for layer, arrays in layers.items():
            group = file.create_group(layer)
            group.attrs["weight_names"] = [f"{layer}/{name}:0".encode() for name in arrays]
            for name, array in arrays.items():
                group[f"{layer}/{name}:0"] = array
    return path


def _of_textgenrnn(rng: np.random.Generator, ids: int, units: int) -> dict[str, dict[str, Array]]:
    """The layers of its default network (textgenrnn/model.py), of another size."""
    shapes = {"kernel": (100, 4 * units), "recurrent_kernel": (units, 4 * units), "bias": (4 * units,)}
    above = {**shapes, "kernel": (units, 4 * units)}
    wide = 100 + 2 * units
    every = {
        "input": {},
        "embedding": {"embeddings": (ids, 100)},
        "rnn_1": shapes,
        "rnn_2": above,
        "rnn_concat": {},
        "attention": {"attention_W": (wide, 1)},
        "output": {"kernel": (wide, ids), "bias": (ids,)},
    }
    return {
        layer: {name: rng.normal(size=shape).astype(np.float32) for name, shape in arrays.items()}
        for layer, arrays in every.items()
    }


def test_textgenrnn_is_refused_by_what_it_is(tmp_path: Path) -> None:
    """One line: which network, which layer this program has not, and what it takes instead."""
    file = _weights(tmp_path / "textgenrnn_weights.hdf5", _of_textgenrnn(np.random.default_rng(0), 9, 8))
    with pytest.raises(UserError) as caught:
        keras_files.network(file, tuple(LETTERS))
    line = str(caught.value)
    assert "is a textgenrnn network (2 recurrent layers of 8 units)" in line
    assert "attention-weighted average" in line
    assert "\n" not in line


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "SimpleRNN"])
def test_a_model_saved_whole(tmp_path: Path, kind: str) -> None:
    """Keras writes the old format still: hidden states and log-probabilities to 1e-5 of Keras's own."""
    import keras

    keras.utils.set_random_seed(0)
    cell = getattr(keras.layers, kind)
    inputs = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(len(LETTERS), 5)(inputs)
    first = cell(6, return_sequences=True, bias_initializer="uniform")(x)
    second = cell(4, return_sequences=True, bias_initializer="uniform")(first)
    logits = keras.layers.Dense(len(LETTERS), bias_initializer="uniform")(second)
    keras.Model(inputs, logits).save(tmp_path / "model.h5")
    theirs = keras.Model(inputs, [first, second, logits]).predict(IDS[None], verbose=0)
    states, chances, _ = ours(tmp_path / "model.h5", tmp_path)
    for mine, known in zip(states, theirs[:2], strict=True):
        np.testing.assert_allclose(mine[:, : known.shape[2]], known[0], atol=1e-5)
    np.testing.assert_allclose(chances, log_softmax(theirs[2][0]), atol=1e-5)


def test_weights_alone_are_read_where_the_version_says_the_activations(tmp_path: Path) -> None:
    """The same without attention: of Keras 2.3 they are read, of 2.2 refused; one layer more is named."""
    made = _of_textgenrnn(np.random.default_rng(0), len(LETTERS), 8)
    del made["attention"]
    made["output"]["kernel"] = made["output"]["kernel"][:8]
    known = keras_files.network(_weights(tmp_path / "new.h5", made, "2.3.1"), tuple(LETTERS))
    np.testing.assert_array_equal(known.layers[1].recurrent, made["rnn_2"]["recurrent_kernel"])
    np.testing.assert_array_equal(known.embedding, made["embedding"]["embeddings"])
    assert [layer.cell for layer in known.layers] == ["lstm", "lstm"]
    with pytest.raises(UserError, match=r"Keras 2\.2 had others than today"):
        keras_files.network(_weights(tmp_path / "old.h5", made), tuple(LETTERS))
    more = {**made, "hidden": made["output"]}
    with pytest.raises(UserError, match="has the layers embedding, rnn_1, rnn_2, output, hidden"):
        keras_files.network(_weights(tmp_path / "more.h5", more, "2.3.1"), tuple(LETTERS))
