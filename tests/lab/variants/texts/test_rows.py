"""Rows of text: what is read, what comes next, and the labels of each character."""

import numpy as np

from pipeline.lab.variants.texts.rows import Judged, Stream
from pipeline.text.vocabulary import BOS, EOS, Vocabulary

VOCABULARY = Vocabulary(tuple("abc\n"))
A, B, C, LINE = (int(VOCABULARY.encode(one)[0]) for one in "abc\n")


def test_a_tweet_is_read_after_bos_and_ends_in_eos() -> None:
    """End to end; a row may begin at each tweet that leaves room for it."""
    stream = Stream.of_tweets(["ab", "c", "ba"], VOCABULARY)
    assert stream.read.tolist() == [BOS, A, B, BOS, C, BOS, B, A]
    assert stream.next.tolist() == [A, B, EOS, C, EOS, B, A, EOS]
    assert stream.starts.tolist() == [0, 3, 5]
    read, expected = stream.drawn(np.random.default_rng(0), (50,), 4)
    assert {tuple(row) for row in read.tolist()} == {(BOS, A, B, BOS), (BOS, C, BOS, B)}
    assert {tuple(row) for row in expected.tolist()} == {(A, B, EOS, C), (C, EOS, B, A)}


def test_a_row_of_code_begins_at_a_line() -> None:
    """BOS stands for what was before it."""
    stream = Stream.of_lines("ab\nc\n", VOCABULARY)
    read, expected = stream.drawn(np.random.default_rng(0), (2, 30), 2)
    assert read.shape == (2, 30, 2)
    rows = {
        (*a, *b) for a, b in zip(read.reshape(-1, 2).tolist(), expected.reshape(-1, 2).tolist(), strict=True)
    }
    assert rows == {(BOS, A, A, B), (BOS, C, C, LINE)}


def test_labels_stand_where_their_character_is_read() -> None:
    """One place after that of BOS; padding has none and is not real."""
    marks = [{"x": np.array([True, False])}, {"x": np.array([True])}]
    rows = Judged.of([VOCABULARY.encode("ab"), VOCABULARY.encode("c")], [EOS, EOS], marks)
    assert rows.read.tolist() == [[BOS, A, B], [BOS, C, BOS]]
    assert rows.next[rows.real].tolist() == [A, B, EOS, C, EOS]
    assert rows.labels["x"].tolist() == [[False, True, False], [False, True, False]]
    assert rows.characters.tolist() == [[False, True, True], [False, True, False]]
