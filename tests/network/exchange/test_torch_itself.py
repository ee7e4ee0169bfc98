"""Networks trained in PyTorch itself, where it is installed: the same states, chances and bits here."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.network.exchange.read import read


def test_trained_in_torch(tmp_path: Path) -> None:
    """LSTM, GRU and RNN learn, are saved and imported: states, chances and bits to 1e-5."""
    pytest.importorskip("torch", reason="PyTorch, which the benchmark compares with, is not installed")
    import exchange
    import torch_networks

    np.save(tmp_path / "ids.npy", exchange.texts()[1])
    torch_networks.make(tmp_path)
    rows = exchange.of_torch(tmp_path)
    assert {row["cell"] for row in rows} == {"LSTM", "GRU", "RNN"}
    assert {layer.cell for layer in read(tmp_path / "GRU.safetensors").layers} == {"gru"}
    for row in rows:
        assert row["bits_theirs"] < row["bits_untrained"] / 2
        assert max(row["states"], row["log_probabilities"]) < 1e-5
        assert row["bits_ours"] == pytest.approx(row["bits_theirs"], abs=1e-5)
