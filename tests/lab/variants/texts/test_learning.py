"""The loop that learns text learns: bits fall, for a cell with gates and one with a gate held open."""

import numpy as np
import pytest

from pipeline.lab.networks.shapes import Shape
from pipeline.lab.variants.texts import learning
from pipeline.lab.variants.texts.measures import read
from pipeline.lab.variants.texts.rows import Judged, Stream
from pipeline.text.vocabulary import EOS, Vocabulary

VOCABULARY = Vocabulary(tuple("abc"))


def test_the_rate_rises_and_falls() -> None:
    """From nearly nothing to the peak after a twentieth of the time, and to a twentieth at the end."""
    shares = [learning._shape_of_rate(spent) for spent in (0, 0.05, 0.5, 1)]
    assert shares[0] < 0.03
    assert shares[1] == pytest.approx(1, abs=0.01)
    assert shares[1] > shares[2] > shares[3] == pytest.approx(learning.FINAL)


def test_a_text_of_three_letters_is_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    """abcabc… costs next to nothing after half a second, where it cost log₂ 6 bits."""
    monkeypatch.setattr(learning, "WIDTH", 12)
    texts = ["abc" * 8] * 4
    stream = Stream.of_tweets(texts, VOCABULARY)
    judged = Judged.of([VOCABULARY.encode(texts[0])], [EOS], [{}])
    learner = learning.Learner(Shape(VOCABULARY.size, 1, 12, open_gates="f"), stream)
    weights, steps = learner.learn(0, 0.03, 0.5)
    assert steps >= learning.CHUNK
    assert steps % learning.CHUNK == 0
    assert read(weights, judged).bits < 1
    (layer,) = weights.layers
    assert (layer.bias[12:24] == 30).all()  # the forget gate is held open
    assert np.isfinite(layer.kernel).all()
