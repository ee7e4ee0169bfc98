"""Taggers built by hand: one that sees what follows is right, one that does not cannot be."""

import built
import numpy as np

from pipeline.lab.tasks import names
from pipeline.lab.tasks.task import Strings
from pipeline.lab.variants import tagging
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights

VOCABULARY = names.TASK.vocabulary


def random_network(seed: int) -> NetworkWeights:
    """Some numbers everywhere."""
    b = built.Builder(VOCABULARY.size, 6)
    dense = np.zeros((6, VOCABULARY.size), np.float32)
    return built.noisy(
        NetworkWeights(np.eye(VOCABULARY.size, dtype=np.float32), (b.layer(),), dense, dense[0]), seed
    )


def test_a_pair_reads_from_both_ends() -> None:
    """Its logits are those of one network, and of the other over the reversed string, turned round."""
    one, other = random_network(0), random_network(1)
    items = names.parted()[1][:3]
    strings = Strings.tagged(items, VOCABULARY)
    both = tagging.logits((one, other), strings)
    ahead = tagging.logits((one,), strings)
    text = VOCABULARY.encode(items[0].prompt)
    hidden = trace(one, [text])[0]["h"][0]
    np.testing.assert_allclose(
        ahead[0, : 1 + len(text)], hidden @ one.dense + one.dense_bias, rtol=1e-4, atol=1e-5
    )
    turned = Strings(strings.read[:, ::-1], strings.next, strings.real, strings.asked)
    np.testing.assert_allclose(both, ahead + tagging.logits((other,), turned)[:, ::-1], rtol=1e-4, atol=1e-5)
    assert tagging.taggers([one, other], True) == [(one, other)]
    assert tagging.taggers([one, other], False) == [(one,), (other,)]


def test_a_sentence_is_right_if_every_character_is() -> None:
    """A tagger that calls nothing a name is right on just those sentences that have none: half."""
    silent = random_network(0)
    silent.dense[:] = 0
    silent.dense_bias[:] = 0
    silent.dense_bias[int(VOCABULARY.encode(names.OTHER)[0])] = 5
    assert tagging.percent((silent,)) == 50
    learned = list(names.TASK.training)
    assert (tagging.right((silent,), learned) == [names.NAME not in item.answer for item in learned]).all()
