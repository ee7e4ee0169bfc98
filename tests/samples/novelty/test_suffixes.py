"""The suffix index against brute force."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.samples.novelty import suffixes

TEXT = st.text(alphabet="ab c", max_size=25)
WIDE = st.text(alphabet="ab😀é\u0001", max_size=25)


def longest_at(texts: list[str], query: str, at: int) -> int:
    """How many characters of `query` from `at` on stand in one of the texts."""
    length = 0
    while at + length < len(query) and any(query[at : at + length + 1] in text for text in texts):
        length += 1
    return length


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT, max_size=8), st.lists(st.one_of(TEXT, WIDE), max_size=4))
def test_every_match_is_the_longest(texts: list[str], queries: list[str]) -> None:
    """At every position the length is that of brute force, and the place named holds that substring."""
    index = suffixes.build(texts)
    for query, match in zip(queries, suffixes.lookup(index, queries), strict=True):
        assert match.length.tolist() == [longest_at(texts, query, at) for at in range(len(query))]
        for at in np.flatnonzero(match.length):
            source = texts[match.tweet[at]]
            start, length = match.offset[at], match.length[at]
            assert source[start : start + length] == query[at : at + length]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="ab", max_size=40), min_size=1, max_size=6))
def test_suffixes_are_sorted(texts: list[str]) -> None:
    """The order is that of Python's sort of all suffixes, each ended by its break."""
    index = suffixes.build(texts)
    joined = "".join(text + "\0" for text in texts)
    ends = [joined.index("\0", at) for at in range(len(joined))]
    found = [joined[at : ends[at]] for at in index.order]
    assert found == sorted(joined[at : ends[at]] for at in range(len(joined)))


def test_long_repetitions_are_told_apart() -> None:
    """Copies of hundreds of characters, and near-copies, are measured to the character."""
    random = np.random.default_rng(0)
    text = "".join(random.choice(list("abcdefgh"), 600))
    index = suffixes.build([text[:500], text, "x" * 700, text[:300] + "?" + text[301:]])
    (whole, broken, runs) = suffixes.lookup(index, [text, text[:450] + "!" + text[450:], "x" * 650])
    assert whole.length[0] == 600
    assert whole.tweet[0] == 1
    assert broken.length[0] == 450
    assert broken.length[451] == 150
    assert runs.length.tolist() == list(range(650, 0, -1))


def test_memory_is_as_stated() -> None:
    """The index holds 12 bytes a character, and one break a tweet."""
    texts = ["some words and more"] * 500
    assert suffixes.build(texts).nbytes <= 12 * 500 * 20 + 8 * 500 + 100
