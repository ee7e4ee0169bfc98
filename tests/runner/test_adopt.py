"""A network of another program in a workspace: the stages that analyse take it for a trained one."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from networks import layer_of

from pipeline.core.errors import UserError
from pipeline.core.screen import Screen
from pipeline.core.workspace import Workspace
from pipeline.network.bits import bits
from pipeline.network.exchange.foreign import Foreign, fitted
from pipeline.network.weights import load_weights
from pipeline.runner.adopt import adopt
from pipeline.runner.configure import Choice, configure
from pipeline.runner.plan import plan
from pipeline.runner.run import Request
from pipeline.text.vocabulary import Vocabulary


def foreign() -> Foreign:
    """Two layers of different sizes over the letters and the space."""
    random = np.random.default_rng(0)
    tokens = (*"abcdefghijklmnopqrstuvwxyz ",)
    layers = (layer_of(random, "gru", "standard", 4, 6, 0.5), layer_of(random, "gru", "standard", 6, 5, 0.5))
    drawn = [random.normal(size=shape).astype(np.float32) for shape in ((27, 4), (5, 27), (27,))]
    return Foreign(tokens, drawn[0], layers, drawn[1], drawn[2], "theirs.safetensors")


def test_it_stands_where_a_trained_network_would(tmp_path: Path) -> None:
    """Corpus and training are up to date, the card's bits are the network's, a second import is refused."""
    raw = tmp_path / "raw.jsonl"
    words = ["the cat sat", "a dog ran far", "no bird sang", "all was still"]
    lines = [
        json.dumps({"text": f"{words[k % 4]} {'abcdefgh'[k % 8]} {'xyzuvw'[k % 6]} {k:b}"})
        for k in range(300)
    ]
    raw.write_text("\n".join(lines))
    workspace = Workspace(tmp_path / "data" / "x")
    asked = Request(tmp_path, workspace, Choice(str(raw)), track=False)
    card = adopt(foreign(), asked, Screen())
    rows = dict(row[:2] for row in plan(workspace, configure(workspace, Choice(), remember=False)))
    assert rows["corpus"] == rows["train"] == "up to date"
    weights, read = load_weights(workspace)
    assert read["imported"] == "theirs.safetensors"
    expected, vocabulary = fitted(foreign())
    assert weights.shape == expected.shape
    assert Vocabulary.load(workspace.vocabulary) == vocabulary
    tweets = pd.read_parquet(workspace.tweets)
    ids = [vocabulary.encode(text) for text in tweets.loc[tweets["split"] == "test", "text"]]
    assert card["test_bits_per_char"] == pytest.approx(bits(weights, ids, [{}]).mean(), rel=1e-5)
    with pytest.raises(UserError, match="has a network already"):
        adopt(foreign(), asked, Screen())
