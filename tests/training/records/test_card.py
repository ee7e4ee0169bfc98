"""The model card says what the artefacts hold: counted here by hand, and the same bytes each time."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace, sha256
from pipeline.text.vocabulary import build
from pipeline.training.records.card import Trained, memorisation, write

RESULT = {"test_bits_per_char": 1.5, "valid_bits_per_char": 1.25, "step": 40, "steps": 50, "epochs": 2.0}
HISTORY = pd.DataFrame(
    {"step": [10, 44, 46, 50], "train_bits_per_char": [4.0, 2.0, 0.9, 1.1], "valid_bits_per_char": np.nan}
)
TWEETS = pd.DataFrame(
    {
        "tweet_id": list("abcd"),
        "text": ["one", "two two", "three", "😀"],
        "split": ["train", "train", "valid", "test"],
        "created_at": pd.to_datetime(["2019-05-01", "2020-01-31", None, None], utc=True),
        "author": ["ann", "ann", None, "bob"],
        "is_retweet": [True, False, False, False],
        "is_manual_retweet": False,
        "is_truncated": [True, True, False, False],
        "cluster_id": [1, 1, 2, 3],
    }
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Four tweets and a history, as the training leaves them."""
    made = Workspace(tmp_path / "data" / "small")
    made.history.parent.mkdir(parents=True)
    TWEETS.to_parquet(made.tweets, index=False)
    HISTORY.to_parquet(made.history, index=False)
    return made


def _card(workspace: Workspace) -> str:
    trained = Trained(TrainSettings(units=12, seed=3), RESULT, build(["ab"], 1)[0], 1234)
    return write(workspace, trained).read_text(encoding="utf-8")


def test_the_account_is_counted_by_hand(workspace: Workspace) -> None:
    """Tweets and characters of each split, flags, clusters, period, authors, and the corpus's digest."""
    card = _card(workspace)
    rows = re.findall(r"^\| (train|valid|test) \| (.+) \| (.+) \|$", card, re.MULTILINE)
    assert rows == [("train", "2", "10"), ("valid", "1", "5"), ("test", "1", "1")]
    assert "4 tweets, 2019-05 to 2020-01, 2 authors named. 1 retweets, 0 quote-retweets" in card
    assert "2 tweets that were cut. 3 clusters" in card
    assert sha256(workspace.tweets) in card


def test_the_result_stands_with_its_split(workspace: Workspace) -> None:
    """Bits on test and on valid, the size, the seed, the step that was kept."""
    card = _card(workspace)
    assert "**1.500 bits per character on test**, 1.250 on valid" in card
    assert "| parameters | 1,234 |" in card
    assert "| seed | 3 |" in card
    assert "| recurrent layers | 2, of the cell `lstm` |" in card
    assert "| kept | step 40 |" in card


def test_what_is_memorised_is_told_from_the_last_steps() -> None:
    """Of the last tenth of the steps the batches had 0.9 and 1.1: 0.25 below valid."""
    text = " ".join(memorisation(1.25, HISTORY))
    assert "1.000 on train" in text
    assert "0.250" in text


def test_a_race_without_a_row_says_nothing_of_train_bits() -> None:
    """A training so short that no step was logged has no bits on train."""
    empty = HISTORY.assign(train_bits_per_char=np.nan)
    assert "on train" not in " ".join(memorisation(1.25, empty))


def test_the_same_training_writes_the_same_card(workspace: Workspace) -> None:
    """No date, no machine: byte for byte the same."""
    assert _card(workspace) == _card(workspace)


def test_a_stream_has_its_own_account(workspace: Workspace) -> None:
    """One long text is counted in characters, and nothing is said about tweets."""
    workspace.stream.write_text("a" * 1000, encoding="utf-8")
    card = _card(workspace)
    assert "One text of 1,000 characters" in card
    assert "whole tweets" not in card
