"""What is written is read back."""

from pathlib import Path

import pytest
from exchanged import LETTERS, equal
from networks import network_of
from safetensors.numpy import load_file

from pipeline.network.cells import CELLS
from pipeline.network.exchange import write
from pipeline.network.exchange.foreign import fitted
from pipeline.network.exchange.read import read
from pipeline.network.weights import read_weights
from pipeline.text.vocabulary import Vocabulary


@pytest.mark.parametrize("cell", CELLS)
def test_what_is_written_is_read_back(tmp_path: Path, cell: str) -> None:
    """Safetensors and the weights file hold the network bit for bit, its vocabulary, and nothing else."""
    network = network_of(cell, layers=3, size=len(LETTERS) + 3)
    known = Vocabulary(tuple(LETTERS))
    write.safetensors(network, known, tmp_path / "n.safetensors")
    back, characters = fitted(read(tmp_path / "n.safetensors"))
    assert characters == known
    equal(network, back)
    write.keras_weights(network, tmp_path / "n.weights.h5")
    equal(network, read_weights(tmp_path / "n.weights.h5", cell))
    torch_like = "embedding.weight" in load_file(tmp_path / "n.safetensors")
    assert torch_like == (cell in ("lstm", "gru", "rnn"))
