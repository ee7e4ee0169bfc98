"""Witten-Bell against a plain recursive implementation with dictionaries."""

import math
from collections import Counter, defaultdict

import numpy as np
import pytest

from pipeline.text import ngram


def plain(train: list[str], text: str, order: int) -> list[float]:
    """p of each character and EOS of `text`, by the formula as it is written."""
    follow: dict[str, Counter[str]] = defaultdict(Counter)
    for one in train:
        padded = "^" * (order - 1) + one + "$"
        for at in range(order - 1, len(padded)):
            for n in range(order):
                follow[padded[at - n : at]][padded[at]] += 1
    alphabet = len({c for one in train for c in one} | {"$"}) + 1

    def p(context: str, character: str) -> float:
        lower = p(context[1:], character) if context else 1 / alphabet
        seen = follow.get(context)
        if not seen:
            return lower
        return (seen[character] + len(seen) * lower) / (seen.total() + len(seen))

    padded = "^" * (order - 1) + text + "$"
    return [p(padded[at - order + 1 : at], padded[at]) for at in range(order - 1, len(padded))]


@pytest.mark.parametrize("order", [1, 2, 4, 6])
def test_probabilities_equal_the_plain_formula(tweets: list[str], order: int) -> None:
    """Known and unknown texts, an unknown character and an empty text included."""
    train, texts = tweets[:80], [*tweets[80:90], "unseen ☃!", "", tweets[0]]
    expected = [chance for text in texts for chance in plain(train, text, order)]
    found = ngram.probabilities(ngram.train(train, order), texts)
    np.testing.assert_allclose(found, expected, rtol=1e-10)


def test_probabilities_sum_to_one() -> None:
    """After a context, the characters of the alphabet, EOS and one unknown have probability 1 together."""
    model = ngram.train(["abab", "abba", "b"], 3)
    total = sum(ngram.probabilities(model, ["ab" + c])[2] for c in "abz")
    total += ngram.probabilities(model, ["ab"])[2]
    assert total == pytest.approx(1)


def test_bits_are_the_mean_over_characters_and_eos() -> None:
    """−log₂ p, averaged over the characters and EOS of all texts; NaN without texts."""
    model = ngram.train(["aab", "ab"], 2)
    chances = [chance for text in ("ab", "b") for chance in plain(["aab", "ab"], text, 2)]
    expected = sum(-math.log2(chance) for chance in chances) / 5
    assert ngram.bits_per_char(model, ["ab", "b"]) == pytest.approx(expected)
    assert math.isnan(ngram.bits_per_char(model, []))


def test_the_longest_known_context_by_hand() -> None:
    """Contexts of up to two characters, the start of a tweet being one; nothing read is −1."""
    length, count, kinds = ngram.scored(ngram.train(["abc", "abd"], 3), ["abxc"])[1]
    assert length.tolist() == [
        2,
        2,
        2,
        0,
        1,
    ]  # before a: two starts; before x: ab; x is unknown; before the end: c
    assert count.tolist() == [2, 2, 2, 8, 1]
    assert kinds.tolist() == [1, 1, 2, 5, 1]
    assert ngram.scored(ngram.train([], 3), ["ab"])[1].tolist() == [[-1] * 3, [0] * 3, [0] * 3]


def test_all_that_may_follow_has_the_probabilities_of_each(tweets: list[str]) -> None:
    """The whole distribution at once equals the formula for each character in turn, and adds up to 1."""
    train, texts = tweets[:80], ["", tweets[0][:9], "unseen ☃", tweets[90]]
    alphabet = sorted({c for one in train for c in one} | {"\0"})
    codes = np.array([ord(c) for c in alphabet], dtype=np.uint64)
    model = ngram.train(train, 5, alphabet=len(codes))
    found, contexts = ngram.following(model, texts, codes)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    for row, context, text in zip(found, contexts.T, texts, strict=True):
        assert context.tolist() == ngram.scored(model, [text])[1][:, -1].tolist()
        each = [ngram.probabilities(model, [text + c])[len(text)] for c in alphabet[1:]]
        np.testing.assert_allclose(row[1:], each, rtol=1e-10)
        assert row[0] == pytest.approx(ngram.probabilities(model, [text])[-1])
