"""A small network with random weights, its vocabulary, some tweets, and a workspace that holds them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from networks import write_model, write_weights

from pipeline.core.workspace import Workspace
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.text.vocabulary import Vocabulary

LETTERS = 'abcdef #@"XYZ'


def random_weights(size: int, units: int = 5, embedding: int = 4, seed: int = 0) -> NetworkWeights:
    """Two layers of random weights, wide enough that states matter."""
    random = np.random.default_rng(seed)

    def draw(*shape: int) -> np.ndarray:
        return random.normal(0, 0.8, shape).astype(np.float32)

    def layer(inputs: int) -> LayerWeights:
        return LayerWeights(draw(inputs, 4 * units), draw(units, 4 * units), draw(4 * units))

    return NetworkWeights(
        draw(size, embedding), (layer(embedding), layer(units)), draw(units, size), draw(size)
    )


def write_workspace(
    folder: Path, weights: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame, spans: pd.DataFrame
) -> Workspace:
    """A workspace as the stages before leave it."""
    workspace = Workspace(folder)
    write_model(workspace, weights, vocabulary)
    tweets.to_parquet(workspace.tweets)
    spans.to_parquet(workspace.spans)
    return workspace


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """A dozen characters."""
    return Vocabulary(tuple(LETTERS))


@pytest.fixture(scope="session")
def network(vocabulary: Vocabulary) -> NetworkWeights:
    """Random weights for that vocabulary: 2 × 5 units."""
    return random_weights(vocabulary.size)


@pytest.fixture(scope="session")
def make_network(vocabulary: Vocabulary) -> Callable[..., NetworkWeights]:
    """Networks of other seeds and sizes for that vocabulary."""
    return lambda **changes: random_weights(vocabulary.size, **changes)


@pytest.fixture(scope="session")
def save_network() -> Callable[[Path, NetworkWeights], None]:
    """Writes a weights file."""
    return write_weights


@pytest.fixture(scope="session")
def tweets() -> pd.DataFrame:
    """90 tweets of 4 to 30 random letters: 50 train, 15 valid, 25 test."""
    random = np.random.default_rng(7)
    texts = ["".join(random.choice(list(LETTERS), random.integers(4, 31))) for _ in range(90)]
    split = ["train"] * 50 + ["valid"] * 15 + ["test"] * 25
    return pd.DataFrame({"tweet_id": [f"t{n}" for n in range(90)], "text": texts, "split": split})


def spans_where(tweets: pd.DataFrame, concept: str, letters: str) -> pd.DataFrame:
    """Spans of the runs of some letters."""
    rows = []
    for tweet in tweets.itertuples():
        marked = np.array([letter in letters for letter in tweet.text] + [False], dtype=int)
        change = np.diff(marked, prepend=0)
        pairs = zip(np.flatnonzero(change == 1), np.flatnonzero(change == -1), strict=True)
        rows += [(tweet.tweet_id, concept, start, end, "rule") for start, end in pairs]
    return pd.DataFrame(rows, columns=["tweet_id", "concept", "start", "end", "source"])


@pytest.fixture(scope="session")
def find_runs() -> Callable[..., pd.DataFrame]:
    """Makes a concept of the runs of some letters."""
    return spans_where


@pytest.fixture(scope="session")
def spans(tweets: pd.DataFrame) -> pd.DataFrame:
    """Two concepts: all_caps (X, Y, Z) and hashtag (#)."""
    return pd.concat([spans_where(tweets, "all_caps", "XYZ"), spans_where(tweets, "hashtag", "#")])


@pytest.fixture
def workspace(
    tmp_path: Path,
    network: NetworkWeights,
    vocabulary: Vocabulary,
    tweets: pd.DataFrame,
    spans: pd.DataFrame,
) -> Workspace:
    """All of it on disk."""
    return write_workspace(tmp_path / "toy", network, vocabulary, tweets, spans)
