"""Code that a network writes."""

import built

from pipeline.core.screen import QuietScreen
from pipeline.lab.code.writing import START, written
from pipeline.text.vocabulary import Vocabulary


def test_what_is_written() -> None:
    """So many characters, all of the vocabulary, from the same start; the seed says which."""
    vocabulary = Vocabulary(tuple('"()[]{} ab\n'))
    network = built.brackets(vocabulary)
    texts = written(network, vocabulary, 3, 40, QuietScreen())
    assert [len(text) for text in texts] == [40] * 3
    assert all(text.startswith(START) for text in texts)
    assert written(network, vocabulary, 3, 40, QuietScreen()) == texts
    assert written(network, vocabulary, 3, 40, QuietScreen(), seed=1) != texts
