"""Training for the audit: epochs as asked, scores of the very network, canaries that can be distinguished."""

import pytest

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace
from pipeline.text.vocabulary import Vocabulary
from pipeline.training import evaluate
from pipeline.training.audited import scoring, trainer
from pipeline.training.trainee import build

SETTINGS = TrainSettings(units=8, embedding=4, batch_characters=64, warmup_steps=0, precision="float32")

TEXTS = ["the red boat", "a blue boat sails", "at noon", "on #sea", "here now"] * 20


@pytest.mark.parametrize("epochs", [2.0, 1.5])
def test_training_yields_after_each_epoch_and_learns(corpus: Workspace, epochs: float) -> None:
    """One score an epoch, and one at the end of a part of an epoch; what is read becomes likelier."""
    train = trainer(corpus, SETTINGS.model_copy(update={"epochs": epochs}), QuietScreen())
    found = [(epoch, score(["the red boat"])[0]) for epoch, score in train(TEXTS)]
    assert [epoch for epoch, _ in found] == pytest.approx([1.0, epochs], abs=0.15)
    assert found[1][1] < found[0][1]


def test_a_canary_of_unknown_characters_is_refused(corpus: Workspace) -> None:
    """Digits that the corpus lacks would all be UNK: the line names the first."""
    vocabulary = Vocabulary.load(corpus.vocabulary)
    score = scoring(evaluate.scorer(build(vocabulary.size, SETTINGS).model), vocabulary)
    with pytest.raises(UserError, match="does not know '7'"):
        score(["the 7"])
