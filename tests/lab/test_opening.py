"""Any network of the lab as a workspace that the explorer reads."""

from pathlib import Path

import built
import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import Workspace
from pipeline.lab import opening, store
from pipeline.lab.networks.learning import initial, network
from pipeline.lab.networks.shapes import Shape
from pipeline.lab.store import Lab
from pipeline.lab.tasks import counter, memoriser
from pipeline.network.weights import load_weights


@pytest.mark.parametrize(("cell", "layers"), [("lstm", 2), ("peephole", 1), ("gru", 1), ("rnn", 3)])
def test_what_is_written_is_what_is_read(tmp_path: Path, cell: str, layers: int) -> None:
    """By the reader of every other room: the same arrays, the same kind of cell, the task's vocabulary."""
    shape = Shape(counter.TASK.vocabulary.size, layers, 4, cell)
    weights = network(shape, initial(shape, 0))
    opening.write(Workspace(tmp_path), weights, counter.TASK, "untrained")
    read, card = load_weights(Workspace(tmp_path))
    assert card["about"] == "Counter: aⁿXbⁿ; untrained"
    assert np.array_equal(read.dense, weights.dense)
    for one, other in zip(read.layers, weights.layers, strict=True):
        assert (one.cell, one.activations) == (cell, "standard")
        assert np.array_equal(one.kernel, other.kernel)
        assert np.array_equal(one.recurrent, other.recurrent)
        assert (one.peephole is None) == (cell != "peephole")


def test_a_page_of_a_network(tmp_path: Path) -> None:
    """With learned and longer strings; its title is the network's name."""
    lab = Lab(Workspace(tmp_path / "lab"))
    losses = np.zeros((1, 1), np.float32)
    store.save(lab.networks("memoriser", "hard"), [built.remembering("hard")] * 2, losses, "mark")
    path = opening.page(lab, "memoriser-hard-1", QuietScreen())
    assert "memoriser-hard-1" in path.read_text(encoding="utf-8")
    tweets = pd.read_parquet(Workspace(path.parent.parent).tweets)
    learned = {item.text for item in memoriser.TASK.training}
    assert set(tweets.loc[tweets["split"] == "train", "text"]) == learned
    assert not learned & set(tweets.loc[tweets["split"] == "test", "text"])


def test_names() -> None:
    """Each name leads back to its network; another one is refused with those that there are."""
    assert all(
        f"{task.name}-{kind}-{seed}" == name
        for name in opening.names()
        for task, kind, seed in [opening.named(name)]
    )
    for wrong in ("counter-noisy-99", "counter-noisy-", "tweets-0"):
        with pytest.raises(UserError, match="counter-noisy"):
            opening.named(wrong)
