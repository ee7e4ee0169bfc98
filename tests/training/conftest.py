"""A small workspace to train on: real code, a few hundred made-up tweets."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.core.workspace import Workspace
from pipeline.text.vocabulary import build

WORDS = [
    "the",
    "a",
    "red",
    "blue",
    "boat",
    "sails",
    "swims",
    "at",
    "noon",
    "on",
    "#sea",
    "@ann",
    "http://t.co/abc",
    "will",
    "be",
    "here",
    "now",
]


def write_corpus(folder: Path, count: int = 300, words: int = 9) -> Workspace:
    """A workspace with a tweet table and a vocabulary; nothing trained; fewer words a tweet than `words`."""
    rng = np.random.default_rng(0)
    texts = [" ".join(rng.choice(WORDS, rng.integers(2, words))) for _ in range(count)]
    splits = np.where(
        np.arange(count) % 10 == 0, "valid", np.where(np.arange(count) % 10 == 1, "test", "train")
    )
    workspace = Workspace(folder)
    folder.mkdir(parents=True, exist_ok=True)
    frame = pd.DataFrame({"tweet_id": [str(k) for k in range(count)], "text": texts, "split": splits})
    frame = frame.assign(author=None, created_at=pd.NaT, cluster_id=np.arange(count))
    frame = frame.assign(is_retweet=False, is_manual_retweet=False, is_truncated=False)
    frame.to_parquet(workspace.tweets, index=False)
    build(texts, 1)[0].save(workspace.vocabulary)
    return workspace


@pytest.fixture(scope="session")
def make_corpus() -> Callable[[Path], Workspace]:
    """The function that writes a small corpus into a folder."""
    return write_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Workspace:
    """A fresh small corpus."""
    return write_corpus(tmp_path / "data" / "small")
