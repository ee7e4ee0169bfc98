"""A corpus of two words a tweet, so that few shapes are compiled, and a network as small."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace


@pytest.fixture(scope="session")
def short_corpus(make_corpus: Callable[..., Workspace]) -> Callable[[Path], Workspace]:
    """The function that writes such a corpus."""
    return lambda folder: make_corpus(folder, 120, 3)


@pytest.fixture(scope="session")
def small() -> TrainSettings:
    """Everything that the two backends share is switched on."""
    return TrainSettings(
        units=8, embedding=4, batch_characters=512, epochs=50, warmup_steps=5, learning_rate=0.01, seed=3,
        precision="float32", average_decay=0.9, cell_variation=1.0, weight_decay=0.1, evaluate_every=10,
        checkpoint_steps=20, patience=99,
    )  # fmt: skip
