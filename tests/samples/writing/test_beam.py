"""Beam search against all tweets of a tiny language."""

from collections.abc import Callable
from itertools import pairwise, product

import numpy as np
import pytest

from pipeline.core.errors import UserError
from pipeline.network.address import Address
from pipeline.network.sampling.draw import log_softmax
from pipeline.network.step import Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.samples.writing.beam import beam
from pipeline.text.vocabulary import BOS, EOS, Vocabulary


def bits(weights: NetworkWeights, vocabulary: Vocabulary, text: str, given: int = 0) -> float:
    """−log₂ p of a text and its EOS, after the first `given` characters."""
    net = Stepper.of(weights, np.float64)
    states, total = net.zero(1), 0.0
    ids = [BOS, *vocabulary.encode(text), EOS]
    for place, (read, target) in enumerate(pairwise(ids)):
        logits, states = net.step(np.array([read]), states)
        total -= log_softmax(logits)[0, target] / np.log(2) if place >= given else 0
    return total


@pytest.mark.parametrize("prompt", ["", "ba"])
def test_a_wide_beam_finds_the_likeliest_tweets(
    make_network: Callable[..., NetworkWeights], prompt: str
) -> None:
    """With a beam that is never cut the five best are those of all tweets of up to five characters."""
    vocabulary = Vocabulary(tuple("abc"))
    weights = make_network(vocabulary, units=6, seed=2, end=0.0)
    tails = ["".join(t) for n in range(6 - len(prompt)) for t in product("abc", repeat=n)]
    scored = sorted((bits(weights, vocabulary, prompt + tail, len(prompt)), prompt + tail) for tail in tails)
    found = beam(weights, vocabulary, prompt, width=1000, count=5, max_length=5)
    assert [text for text, _ in found] == [text for _, text in scored[:5]]
    assert [score for _, score in found] == pytest.approx([score for score, _ in scored[:5]])


def test_a_narrow_beam_is_never_better_than_a_wide_one(
    network: NetworkWeights, vocabulary: Vocabulary
) -> None:
    """More width finds a tweet at least as likely, and the score is that of the text."""
    best = [beam(network, vocabulary, "@", width=width, max_length=20)[0] for width in (1, 8, 64)]
    assert best[2][1] <= best[1][1] + 1e-9
    for text, score in best:
        assert score == pytest.approx(bits(network, vocabulary, text, 1))


def test_a_held_unit_steers_the_beam(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """Held at what makes `#` likely, the likeliest tweet has more of them than held at the opposite."""
    unit = int(np.argmax(network.dense[:, vocabulary.encode("#")[0]]))
    texts = [
        beam(network, vocabulary, width=8, max_length=20, holds={Address(2, "h", unit): value})[0][0]
        for value in (-8.0, 8.0)
    ]
    assert texts[0].count("#") < texts[1].count("#")


@pytest.mark.parametrize(
    ("prompt", "changed", "message"),
    [
        ("日", {}, "does not know '日'"),
        ("abc", {"max_length": 2}, "max_length=2"),
        ("a", {"width": 0}, "width"),
        ("a", {"count": 0}, "count"),
    ],
)
def test_what_does_not_fit_is_refused(
    network: NetworkWeights, vocabulary: Vocabulary, prompt: str, changed: dict[str, int], message: str
) -> None:
    """An unknown character, no room, no beam or nothing asked for: one line that says which."""
    with pytest.raises(UserError, match=message):
        beam(network, vocabulary, prompt, **changed)
