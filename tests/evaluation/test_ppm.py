"""PPMd's prices against whole archives made by the library itself."""

import lzma

import numpy as np
import pyppmd
import pytest

from pipeline.evaluation import ppm


def drawn(count: int, seed: int) -> list[str]:
    """Sentences of sixty made-up words, some with a character of three bytes."""
    rng = np.random.default_rng(2)
    words = ["".join(rng.choice(list("abcdefgh "), 7)) for _ in range(58)] + ["“x”", "…"]
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice(words, 9)) for _ in range(count)]


def size(texts: list[str]) -> int:
    """Bytes of one archive of all texts."""
    encoder = pyppmd.Ppmd7Encoder(ppm.ORDER, ppm.MEMORY)
    return len(encoder.encode("".join(text + "\0" for text in texts).encode()) + encoder.flush())


def test_the_adaptive_price_is_what_an_archive_grows_by() -> None:
    """size(train + test) − size(train), except for the few bytes that end an archive."""
    train, test = drawn(300, 0), drawn(60, 1)
    symbols = sum(len(text) + 1 for text in test)
    grown = 8 * (size(train + test) - size(train)) / symbols
    assert ppm.adaptive_bits_per_char(train, test) == pytest.approx(grown, abs=64 / symbols)


def test_each_batch_costs_what_an_archive_grows_by() -> None:
    """The bits of all symbols are what archives grow by when a batch is added, within a byte or two."""
    train, test = drawn(300, 0), drawn(64, 1)
    batches = len(test) // ppm.BATCH
    grown = 0
    for number in range(batches):
        before = [*train, train[number * len(train) // batches]]
        grown += size(before + test[number::batches]) - size(before)
    costs = ppm.bits(train, test)
    assert len(costs) == sum(len(text) + 1 for text in test)
    assert costs.sum() == pytest.approx(8 * grown, abs=16 * batches)


def test_test_tweets_do_not_teach_each_other() -> None:
    """The same random text in every batch costs the same every time; an adaptive reader pays once."""
    rng = np.random.default_rng(3)
    secret = "".join(rng.choice(list("ijklmnop"), 200))
    train = drawn(200, 0)
    alone = ppm.bits(train, [secret, *drawn(15, 4)])[: len(secret) + 1].sum()
    again = ppm.bits(train, [*drawn(15, 4), secret])[-len(secret) - 1 :].sum()
    assert again == pytest.approx(alone, rel=0.05)
    assert alone / (len(secret) + 1) > 2.9  # eight letters at random are three bits each
    assert ppm.adaptive_bits_per_char(train, [secret] * 8) < 1.5


def test_it_beats_a_dictionary_compressor_where_words_come_again() -> None:
    """xz needs more for the same texts, so the rival is a stronger one."""
    train, test = drawn(300, 0), drawn(60, 1)
    symbols = sum(len(text) + 1 for text in test)
    joined = ["".join(text + "\0" for text in texts).encode() for texts in (train, test)]
    xz = 8 * (len(lzma.compress(b"".join(joined))) - len(lzma.compress(joined[0]))) / symbols
    assert ppm.bits(train, test).mean() < xz


def test_characters_that_are_not_text_have_a_price() -> None:
    """An empty tweet costs its end; a lone surrogate does not stop the reading."""
    assert len(ppm.bits(["a", "b"], ["", "\ud800"])) == 3
