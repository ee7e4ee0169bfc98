"""Training learns, and says one line when it cannot go on; what it writes is checked when read."""

import math
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from networks import costs_by_hand

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace, read_json
from pipeline.network import bits as network_bits
from pipeline.network.weights import load_weights, read_weights
from pipeline.tracking.tracker import NullTracker
from pipeline.training import evaluate
from pipeline.training import model as network
from pipeline.training import stage as train
from pipeline.training.records import checkpoint

SMALL = TrainSettings(
    units=12, embedding=6, batch_characters=600, epochs=30, warmup_steps=5, learning_rate=0.03,
    checkpoint_steps=7, evaluate_every=3.0, precision="float32", average_decay=0.5,
)  # fmt: skip


def _run(workspace: Workspace, settings: TrainSettings = SMALL) -> dict:
    return train.run(settings, workspace, NullTracker(), QuietScreen())


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, make_corpus) -> tuple[Workspace, dict]:
    """One finished training."""
    workspace = make_corpus(tmp_path_factory.mktemp("data") / "small")
    return workspace, _run(workspace)


def test_training_learns(trained: tuple[Workspace, dict]) -> None:
    """Validation bits fall well under those of a uniform guess, and the history shows it."""
    workspace, result = trained
    history = pd.read_parquet(workspace.history)
    valid = history.valid_bits_per_char.dropna()
    assert result["valid_bits_per_char"] == valid.min() < 0.75 * math.log2(30)
    assert history.step.is_monotonic_increasing


def test_test_bits_equal_a_computation_in_numpy(trained: tuple[Workspace, dict]) -> None:
    """The reported figure is −Σ log₂ p over characters and EOS, by an LSTM written out in float64."""
    workspace, result = trained
    weights, _ = load_weights(workspace)
    _, parts = train.load_parts(workspace)
    bits = sum(sum(costs_by_hand(weights, ids)) for ids in parts["test"])
    assert result["test_bits_per_char"] == pytest.approx(
        bits / sum(len(t) + 1 for t in parts["test"]), rel=1e-5
    )


def test_the_model_loads_and_an_altered_file_is_refused(
    trained: tuple[Workspace, dict], tmp_path: Path
) -> None:
    """SHA-256 and vocabulary are checked; the reloaded model predicts the same."""
    workspace, result = trained
    model, card = network.load(workspace)
    _, parts = train.load_parts(workspace)
    again = evaluate.bits_per_char(evaluate.scorer(model), parts["test"])
    assert again == pytest.approx(result["test_bits_per_char"], rel=1e-6)
    assert card["config"]["class_name"] == "Functional"
    copy = Workspace(tmp_path / "copy")
    for path in (workspace.vocabulary, workspace.model, workspace.weights):
        target = copy.folder / path.relative_to(workspace.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    copy.weights.write_bytes(copy.weights.read_bytes() + b"x")
    with pytest.raises(UserError, match="not the file"):
        network.load(copy)
    with pytest.raises(UserError, match="not the file"):
        load_weights(copy)


def test_same_seed_same_weights(trained: tuple[Workspace, dict], corpus: Workspace) -> None:
    """A second training from the same seed and data gives the same file contents, array for array."""
    workspace, _ = trained
    _run(corpus)
    first, second = (read_weights(w.weights) for w in (workspace, corpus))
    assert np.array_equal(first.embedding, second.embedding)
    assert all(
        np.array_equal(a.recurrent, b.recurrent) for a, b in zip(first.layers, second.layers, strict=True)
    )


def test_ctrl_c_leaves_a_checkpoint_and_the_rest_is_the_same_to_the_bit(
    trained: tuple[Workspace, dict], corpus: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped in the middle of an epoch and run again: the weights of a run never stopped."""
    workspace, _ = trained
    original = train.Tweets.from_step

    def stopping(self: train.Tweets, start: int):
        yield from islice(original(self, start), 17)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(train.Tweets, "from_step", stopping)
        with pytest.raises(KeyboardInterrupt):
            _run(corpus)
    assert list(corpus.checkpoints.iterdir())
    assert not corpus.weights.exists()
    _run(corpus)
    first, second = (read_weights(w.weights) for w in (workspace, corpus))
    assert all(np.array_equal(a.kernel, b.kernel) for a, b in zip(first.layers, second.layers, strict=True))
    histories = [
        pd.read_parquet(w.history).drop(columns=["seconds", "characters_per_second"])
        for w in (workspace, corpus)
    ]
    pd.testing.assert_frame_equal(*histories)


@pytest.mark.parametrize("cell", ["gru", "peephole"])
def test_other_cells_resume_to_the_bit(cell: str, corpus: Workspace, tmp_path: Path, make_corpus) -> None:
    """A layer of Keras and one of ours, stopped at a checkpoint and run again; its card names its kind, and
    the figure that it states is that of the weights read without Keras."""
    settings = SMALL.model_copy(update={"cell": cell, "layers": 1, "epochs": 2, "activations": "hard"})
    whole = make_corpus(tmp_path / "whole")
    result = _run(whole, settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train.Training, "over", lambda self: self.progress.step >= 8)
        _run(corpus, settings)
    assert sorted(path.name for path in corpus.checkpoints.iterdir())[0] == "step-00000007.npz"
    _run(corpus, settings)
    (first, card), (second, _) = (load_weights(w) for w in (whole, corpus))
    for name in ("kernel", "recurrent", "bias"):
        np.testing.assert_array_equal(*(getattr(one.layers[0], name) for one in (first, second)))
    assert (card["cell"], card["activations"], card["layers"]) == (cell, "hard", 1)
    _, parts = train.load_parts(whole)
    costs = network_bits.bits(first, parts["test"], [{}])
    assert result["test_bits_per_char"] == pytest.approx(costs.mean(dtype=np.float64), abs=1e-4)


def test_a_loss_that_is_not_finite_names_the_step(corpus: Workspace) -> None:
    """An absurd learning rate ends in one line with the step, not in a network of NaN."""
    wild = SMALL.model_copy(update={"learning_rate": 1e38, "clip_norm": 1e30, "warmup_steps": 0})
    with pytest.raises(UserError, match=r"not finite at step \d+"):
        _run(corpus, wild)
    assert not corpus.weights.exists()


def test_no_corpus_is_one_line(tmp_path: Path) -> None:
    """The line names the make target that is missing."""
    with pytest.raises(UserError, match="make corpus NAME=none"):
        _run(Workspace(tmp_path / "none"))


def test_the_learning_rate_warms_up_and_falls_to_its_end() -> None:
    """By hand: half of the warm-up is half of the peak; the end is the final share."""
    settings = TrainSettings(learning_rate=1.0, warmup_steps=10, final_rate=0.1)
    assert train.learning_rate(settings, 4, 0.0) == pytest.approx(0.5)
    assert train.learning_rate(settings, 99, 0.5) == pytest.approx(0.55)
    assert train.learning_rate(settings, 99, 1.0) == pytest.approx(0.1)


def test_a_checkpoint_of_other_settings_is_not_used(corpus: Workspace) -> None:
    """The fingerprint differs with any setting or byte of the corpus."""
    one, two = (train.fingerprint(SMALL.model_copy(update={"seed": s}), ["a"]) for s in (0, 1))
    checkpoint.save(corpus.checkpoints, checkpoint.Progress(step=3), {}, one)
    assert checkpoint.latest(corpus.checkpoints, two)[0] is None
    assert read_json(corpus.vocabulary)["sha256"] != one
