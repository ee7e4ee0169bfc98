"""Weights files and their cards: read as they were written, refused when they do not belong together."""

from pathlib import Path

import h5py
import numpy as np
import pytest
from networks import KINDS, network_of

from pipeline.core.errors import UserError
from pipeline.network.weights import NetworkWeights, kind, read_weights


def write(path: Path, weights: NetworkWeights, name: str) -> None:
    """The groups that Keras makes: the class's name, then the same with a number."""
    with h5py.File(path, "w") as file:
        file["layers/embedding/vars/0"] = weights.embedding
        for number, layer in enumerate(weights.layers):
            arrays = [layer.kernel, layer.recurrent, layer.bias]
            arrays += [] if layer.peephole is None else [layer.peephole]
            for place, values in enumerate(arrays):
                file[f"layers/{name}{f'_{number}' if number else ''}/cell/vars/{place}"] = values
        file["layers/dense/vars/0"], file["layers/dense/vars/1"] = weights.dense, weights.dense_bias


@pytest.mark.parametrize("layers", [1, 4])
@pytest.mark.parametrize(("cell", "activations"), KINDS)
def test_every_kind_is_read_as_it_was_written(
    cell: str, activations: str, layers: int, tmp_path: Path
) -> None:
    """Layers in their order, whatever Keras calls their group, with the kind that was asked for."""
    weights = network_of(cell, activations, layers=layers)
    write(tmp_path / "w.h5", weights, "simple_rnn")
    found = read_weights(tmp_path / "w.h5", cell, activations)
    assert found.shape == weights.shape
    assert [(one.cell, one.activations) for one in found.layers] == [(cell, activations)] * layers
    for ours, theirs in zip(found.layers, weights.layers, strict=True):
        for name in ("kernel", "recurrent", "bias", "peephole"):
            np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name))
    np.testing.assert_array_equal(found.dense, weights.dense)


def test_a_card_of_before_there_were_kinds_is_of_a_standard_lstm() -> None:
    """What a card does not say was so for all networks then."""
    assert kind({}) == ("lstm", "standard")
    assert kind({"cell": "gru", "activations": "hard"}) == ("gru", "hard")


@pytest.mark.parametrize("cell", ["gru", "rnn", "coupled"])
def test_a_file_of_another_kind_is_refused(cell: str, tmp_path: Path) -> None:
    """Columns that do not fit the cell: one line with the file's name."""
    write(tmp_path / "w.h5", network_of(cell), "any")
    with pytest.raises(UserError, match=r"w\.h5 is not a weights file"):
        read_weights(tmp_path / "w.h5")


def test_no_weights_file_is_refused(tmp_path: Path) -> None:
    """Neither a text nor a file without layers is taken."""
    (tmp_path / "a.h5").write_text("no")
    h5py.File(tmp_path / "b.h5", "w").close()
    for name in ("a.h5", "b.h5"):
        with pytest.raises(UserError, match=name):
            read_weights(tmp_path / name)
