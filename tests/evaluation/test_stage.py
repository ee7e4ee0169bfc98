"""The stage of bits: it adds up to what training said, or is refused."""

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from networks import costs_by_hand, network_of, write_model

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen, Screen
from pipeline.core.settings import BitsSettings
from pipeline.core.workspace import Workspace, read_json, write_json
from pipeline.evaluation import ppm, stage
from pipeline.network.weights import read_weights
from pipeline.text import ngram
from pipeline.text.sample import sampled
from pipeline.text.tweets import drawn
from pipeline.text.vocabulary import Vocabulary, build
from pipeline.tracking.tracker import NullTracker

SPANS = pd.DataFrame(
    [("t45", "proper_noun", 0, 3), ("t45", "hashtag", 9, 12), ("t45", "quotation", 6, 12)],
    columns=["tweet_id", "concept", "start", "end"],
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Tweets with spans, a network with random weights, and a card that says what it scores."""
    made = Workspace(tmp_path / "small")
    random = np.random.default_rng(4)
    texts = ["".join(random.choice(list("abcd #@"), random.integers(0, 40))) for _ in range(60)]
    texts[50] = "☃" + texts[50]  # a character outside the vocabulary
    split = ["train"] * 40 + ["test"] * 20
    frame = pd.DataFrame({"tweet_id": [f"t{n}" for n in range(60)], "text": texts, "split": split})
    frame["created_at"] = pd.Timestamp("2020-01-01", tz="UTC") + pd.to_timedelta(random.permutation(60), "h")
    known = build(texts, 2)[0]
    weights = network_of(size=known.size, units=5, seed=3, scale=0.8)
    made.folder.mkdir()
    frame.to_parquet(made.tweets)
    SPANS.to_parquet(made.spans)
    costs = [cost for text in texts[40:] for cost in costs_by_hand(weights, known.encode(text))]
    write_model(made, weights, known, test_bits_per_char=float(np.mean(costs)))
    return made


def test_the_stage_adds_up_to_what_training_said(workspace: Workspace) -> None:
    """The first row is `model.json`'s figure and the n-gram model's own; the ends are scored as ends."""
    counts = stage.run(BitsSettings(), workspace, NullTracker(), QuietScreen())
    table = pd.read_parquet(workspace.bits)
    whole = table.iloc[0]
    frame, known = pd.read_parquet(workspace.tweets), Vocabulary.load(workspace.vocabulary)
    texts = [known.decode(known.encode(text)) for text in frame["text"]]
    weights = read_weights(workspace.weights)
    assert whole["symbols"] == counts["symbols"] == sum(len(text) + 1 for text in texts[40:])
    assert whole["lstm"] == pytest.approx(read_json(workspace.model)["test_bits_per_char"], rel=1e-5)
    model = ngram.train(texts[:40], stage.ORDER)
    assert whole["ngram"] == pytest.approx(ngram.bits_per_char(model, texts[40:]))
    assert whole["ppm"] == pytest.approx(ppm.bits(texts[:40], texts[40:]).mean())
    assert whole["ppm_adaptive"] == pytest.approx(ppm.adaptive_bits_per_char(texts[:40], texts[40:]))
    ids = map(known.encode, frame["text"][40:])
    network = np.exp2(-np.concatenate([costs_by_hand(weights, one) for one in ids]))
    rival = ngram.probabilities(ngram.train(texts[:40], 12, known.size - 1), texts[40:])
    assert whole["mix"] == pytest.approx(-np.log2((network + rival) / 2).mean())  # no valid tweets: half each
    assert table[["dynamic", "dynamic_saved"]].isna().all(axis=None)
    ends = [costs_by_hand(weights, known.encode(text))[-1] for text in frame["text"][40:]]
    assert table.set_index("name").loc["end", "lstm"] == pytest.approx(np.mean(ends), rel=1e-5)


def test_of_a_large_corpus_the_other_models_read_a_sample(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The check is of all test tweets, the table of those in the sample, and a line says so."""
    monkeypatch.setattr(stage, "drawn", partial(drawn, most=30))
    counts = stage.run(BitsSettings(), workspace, NullTracker(), Screen())
    frame, known = pd.read_parquet(workspace.tweets), Vocabulary.load(workspace.vocabulary)
    some = sampled(frame, 30)
    weights, held_out = read_weights(workspace.weights), some.loc[some["split"] == "test", "text"]
    costs = [cost for text in held_out for cost in costs_by_hand(weights, known.encode(text))]
    whole = pd.read_parquet(workspace.bits).iloc[0]
    assert counts["tweets"] == 30
    assert whole["symbols"] == len(costs)
    assert whole["lstm"] == pytest.approx(np.mean(costs), rel=1e-5)
    assert "the other models read 30 of 60 tweets" in "".join(capsys.readouterr())


def test_another_corpus_than_the_one_trained_on_is_refused(workspace: Workspace) -> None:
    """Figures that do not add up are never written."""
    write_json(workspace.model, {**read_json(workspace.model), "test_bits_per_char": 1.0})
    with pytest.raises(UserError, match=r"run `make train` again"):
        stage.run(BitsSettings(), workspace, NullTracker(), QuietScreen())
    assert not workspace.bits.exists()


def test_missing_spans_name_their_target(workspace: Workspace) -> None:
    """One line that says what to run."""
    workspace.spans.unlink()
    with pytest.raises(UserError, match="make analyze NAME=small"):
        stage.run(BitsSettings(), workspace, NullTracker(), QuietScreen())


def test_dynamic_evaluation_runs_by_itself_where_the_test_tweets_are_newer(workspace: Workspace) -> None:
    """Without valid tweets no rate can be chosen, so nothing is learnt and nothing saved, in every row."""
    frame = pd.read_parquet(workspace.tweets)
    frame["created_at"] = pd.Timestamp("2020-01-01", tz="UTC") + pd.to_timedelta(np.arange(60), "h")
    frame.to_parquet(workspace.tweets)
    counts = stage.run(BitsSettings(), workspace, NullTracker(), QuietScreen())
    table = pd.read_parquet(workspace.bits)
    np.testing.assert_allclose(table["dynamic"], table["lstm"], rtol=1e-5)
    np.testing.assert_allclose(table["dynamic_saved"], 0, atol=1e-5)
    assert counts["dynamic"] == {"rate": 0.0, "decay": 0.0, "scaled": 0, "tweets": 20}
