"""Writing from a mixture: the distribution of the stage `bits`, character by character."""

import numpy as np
import pandas as pd
import pytest

from pipeline.core.settings import SamplingSettings
from pipeline.evaluation import mix
from pipeline.network.step import Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.samples.writing.generate import generate
from pipeline.samples.writing.mixture import Mixture
from pipeline.samples.writing.trained import Trained
from pipeline.text import ngram
from pipeline.text.vocabulary import BOS, EOS, Vocabulary

TEXTS = [f"{name} {verb} {thing}."[: 9 + n] for n, (name, verb, thing) in enumerate(
    [("Ann", "has", "a cat"), ("Bob", "saw", "a dog"), ("Ann", "saw", "a cat"), ("Bob", "has", "one")] * 6
)]  # fmt: skip


@pytest.fixture
def mixture(network: NetworkWeights, vocabulary: Vocabulary) -> Mixture:
    """Of the network at hand and what twenty tweets hold."""
    tweets = pd.DataFrame({"text": TEXTS, "split": ["train"] * 20 + ["valid"] * 4})
    return Mixture.of(Trained(network, vocabulary, ""), tweets, 5)


def test_the_distribution_is_that_of_the_stage_bits(
    mixture: Mixture, network: NetworkWeights, vocabulary: Vocabulary
) -> None:
    """w · network + (1 − w) · n-gram of each next character, by scores of whole texts; it sums to 1."""
    net = Stepper.of(network, np.float64)
    for text in ("", "Ann", "Bob saw a c", "zzz"):
        ids, states = vocabulary.encode(text), net.zero(1)
        for last in [BOS, *ids]:
            logits, states = net.step(np.array([last]), states)
        found = np.exp(mixture.logits(np.array([[*ids, 0, 0]]), np.array([len(ids)]), logits)[0])
        assert found.sum() == pytest.approx(1)
        assert found[BOS] == 0
        mine = np.exp(logits[0] - logits[0].max())
        mine[BOS] = 0
        for one in (EOS, *vocabulary.encode("Atx")):
            chance, contexts = ngram.scored(mixture.model, [text + vocabulary.decode([one])])
            place = len(text)
            share = mixture.shares.of(contexts[:, place : place + 1])
            expected = mix.mixed(mine[one] / mine.sum(), chance[place], share)[0]
            assert found[one] == pytest.approx(expected, rel=1e-6)


def test_texts_follow_the_model_that_has_all_the_weight(
    mixture: Mixture, network: NetworkWeights, vocabulary: Vocabulary
) -> None:
    """With all the weight on the n-gram model every five characters stand in a training tweet."""
    size = len(mixture.shares.by_group)
    alone = Mixture(mixture.model, mix.Weights(0.0, np.zeros(size)), vocabulary, mixture.codes, mixture.ids)
    how = SamplingSettings(temperature=0.05, max_length=30, well_formed=False)
    drawn = generate(network, vocabulary, range(8), how, mixture=alone)
    assert drawn["finished"].all()
    assert all(any(text[:5] == one[:5] for one in TEXTS[:20]) for text in drawn["text"])
    again = generate(network, vocabulary, [7, 3], how.model_copy(update={"batch_size": 1}), mixture=alone)
    assert list(again["text"]) == [drawn["text"][7], drawn["text"][3]]
