"""Networks as files: everything comes back, a damaged file is one line."""

from pathlib import Path

import built
import numpy as np
import pytest

from pipeline.core.errors import UserError
from pipeline.lab import store
from pipeline.lab.tasks import counter

VOCABULARY = counter.TASK.vocabulary


@pytest.fixture
def trained() -> tuple[list, np.ndarray]:
    """Two networks and their losses."""
    return [built.noisy(built.counting(units=6), seed) for seed in (0, 1)], np.zeros((2, 2), np.float32)


def test_a_file_gives_back_what_was_saved(tmp_path: Path, trained: tuple[list, np.ndarray]) -> None:
    """Every array, the cell, and the mark of what made it."""
    path = tmp_path / "two.safetensors"
    store.save(path, *trained, "made by a test")
    for one, other in zip(trained[0], store.load(path), strict=True):
        assert (one.layers[0].recurrent == other.layers[0].recurrent).all()
        assert (one.dense_bias == other.dense_bias).all()
        assert one.layers[0].cell == other.layers[0].cell
    assert store.made_by(path) == "made by a test"


def test_a_damaged_file_is_one_line(tmp_path: Path) -> None:
    """And so is a missing one; neither counts as done."""
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(b"12345678 no safetensors")
    for path, words in ((damaged, "is damaged"), (tmp_path / "none.safetensors", "run `make lab` first")):
        with pytest.raises(UserError, match=words):
            store.load(path)
        assert store.made_by(path) is None
