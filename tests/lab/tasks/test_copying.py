"""The strings of the copy machine: what follows X is what came before it."""

from collections import Counter

from pipeline.lab.tasks import copying


def test_all_words_of_three_letters_are_learned() -> None:
    """27 different ones, each copied."""
    texts = {item.text for item in copying.TASK.training}
    assert len(texts) == 27
    assert all(text[:3] == text[4:] and text[3] == "X" for text in texts)


def test_long_words_are_of_every_length_and_seeded() -> None:
    """As many of each length; the same seed draws the same words, another seed others."""
    words = copying.long_words(3, 5)
    assert Counter(map(len, words)) == dict.fromkeys(range(1, copying.LONGEST + 1), 5)
    assert set("".join(words)) <= set(copying.LETTERS)
    assert copying.long_words(3, 5) == words != copying.long_words(4, 5)
