"""Bits and scores of a small network, against the stepper, scikit-learn and scipy."""

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

from pipeline.lab.networks.learning import initial, network
from pipeline.lab.networks.shapes import Shape
from pipeline.lab.variants.texts import measures
from pipeline.lab.variants.texts.rows import Judged, Stream
from pipeline.lab.variants.texts.texts import Text
from pipeline.network.bits import bits
from pipeline.text.vocabulary import EOS, Vocabulary

VOCABULARY = Vocabulary(tuple("abc"))
WEIGHTS = network(shape := Shape(VOCABULARY.size, 2, 5, "lstm"), initial(shape, 0))


def rows(seed: int, count: int = 90) -> Judged:
    """Random texts with a mask and a graded label."""
    random = np.random.default_rng(seed)
    ids = [random.integers(3, 6, random.integers(1, 9)).astype(np.int32) for _ in range(count)]
    labels = [{"a": one == 3, "never": one > 9, "place": np.arange(len(one)), "code": one > 3} for one in ids]
    return Judged.of(ids, [EOS] * count, labels)


def test_bits_are_those_of_the_stepper() -> None:
    """Per character and EOS, whole texts from the zero state; every state of both layers is kept."""
    judged = rows(0)
    texts = [row[real] for row, real in zip(judged.read, judged.characters, strict=True)]
    found = measures.read(WEIGHTS, judged)
    assert found.bits == pytest.approx(bits(WEIGHTS, texts, [{}])[0].mean(), rel=1e-5)
    assert found.values.shape == (sum(map(len, texts)), 2 * 2 * 5)


def test_units_are_chosen_on_one_part_and_scored_on_the_other() -> None:
    """AUROC and rank correlation of the unit that is best on the valid part, its sign taken along."""
    valid, test = rows(1), rows(2)
    nothing = Stream(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64))
    text = Text(VOCABULARY, nothing, valid, test, ("place",), ("a", "never"))
    found = measures.measured(WEIGHTS, text)
    a, b = (measures.read(WEIGHTS, one).values for one in (valid, test))
    marks, own = (one.labels["a"][one.characters] for one in (valid, test))
    scores = np.array([roc_auc_score(marks, a[:, k]) for k in range(20)])
    best = int(np.argmax(np.abs(scores - 0.5)))
    sign = 1 if scores[best] > 0.5 else -1
    assert found["AUROC, in a a"] == pytest.approx(roc_auc_score(own, sign * b[:, best]))
    inside, held = (one.labels["code"][one.characters] for one in (valid, test))
    place, goal = (one.labels["place"][one.characters] for one in (valid, test))
    scores = np.array([spearmanr(a[inside, k], place[inside]).statistic for k in range(20)])
    best = int(np.argmax(np.abs(scores)))
    expected = np.sign(scores[best]) * spearmanr(b[held, best], goal[held]).statistic
    assert found["rank correlation, place"] == pytest.approx(expected, abs=1e-6)
    assert set(found) == {measures.BITS, "AUROC, in a a", "rank correlation, place"}  # `never` never occurs


def test_concepts_are_counted() -> None:
    """Without a graded label, how many of the labels that occur have a unit from .95 on."""
    nothing = Stream(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64))
    text = Text(VOCABULARY, nothing, rows(1), rows(2), (), ("a", "never"))
    found = measures.measured(WEIGHTS, text)
    assert found["concepts looked for"] == 1
    assert found[measures.CONCEPTS] in (0, 1)
