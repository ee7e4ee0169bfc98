"""A small network with random weights, and tweets made of a few words, for the tests of this room."""

import string
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from networks import write_model

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import SamplesSettings
from pipeline.core.workspace import Workspace
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.samples import stage
from pipeline.text.vocabulary import EOS, Vocabulary, build
from pipeline.tracking.tracker import NullTracker

SETTINGS = SamplesSettings(
    count=60, max_length=60, quality_count=25, temperatures=(0.7, 1.0), questions=5, seed=4, candidates=30
)


def run(workspace: Workspace, **changed: object) -> dict:
    """The stage `samples` with small settings; its counts."""
    return stage.run(SETTINGS.model_copy(update=changed), workspace, NullTracker(), QuietScreen())


def random_network(
    vocabulary: Vocabulary, units: int = 24, seed: int = 0, end: float = 1.5
) -> NetworkWeights:
    """Two layers of random weights; `end` is added to the logit of EOS, so that tweets are short."""
    random = np.random.default_rng(seed)

    def draw(*shape: int) -> np.ndarray:
        return random.normal(0, 1 / np.sqrt(shape[0]), shape).astype(np.float32)

    bias = np.zeros(vocabulary.size, dtype=np.float32)
    bias[EOS] = end
    layers = tuple(
        LayerWeights(draw(width, 4 * units), draw(units, 4 * units), draw(4 * units, 1)[:, 0])
        for width in (8, units)
    )
    return NetworkWeights(4 * draw(vocabulary.size, 8), layers, 3 * draw(units, vocabulary.size), bias)


@pytest.fixture(scope="session")
def make_network() -> Callable[..., NetworkWeights]:
    return random_network


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary(tuple(string.ascii_letters + string.digits + " #@:/._!\"'é…"))


@pytest.fixture(scope="session")
def network(vocabulary: Vocabulary) -> NetworkWeights:
    return random_network(vocabulary)


@pytest.fixture(scope="session")
def tweets() -> list[str]:
    """600 sentences from a small grammar, with entities; some alike, none the same object twice."""
    random = np.random.default_rng(7)
    who = ["the mayor", "my sister", "@anna_b", "our baker", "@tom", "nobody", "the band", "a fox"]
    does = ["sees", "likes", "buys", "forgets", "paints", "reviews"]
    what = ["bread", "the harbour", "#sunset", "an old song", "https://t.co/Abc123defG", "the new bridge"]
    ends = ["today.", "again!", "in May", '"at last"', "#news", "with friends", "…"]
    return [" ".join(str(random.choice(part)) for part in (who, does, what, ends)) for _ in range(600)]


@pytest.fixture(scope="session")
def write_workspace(tweets: list[str]) -> Callable[..., Workspace]:
    """Writes a workspace with a corpus and a network that has learnt nothing."""

    def write(folder: Path) -> Workspace:
        workspace = Workspace(folder)
        split = ["train"] * 480 + ["valid"] * 60 + ["test"] * 60
        ids = [f"{1000 + n}" for n in range(600)]
        folder.mkdir(parents=True, exist_ok=True)
        pd.DataFrame({"tweet_id": ids, "text": tweets, "split": split}).to_parquet(workspace.tweets)
        vocabulary, _ = build(tweets, 1)
        write_model(workspace, random_network(vocabulary), vocabulary)
        return workspace

    return write
