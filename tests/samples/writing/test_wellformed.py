"""The automaton against regular expressions that say what a whole hashtag, mention and link is."""

from collections.abc import Callable

import numpy as np
import pytest
import regex

from pipeline.core.settings import SamplingSettings
from pipeline.network.weights import NetworkWeights
from pipeline.samples.writing.generate import generate
from pipeline.samples.writing.wellformed import START, automaton
from pipeline.text.vocabulary import EOS, Vocabulary

BROKEN = regex.compile(
    r"""
    (?<! \w ) \# (?! \w )                           # a hash without a tag
    | (?<! \w ) @ (?! [A-Za-z0-9_]{1,15} (?! \w ))  # a handle that is none
    | https?: (?! //t\.co/ [A-Za-z0-9]{10} (?! \w ))
    """,
    regex.VERBOSE,
)


def test_nothing_broken_is_ever_written(
    make_network: Callable[..., NetworkWeights], vocabulary: Vocabulary
) -> None:
    """A network that writes #, @ and : at every chance never breaks one, also right before the end."""
    eager = make_network(vocabulary, end=-1.0)
    for character, gain in {"#": 3, "@": 3, "h": 3, "t": 3, "p": 3, ":": 4, "s": 2, " ": 2}.items():
        eager.dense_bias[vocabulary.encode(character)[0]] += gain
    for length in (7, 40):
        how = SamplingSettings(temperature=1.3, max_length=length, retries=0)
        texts = generate(eager, vocabulary, range(400), how)["text"].tolist()
        assert [text for text in texts if BROKEN.search(text)] == []
        free = generate(eager, vocabulary, range(400), how.model_copy(update={"well_formed": False}))
        assert sum(bool(BROKEN.search(text)) for text in free["text"]) > 40


def test_links_are_completed(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """After the prompt "http:" the rest is forced: t.co and ten letters or digits."""
    drawn = generate(network, vocabulary, range(50), SamplingSettings(max_length=80), ["see http:", "https:"])
    for text in drawn["text"]:
        assert regex.search(r"https?://t\.co/[A-Za-z0-9]{10}(?!\w)", text)


@pytest.mark.parametrize(
    ("text", "following", "allowed"),
    [
        ("#", " ", False),
        ("#", "a", True),
        ("a#", " ", True),
        ("@", "é", False),
        ("@abc", "é", False),
        ("@abc", " ", True),
        ("@" + "x" * 15, "x", False),
        ("@" + "x" * 15, ":", True),
        ("https:", "/", True),
        ("https:", " ", False),
        ("hhttp:", "a", False),
        ("ttp:", "a", True),
        ("https://t.co/abcdefghi", "!", False),
        ("https://t.co/abcdefghij", "k", False),
        ("https://t.co/abcdefghij", "!", True),
    ],
)
def test_what_may_follow(vocabulary: Vocabulary, text: str, following: str, allowed: bool) -> None:
    """Cases worked by hand, each with a character that may or may not come next."""
    tables, state = automaton(vocabulary), START
    for id_ in vocabulary.encode(text):
        state = int(tables.following[state, id_])
    may = tables.permitted(np.array([state]), np.array([100]))
    assert bool(may[0, vocabulary.encode(following)[0]]) is allowed


def test_what_cannot_be_spelt_or_finished_is_not_begun() -> None:
    """Without a slash no link is begun; with two characters left no mention's sign is written last."""
    tables = automaton(Vocabulary(tuple("htps:a@ ")))
    state, v = START, Vocabulary(tuple("htps:a@ "))
    for id_ in v.encode("http"):
        state = int(tables.following[state, id_])
    assert not tables.permitted(np.array([state]), np.array([100]))[0, v.encode(":")[0]]
    at = v.encode("@")[0]
    rooms = tables.permitted(np.full(3, START), np.array([3, 2, 1]))
    assert rooms[:, at].tolist() == [True, True, False]
    assert rooms[:, EOS].all()
