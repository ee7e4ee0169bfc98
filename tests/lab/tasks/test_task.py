"""Strings laid out for reading, by hand."""

from pipeline.lab.tasks.task import Item, Strings
from pipeline.text.vocabulary import BOS, EOS, Vocabulary


def test_what_is_read_printed_and_asked() -> None:
    """BOS first, EOS last; asked from the last character of the prompt on, padding never."""
    vocabulary = Vocabulary(tuple("aXb"))
    a, mark, b = (int(one) for one in vocabulary.encode("aXb"))
    found = Strings.of([Item("aX", "b"), Item("X", "")], vocabulary)
    assert found.read.tolist() == [[BOS, a, mark, b], [BOS, mark, BOS, BOS]]
    assert found.next.tolist()[0] == [a, mark, b, EOS]
    assert found.next.tolist()[1][:2] == [mark, EOS]
    assert found.real.tolist() == [[True] * 4, [True, True, False, False]]
    assert found.asked.tolist() == [[False, False, True, True], [False, True, False, False]]


def test_tags_stand_at_the_characters_that_they_are_of() -> None:
    """Nothing is said of BOS, nor of the padding."""
    vocabulary = Vocabulary(tuple("ab+-"))
    a, b, plus, minus = (int(one) for one in vocabulary.encode("ab+-"))
    found = Strings.tagged([Item("ab", "+-"), Item("b", "+")], vocabulary)
    assert found.read.tolist() == [[BOS, a, b], [BOS, b, BOS]]
    assert found.next[found.real].tolist() == [plus, minus, plus]
    assert found.real.tolist() == found.asked.tolist() == [[False, True, True], [False, True, False]]
