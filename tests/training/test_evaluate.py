"""Bits of texts under a network in training."""

import numpy as np
import pytest

from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace
from pipeline.text.vocabulary import Vocabulary
from pipeline.training import evaluate
from pipeline.training.audited import scoring
from pipeline.training.batches import pad
from pipeline.training.trainee import build

SETTINGS = TrainSettings(units=8, embedding=4, batch_characters=64, warmup_steps=0, precision="float32")

TEXTS = ["the red boat", "a blue boat sails", "at noon", "on #sea", "here now"] * 20


def test_scores_equal_those_of_each_text_alone(corpus: Workspace) -> None:
    """Many texts padded together cost as many bits as each by itself, order kept."""
    vocabulary = Vocabulary.load(corpus.vocabulary)
    scorer = evaluate.scorer(build(vocabulary.size, SETTINGS).model)
    texts = [*(TEXTS[k][: 1 + k % 9] for k in range(70)), "a", "the red boat swims"]
    alone = [float(scorer(pad([vocabulary.encode(text)])).sum(dtype=np.float64)) for text in texts]
    assert scoring(scorer, vocabulary)(texts) == pytest.approx(alone, rel=1e-5)
    assert len(scoring(scorer, vocabulary)([])) == 0
